"""四、评价人员, the opinions with their places for signatures, and the preparer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.documents.blocks import Box, Document, Line, Row, lone
from app.documents.columns import heading_at, under
from app.documents.labels import EVALUATORS, PREPARER, is_furniture, label
from app.documents.pairs import pairs_in, parts_of
from app.domain.form.cells import folded
from app.domain.form.evaluators import EvaluationPanel, Evaluator, Opinion, Preparer, SignaturePlace

_SIGNATURE: Final = re.compile(r"[（(]?(签字|签章|盖章|签名|公章)[^）)：:\n]*[）)]?\s*[：:]?")
_DATE_LINE: Final = re.compile(
    r"(日\s*期\s*[：:]?\s*)?(?P<date>(([0-9０-９]\s*){0,4}|([〇零○O一二三四五六七八九]\s*){4})\s*年[^年]{0,12}月[^年]{0,12}日?"
    r"|[0-9０-９]{4}[.\-/．－／][0-9０-９]{1,2}[.\-/．－／][0-9０-９]{1,2})\s*$"
)
_ENDS: Final = re.compile(r"[一二三四五六七八九十]+、.*|填报人.*|填表人.*|附件.*|附表.*")
_BEGINS: Final = {
    "panel_lead": re.compile(r"(绩效)?(评价|自评)?(工作)?小?组?组长(?=$|[(:])|(评价|自评)(工作)?小?组?长(?=$|[(:])"),
    "department_opinion": re.compile(
        r"(本|填报|主管|预算)?(部门\(单位\)|部门|单位|单位\(部门\))(负责人|领导|审核|自评)*意见"
    ),
    "finance_opinion": re.compile(
        r"(区|县|市|同级)?(财政部门|财政局|财政)(归口|业务|主管|对口|管理)*(科室|股室|处室|科|股)?(负责人|审核|复核)*意见"
    ),
}
_MOST_BLOCKS: Final = 8


@dataclass(frozen=True)
class _Signed:
    """The pieces that hold one opinion or place for a signature."""

    kind: str
    pieces: tuple[Box | Line, ...]


def read_panel(document: Document) -> EvaluationPanel:
    """The panel."""
    evaluators = _evaluators(document)
    found: dict[str, dict[str, Any]] = {}
    for signed in _signed_places(document):
        if signed.kind not in found:
            found[signed.kind] = _signed(document, signed)
    return EvaluationPanel(
        evaluators=evaluators,
        panel_lead=SignaturePlace(**found.get("panel_lead", {})),
        department_opinion=Opinion(**found.get("department_opinion", {})),
        finance_opinion=Opinion(**found.get("finance_opinion", {})),
    )


def _evaluators(document: Document) -> tuple[Evaluator, ...]:
    start = next((at for at, row in document.rows() if _names_evaluators(row)), None)
    if start is None:
        return ()
    heading = heading_at(document, start, lambda _: False, deepest=1)
    heading.take()
    found: list[Evaluator] = []
    for _, row in document.following(heading.end):
        cells = under(heading, row)
        if cells is None or len(row.cells) < 2 or any(_kind(box) for box in row.filled) or _names_evaluators(row):
            break
        if len(row.filled) == 1 and (row.filled[0].key.startswith(("填报人", "填表人")) or len(row.filled[0].key) > 12):
            break
        values = {}
        for column, box in cells:
            name = column.field(EVALUATORS) if column is not None else ""
            if name and name not in values:
                values[name] = document.name(box.whole if name == "organisation" else box, f"{_at(found)}/{name}")
                box.taken = True
            elif column is not None and column.is_numbering():
                box.taken = True
            elif box.key and column is not None:
                box.hint = f"“{column.heading}”一列在官方表式里没有，请核对后手工填入"
        if any(values.values()):
            found.append(Evaluator(**values))
    return tuple(found)


def _at(found: list[Evaluator]) -> str:
    return f"/form/panel/evaluators/{len(found)}"


def _names_evaluators(row: Row) -> bool:
    fields = [EVALUATORS.get(name, "") for name in row.labels]
    return "name" in fields and sum(map(bool, fields)) > 1


def _kind(piece: Box | Line) -> str:
    """Whose signature or opinion a piece begins; empty for none."""
    lines = piece.text.strip().splitlines()
    if not lines:
        return ""
    head = folded(lines[0]).replace('"', "")
    return next((kind for kind, begins in _BEGINS.items() if begins.match(head)), "")


def _signed_places(document: Document) -> Iterator[_Signed]:
    for place, block in enumerate(document.blocks):
        pieces: list[Box | Line] = [block] if isinstance(block, Line) else list(block.filled)
        begins = [at for at, piece in enumerate(pieces) if not piece.taken and _kind(piece)]
        for at, after in zip(begins, [*begins[1:], len(pieces)], strict=False):
            own = [piece for piece in pieces[at:after] if not piece.taken]
            if len(begins) == 1 and not _is_whole(own):
                own += _continuation(document, place)
            yield _Signed(_kind(pieces[at]), tuple(own))


def _is_whole(pieces: list[Box | Line]) -> bool:
    text = "\n".join(piece.text for piece in pieces)
    return _DATE_LINE.search(text) is not None


def _continuation(document: Document, place: int) -> list[Box | Line]:
    """The lines after an opinion's label up to its date or signature; none where neither comes."""
    found: list[Box | Line] = []
    for block in document.blocks[place + 1 : place + 1 + _MOST_BLOCKS]:
        pieces: list[Box | Line] = [block] if isinstance(block, Line) else list(block.filled)
        if not pieces or is_furniture(pieces[0].key):
            continue
        if block.taken or any(_kind(piece) for piece in pieces) or _ENDS.fullmatch(pieces[0].key):
            break
        found += pieces
        if _is_whole(pieces):
            return found
    signed = [at for at, piece in enumerate(found) if _SIGNATURE.search(piece.text)]
    return found[: signed[-1] + 1] if signed else []


def _signed(document: Document, signed: _Signed) -> dict[str, Any]:
    """The opinion, the signature and the date: 意见：…　负责人（签章）：…　年 月 日."""
    at = f"/form/panel/{signed.kind}"
    where = signed.pieces[0].place
    body = "\n".join(piece.text.strip() for piece in signed.pieces)
    for piece in signed.pieces:
        piece.taken = True
    found: dict[str, Any] = {}
    if date := _DATE_LINE.search(body):
        found["date"] = document.date(Box(date["date"], where), f"{at}/date")
        body = body[: date.start()]
    before, after = _split_at_signature(body)
    found["signature"] = document.words(Box(after.strip(), where), f"{at}/signature")
    if signed.kind != "panel_lead":
        opinion = _without_label(before, _BEGINS[signed.kind])
        lines = [line for line in opinion.splitlines() if line.strip()]
        if lines and _names_signer(lines[-1]):
            lines = lines[:-1]
        text = "\n".join(line.strip() for line in lines)
        found["opinion"] = document.words(Box(text, where), f"{at}/opinion")
    return found


def _without_label(text: str, begins: re.Pattern[str]) -> str:
    """What comes after the label, which white space may spread."""
    head, _, rest = text.partition("意见") if re.match(r"[\s\S]{0,60}?意见", text) else ("", "", text)
    spread = re.match(r"(?P<head>[\s\S]{0,60}?)意\s*见\s*([（(](签字|签章|盖章)[）)])?\s*[：:]?", text)
    if spread and begins.match(folded(f"{spread['head']}意见")):
        return text[spread.end() :]
    return rest if head else text


def _split_at_signature(body: str) -> tuple[str, str]:
    """Up to the words that ask for a signature, and what comes after them."""
    places = list(_SIGNATURE.finditer(body))
    return (body[: places[-1].start()], body[places[-1].end() :]) if places else (body, "")


def _names_signer(line: str) -> bool:
    """部门（单位）负责人: whose signature is asked for, in the cell's last line."""
    return label(line).endswith(("负责人", "组长", "领导", "科室负责人"))


def read_preparer(document: Document) -> Preparer:
    """填报人（签名）：…　联系电话：…."""
    for block in document.blocks:
        if block.taken or not _of_preparer(block):
            continue
        pairs = pairs_in(block, PREPARER) if isinstance(block, Row) else parts_of(block, PREPARER)
        values: dict[str, str] = {}
        for pair in pairs:
            pair.take_label()
            if pair.value is not None and pair.field not in values:
                values[pair.field] = document.name(pair.value, f"/form/preparer/{pair.field}")
        if "name" in values:
            return Preparer(**values)
    return Preparer()


def _of_preparer(block: Row | Line) -> bool:
    piece = lone(block) if isinstance(block, Line) else next(iter(block.filled), None)
    return piece is not None and piece.key.startswith(("填报人", "填表人", "经办人", "制表人"))
