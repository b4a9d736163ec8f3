"""五、评价报告综述（文字部分）: everything from its heading to the annex, cut at the printed numbers."""

import re
from typing import Final

from app.documents.blocks import Document, Line
from app.domain.form.cells import folded
from app.domain.form.narrative import Narrative, NarrativeSection

_BEGIN: Final = re.compile(r"([一二三四五六七八九十]+、)?(评价报告综述|自评报告综述)(\(文字部分\))?")
_END: Final = re.compile(r"附件[0-9一二三四五六七八九十]*([-—－][0-9]+)?|.*评分表")
_SECTION: Final = re.compile(r"\s*(?P<number>[一二三四五六七八九十]{1,3})\s*、\s*(?P<title>.+?)\s*")


def read_narrative(document: Document) -> Narrative:
    """The narrative; lines before the first number are its title."""
    lines = _lines(document)
    titles: list[str] = []
    sections: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if heading := _SECTION.fullmatch(line):
            sections.append((heading["number"], heading["title"], []))
        elif sections:
            sections[-1][2].append(line.strip())
        else:
            titles.append(line.strip())
    return Narrative(
        title="".join(titles),
        sections=tuple(
            NarrativeSection(number=number, title=title, text="\n".join(text)) for number, title, text in sections
        ),
    )


def _lines(document: Document) -> list[str]:
    lines: list[str] = []
    inside = False
    for block in document.blocks:
        if block.taken:
            if inside:
                break
            continue
        parts = block.text.splitlines() if isinstance(block, Line) else "\n".join(block.cells).splitlines()
        parts = [part for part in parts if part.strip()]
        if not inside and parts and _BEGIN.fullmatch(folded(parts[0])):
            inside, parts = True, parts[1:]
        elif not inside:
            continue
        if parts and _END.fullmatch(folded(parts[0])):
            break
        block.taken = True
        lines += parts
    return lines
