"""四、评价人员, the opinions with their places for signatures, and the preparer."""

import re
from typing import Any, Final

from app.documents.blocks import Document, Line, Row
from app.documents.labels import EVALUATORS, label
from app.domain.form.evaluators import EvaluationPanel, Evaluator, Opinion, Preparer, SignaturePlace

_SIGNATURE: Final = re.compile(r"[（(](签字|签章|盖章|签名)[^）)]*[）)]\s*[：:]?")
_DATE_LINE: Final = re.compile(
    r"(?:^|(?<=[\s：:）)]))[0-9０-９〇零一二三四五六七八九十\s]*年[\s\S]{0,20}月[\s\S]{0,20}日?\s*$"
)
"""It begins a word: the last character of 陈二 is no digit of the date in the next line."""
_PREPARER: Final = re.compile(
    r"\s*填报人[^：:]*[：:]\s*(?P<name>((?!联系电话|电话)\S)*)\s*(联系电话|电话)?\s*[：:]?\s*(?P<phone>[0-9０-９\-—－]*)\s*"
)


def read_panel(document: Document) -> EvaluationPanel:
    """The panel."""
    lead, department, finance = SignaturePlace(), Opinion(), Opinion()
    evaluators = _evaluators(document)
    for _, row in document.rows():
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) != 1:
            continue
        key, text = label(filled[0].splitlines()[0]), filled[0]
        if key.startswith("评价组组长"):
            lead = SignaturePlace(**_signed(document, text, "panel_lead"))
        elif key.startswith(("部门(单位)意见", "部门意见", "单位意见")):
            department = Opinion(**_signed(document, text, "department_opinion"))
        elif key.startswith(("财政部门归口", "财政局归口", "财政部门意见")):
            finance = Opinion(**_signed(document, text, "finance_opinion"))
        else:
            continue
        row.taken = True
    return EvaluationPanel(
        evaluators=evaluators, panel_lead=lead, department_opinion=department, finance_opinion=finance
    )


def _evaluators(document: Document) -> tuple[Evaluator, ...]:
    start = document.find_row(lambda keys: {"姓名"} < {label(key) for key in keys} and len(keys) <= 6)
    if start is None:
        return ()
    heading = document.blocks[start]
    assert isinstance(heading, Row)  # noqa: S101 - `find_row` finds rows
    heading.taken = True
    columns = [EVALUATORS.get(label(cell), "") for cell in heading.cells]
    found = []
    for block in document.blocks[start + 1 :]:
        if not isinstance(block, Row) or block.taken or len(block.cells) != len(columns):
            break
        cells = {name: re.sub(r"\s+", "", cell) for name, cell in zip(columns, block.cells, strict=True) if name}
        block.taken = True
        if any(cells.values()):
            found.append(Evaluator(**cells))
    return tuple(found)


def _signed(document: Document, text: str, place: str) -> dict[str, Any]:
    """The opinion, the signature and the date in one cell: 意见：…　负责人（签章）：…　年 月 日."""
    found: dict[str, Any] = {}
    body = text
    if date := _DATE_LINE.search(body):
        found["date"] = document.date(date[0], f"/form/panel/{place}/date")
        body = body[: date.start()]
    before, _, after = _split_at_signature(body)
    found["signature"] = after.strip()
    if place != "panel_lead":
        opinion = re.split(r"意见\s*[：:]", before, maxsplit=1)[-1]
        lines = [line for line in opinion.splitlines() if line.strip()]
        if lines and _names_signer(lines[-1]):
            lines = lines[:-1]
        found["opinion"] = "\n".join(line.strip() for line in lines)
    return found


def _split_at_signature(body: str) -> tuple[str, str, str]:
    """Up to the words that ask for a signature, and what comes after them."""
    places = list(_SIGNATURE.finditer(body))
    if not places:
        return body, "", ""
    last = places[-1]
    return body[: last.start()], last[0], body[last.end() :]


def _names_signer(line: str) -> bool:
    """部门（单位）负责人: whose signature is asked for, in the cell's last line."""
    return label(line).endswith(("负责人", "组长", "领导", "科室负责人"))


def read_preparer(document: Document) -> Preparer:
    """填报人（签名）：…　联系电话：…."""
    for block in document.blocks:
        text = block.text if isinstance(block, Line) else "".join(block.cells)
        if not block.taken and (found := _PREPARER.fullmatch(text)):
            block.taken = True
            return Preparer(name=found["name"], phone=found["phone"])
    return Preparer()
