"""A form as it was read of a file: its cells by section, with what is unsure at each, and what it would change."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.contract.report_import import ImportDoubt, ImportedForm
from app.web.formatting import cell
from app.web.sections import SECTIONS, Field, Part
from app.web.views import places

Doubts = dict[str, list[ImportDoubt]]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was read, with the doubts about it."""

    title: str
    text: str
    pointer: str
    long: bool
    doubts: tuple[ImportDoubt, ...]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """Cells below one another, or (`repeats`) rows of them."""

    title: str
    titles: tuple[str, ...]
    rows: tuple[tuple[ReadCell, ...], ...]
    repeats: bool


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of the form; `unsure` counts the doubts in it."""

    name: str
    title: str
    parts: tuple[ReadPart, ...]
    unsure: int


@dataclass(frozen=True, slots=True)
class ImportedView:
    """Everything that the page shows of a form that was read."""

    sections: tuple[ReadSection, ...]
    doubts: tuple[tuple[str, str, ImportDoubt], ...]
    """(where in words, the pointer of the cell that shows it or "", the doubt)."""
    changes: tuple[tuple[str, str, str], ...]


def imported_view(item: ImportedForm) -> ImportedView:
    """The form, its doubts at their cells, and the differences to the stored report in words."""
    form = item.form.model_dump(mode="json") if item.form else {}
    doubts: Doubts = defaultdict(list)
    for one in item.unsure:
        doubts[one.pointer].append(one)
    sections = tuple(_section(name, form, doubts) for name in SECTIONS) if form else ()
    shown = {cell.pointer for one in sections for part in one.parts for row in part.rows for cell in row}
    told = tuple((places.where(one.pointer), one.pointer if one.pointer in shown else "", one) for one in item.unsure)
    changes = item.comparison.changes if item.comparison else ()
    return ImportedView(sections, told, tuple(places.told(one) for one in changes))


def _section(name: str, form: dict[str, Any], doubts: Doubts) -> ReadSection:
    section = SECTIONS[name]
    parts = tuple(_part(part, form, doubts) for part in section.parts)
    unsure = sum(len(one.doubts) for part in parts for row in part.rows for one in row)
    return ReadSection(name, section.title, parts, unsure)


def _part(part: Part, form: dict[str, Any], doubts: Doubts) -> ReadPart:
    here: Any = form
    for key in part.place.split("/"):
        here = here.get(key) if here else None
    titles = tuple(f"{one.title}（{one.unit}）" if one.unit else one.title for one in part.fields)
    found = here if part.repeats else [here] if here else []
    rows = tuple(
        tuple(_cells(part, f"/form/{part.place}{f'/{at}' if part.repeats else ''}", row, titles, doubts))
        for at, row in enumerate(found or ())
    )
    return ReadPart(part.title, titles, rows, part.repeats)


def _cells(part: Part, place: str, row: dict[str, Any], titles: tuple[str, ...], doubts: Doubts) -> Iterator[ReadCell]:
    for title, field in zip(titles, part.fields, strict=True):
        pointer = f"{place}/{field.name}"
        yield ReadCell(title, _text(field, row[field.name]), pointer, field.kind == "long", tuple(doubts[pointer]))


def _text(field: Field, value: Any) -> str:
    return dict(field.choices).get(value, value) if field.choices else cell(value)
