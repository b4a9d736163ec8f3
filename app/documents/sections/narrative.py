"""五、评价报告综述（文字部分）: everything from its heading to the annex, cut at the printed numbers."""

import re
from collections.abc import Sequence
from typing import Final

from app.documents.blocks import Block, Box, Document, Line, Row, lone
from app.documents.labels import COVER, PROFILE, is_furniture
from app.documents.pairs import parts_of
from app.domain.form.cells import folded
from app.domain.form.narrative import Narrative, NarrativeSection

_BEGIN: Final = re.compile(
    r"([一二三四五六七八九十]+[、.]|第[一二三四五六七八九十]+部分[、.:]?|[0-9]{1,2}[、.])?(部门|单位|整体支出|绩效)*(评价|自评|绩效评价|绩效自评|绩效自评价)?(报告)?综述(\(?(文字部分|文字)\)?)?:?"
)
_END: Final = re.compile(
    r"附件[0-9一二三四五六七八九十]*([-—－.][0-9]+)?:?|附表[0-9]*:?|.*(评分表|自评表|评价表|基础表)"
)
_SECTION: Final = re.compile(r"\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[、.．]\s*(?P<title>.+?)\s*")


def read_narrative(document: Document) -> Narrative:
    """The narrative; lines before the first number are its title."""
    titles: list[str] = []
    sections: list[tuple[Line, str, str, list[str]]] = []
    for line in _lines(document):
        if heading := _SECTION.fullmatch(line.text):
            sections.append((line, heading["number"], heading["title"], []))
        elif sections:
            sections[-1][3].append(line.text.strip())
        else:
            titles.append(line.text.strip())
            document.note("/form/narrative/title", line)
    found = []
    for at, (line, number, title, text) in enumerate(sections):
        found.append(NarrativeSection(number=number, title=title, text="\n".join(text)))
        document.note(f"/form/narrative/sections/{at}", line)
    return Narrative(title="".join(titles), sections=tuple(found))


def _lines(document: Document) -> list[Line]:
    lines: list[Line] = []
    inside = False
    report = _report(document.blocks)
    for at, block in enumerate(document.blocks):
        if block.taken:
            if inside and isinstance(block, Row) and block.filled:
                break
            continue
        parts = _parts(block)
        if not inside and parts and _BEGIN.fullmatch(folded(parts[0].text)):
            inside, parts = True, parts[1:]
        elif not inside and at == report:
            inside = True
        elif not inside:
            continue
        if parts and _END.fullmatch(folded(parts[0].text)):
            break
        block.take()
        lines += [one for one in parts if not is_furniture(one.key)]
    return lines


def _report(blocks: Sequence[Block]) -> int:
    """Where a report begins that has a title of its own and no heading: its first section; -1 where there is none."""
    pieces = [(at, lone(block)) for at, block in enumerate(blocks) if not isinstance(block, Row) or block.filled]
    for (_, title), (at, section), *after in zip(pieces, pieces[1:], pieces[2:], pieces[3:], strict=False):
        texts = [piece for _, piece in after if piece is not None and not _is_labelled(piece)]
        if title is None or section is None or section.taken or len(texts) < len(after):
            continue
        if title.key.endswith(("报告", "报告)")) and _SECTION.fullmatch(section.text):
            return at
    return -1


def _is_labelled(piece: Box | Line) -> bool:
    return bool(parts_of(piece, PROFILE) or parts_of(piece, COVER))


def _parts(block: Block) -> list[Line]:
    """The lines of a block; a row of several cells is one."""
    if isinstance(block, Line):
        text = block.text
    elif len(block.filled) > 2:
        text = " | ".join(" ".join(box.text.split()) for box in block.filled)
    else:
        text = block.text
    return [Line(part, block.place) for part in text.splitlines() if part.strip()]
