"""三、整体支出绩效定性目标、定量目标及完成情况."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from app.documents.blocks import Box, Document, Row
from app.documents.columns import Column, Heading, heading_at, under
from app.documents.labels import EVALUATORS, OBJECTIVES, OVERALL, SCORING, TARGETS
from app.domain.form.objectives import Objectives, QualitativeObjective, QuantitativeTarget, TargetKind

_POINTS: Final = frozenset(name for name, field in SCORING.items() if field.endswith("points"))
_NO_HEADING: Final = "“{}”一列在官方表式里没有，请核对后手工填入"
_KIND_UNKNOWN: Final = "没有认出这是质量、数量、时效、成本、效益、满意度中的哪一类目标，请核对后手工填入"


def read_objectives(document: Document) -> Objectives:
    """Both tables."""
    qualitative: list[QualitativeObjective] = []
    quantitative: list[QuantitativeTarget] = []
    place = 0
    while (start := next((at for at, row in document.rows(place) if _begins(row)), None)) is not None:
        heading = heading_at(document, start, lambda _: False, deepest=1)
        heading.take()
        place = heading.end
        rows = _rows(document, heading)
        if _is_quantitative(heading, rows):
            _quantitative(document, heading, rows, quantitative)
        else:
            _qualitative(document, heading, rows, qualitative)
    _scored(document, quantitative)
    return Objectives(qualitative=tuple(qualitative), quantitative=tuple(quantitative))


def _begins(row: Row) -> bool:
    fields = [OBJECTIVES.get(name, "") for name in row.labels]
    return {"target", "result"} <= set(fields) and not set(row.labels) & _POINTS


def _rows(document: Document, heading: Heading) -> list[Row]:
    found = []
    for _, row in document.following(heading.end):
        ends = {*row.labels} & {*OVERALL, "姓名"} or {*row.labels} & _POINTS or _is_heading_of_more(row)
        if _begins(row) or ends or (row.placed and len(row.cells) < 2):
            break
        found.append(row)
    return found


def _is_heading_of_more(row: Row) -> bool:
    return sum(name in EVALUATORS for name in row.labels) > 1


def _is_quantitative(heading: Heading, rows: Sequence[Row]) -> bool:
    content = any(column.field(OBJECTIVES) == "content" for column in heading.columns)
    return content or any(box.label in TARGETS for row in rows for box in row.cells)


def _qualitative(document: Document, heading: Heading, rows: Sequence[Row], found: list[QualitativeObjective]) -> None:
    for row in rows:
        cells = _by_field(heading, row)
        if not cells and len(row.cells) not in (2, 3):
            break
        target, result = cells.get("target", row.cells[-2]), cells.get("result", row.cells[-1])
        if not target.key and not result.key:
            break
        at = f"/form/objectives/qualitative/{len(found)}"
        found.append(
            QualitativeObjective(
                objective=document.words(target, f"{at}/objective"), result=document.words(result, f"{at}/result")
            )
        )
        _leave(heading, row, target, set())


def _by_field(heading: Heading, row: Row) -> dict[str, Box]:
    """The cells of the target and its result, where the edges of cells tell them."""
    cells = under(heading, row) if row.placed else None
    found: dict[str, Box] = {}
    for column, box in cells or []:
        name = column.field(OBJECTIVES) if column is not None else ""
        if name == "target" and "result" not in found:
            found[name] = box  # of several, the one beside the result: those before it hold it
        elif name == "result":
            found.setdefault(name, box)
    return found if len(found) == 2 else {}


def _quantitative(document: Document, heading: Heading, rows: Sequence[Row], found: list[QuantitativeTarget]) -> None:
    kind: TargetKind | None = None
    short = ""
    """The target of a row that a blank line inside a cell has cut: its result comes in the next row."""
    for row in rows:
        named = [at for at, box in enumerate(row.cells) if box.whole.label in TARGETS]
        kind = TARGETS[row.cells[named[-1]].whole.label] if named else kind
        cells = _by_field(heading, row)
        values = [cells["target"], cells["result"]] if cells else _last(row, named)
        if short and len(row.cells) == 1 and not named:
            at = f"/form/objectives/quantitative/{len(found) - 1}/result"
            found[-1] = found[-1].model_copy(update={"result": document.words(row.cells[0], at)})
            short = ""
            continue
        if not cells and (len(values) not in (1, 2) or (not named and len(row.cells) < 4)):
            break
        if not named and len(row.filled) == 1 and row.filled[0] not in values:
            break
        if kind is None or (not named and _other_label(row, values)):
            _leave_unknown(row)
            continue
        at = f"/form/objectives/quantitative/{len(found)}"
        texts = [document.words(box, f"{at}/{name}") for box, name in zip(values, ("target", "result"), strict=False)]
        _leave(heading, row, values[0], {row.cells[at] for at in named})
        if any(texts) or named:
            found.append(QuantitativeTarget(kind=kind, target=texts[0], result=texts[1] if len(texts) > 1 else ""))
            short = texts[0] if len(texts) == 1 else ""
    if short:
        pointer = f"/form/objectives/quantitative/{len(found) - 1}/result"
        document.doubt(pointer, short, "没有找到这一行的完成情况，请补填")


def _scored(document: Document, found: list[QuantitativeTarget]) -> None:
    """Targets that stand in a table with points: the indicator says of what, 年度指标值 how much."""
    for place, block in enumerate(document.blocks):
        fields = {OBJECTIVES.get(name, "") for name in block.labels} if isinstance(block, Row) else set()
        if isinstance(block, Row) and {"target", "result"} <= fields and set(block.labels) & _POINTS:
            heading = heading_at(document, place, lambda _: False, deepest=1)
            rows = takewhile(lambda one: isinstance(one, Row), document.blocks[place + 1 :])
            for row in rows:
                if isinstance(row, Row) and row.table == heading.table:
                    _scored_row(document, heading, row, found)


def _scored_row(document: Document, heading: Heading, row: Row, found: list[QuantitativeTarget]) -> None:
    cells = {column.names[-1]: box for column, box in under(heading, row) or [] if column is not None}
    values = {OBJECTIVES.get(name, ""): box for name, box in cells.items()}
    kind = next((TARGETS[box.whole.label] for box in cells.values() if box.whole.label in TARGETS), None)
    target, result = values.get("target"), values.get("result")
    if kind is None or target is None or result is None or target.taken or not (target.key or result.key):
        return
    indicator = next((box for name, box in cells.items() if SCORING.get(name) == "indicator"), None)
    at = f"/form/objectives/quantitative/{len(found)}"
    named = "".join(indicator.text.split()) if indicator is not None else ""
    texts = [text for text in (named, document.words(target, f"{at}/target")) if text]
    found.append(QuantitativeTarget(kind=kind, target="：".join(texts), result=document.words(result, f"{at}/result")))


def _last(row: Row, named: Sequence[int]) -> list[Box]:
    return row.cells[named[-1] + 1 :] if named else row.cells[-2:]


def _other_label(row: Row, values: Sequence[Box]) -> bool:
    """Whether a kind stands before the values that is none of the known ones."""
    before = row.cells[: row.cells.index(values[0])] if values[0] in row.cells else []
    return any(box.key and box.label.endswith("指标") for box in before)


def _leave_unknown(row: Row) -> None:
    for box in row.cells:
        box.hint = "" if box.taken else _KIND_UNKNOWN


def _leave(heading: Heading, row: Row, target: Box, kinds: set[Box]) -> None:
    """Take the labels before a target, and leave what stands in columns that the form has not."""
    cells = under(heading, row) or []
    columns = {id(box): column for column, box in cells}
    before = row.cells.index(target) if target in row.cells else 0
    for at, box in enumerate(row.cells):
        column = columns.get(id(box))
        known = column is None or column.field(OBJECTIVES) != "" or column.is_numbering()
        if box in kinds or (at < before and (known or _is_label(column, box))):
            box.taken = True
        elif not box.taken and column is not None:
            box.hint = _NO_HEADING.format(column.heading)


def _is_label(column: Column | None, box: Box) -> bool:
    return column is not None and (box.label in TARGETS or box.label.endswith(("目标", "指标", "效益")))
