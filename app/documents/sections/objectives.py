"""三、整体支出绩效定性目标、定量目标及完成情况."""

from app.documents.blocks import Document, Row
from app.documents.labels import TARGETS, label
from app.domain.form.objectives import Objectives, QualitativeObjective, QuantitativeTarget, TargetKind

_QUALITATIVE = {"预期目标", "实际完成"}
_QUANTITATIVE = {"绩效目标", "完成情况"}


def read_objectives(document: Document) -> Objectives:
    """Both tables."""
    return Objectives(qualitative=_qualitative(document), quantitative=_quantitative(document))


def _labels(row: Row) -> list[str]:
    return [label(key) for key in row.keys]


def _qualitative(document: Document) -> tuple[QualitativeObjective, ...]:
    start = document.find_row(lambda keys: set(keys) >= _QUALITATIVE)
    if start is None:
        return ()
    document.blocks[start].taken = True
    found: list[QualitativeObjective] = []
    for row in _following(document, start):
        filled = [cell.strip() for cell in row.cells]
        if set(_labels(row)) >= _QUANTITATIVE or len(filled) not in (2, 3) or not any(filled):
            break
        row.taken = True
        found.append(QualitativeObjective(objective=filled[-2], result=filled[-1]))
    return tuple(found)


def _quantitative(document: Document) -> tuple[QuantitativeTarget, ...]:
    start = document.find_row(lambda keys: set(keys) >= _QUANTITATIVE)
    if start is None:
        return ()
    document.blocks[start].taken = True
    kind: TargetKind | None = None
    found: list[QuantitativeTarget] = []
    short: QuantitativeTarget | None = None
    """A row that a blank line inside a cell has cut: its result comes in the next row."""
    for row in _following(document, start):
        named = [(at, TARGETS[one]) for at, one in enumerate(_labels(row)) if one in TARGETS]
        values = row.cells[named[-1][0] + 1 :] if named else row.cells[-2:]
        kind = named[-1][1] if named else kind
        if short is not None and len(row.cells) == 1 and not named:
            found.append(short.model_copy(update={"result": row.cells[0].strip()}))
            short = None
        elif kind is None or (not named and (len(row.cells) < 4 or any(key for key in row.keys[:-2]))):
            break
        elif len(values) == 1:
            short = QuantitativeTarget(kind=kind, target=values[0].strip())
        elif len(values) == 2:
            found.append(QuantitativeTarget(kind=kind, target=values[0].strip(), result=values[1].strip()))
        else:
            break
        row.taken = True
    if short is not None:
        document.doubt(
            f"/form/objectives/quantitative/{len(found)}/result", short.target, "没有找到这一行的完成情况，请补填"
        )
        found.append(short)
    return tuple(found)


def _following(document: Document, start: int) -> list[Row]:
    """The rows after `start`, up to the next text or taken row."""
    rows = []
    for block in document.blocks[start + 1 :]:
        if not isinstance(block, Row) or block.taken:
            break
        rows.append(block)
    return rows
