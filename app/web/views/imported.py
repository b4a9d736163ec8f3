"""A form as it was read of a file: its cells by section, with what is unsure at each, and what it would change."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.contract.report_import import ImportDoubt, ImportedForm, ReadText
from app.web.formatting import cell
from app.web.sections import SECTIONS, Field, Part
from app.web.views import places


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of how cells were read, by their pointers."""

    doubts: Mapping[str, list[ImportDoubt]]
    read: Mapping[str, ReadText]


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it was read, with the doubts about it."""

    title: str
    text: str
    pointer: str
    long: bool
    doubts: tuple[ImportDoubt, ...]
    read: ReadText | None

    @property
    def unsure(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.doubts) or (self.read is not None and not self.read.sure)


@dataclass(frozen=True, slots=True)
class ReadPart:
    """Cells below one another, or (`repeats`) rows of them."""

    title: str
    titles: tuple[str, ...]
    rows: tuple[tuple[ReadCell, ...], ...]
    repeats: bool


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of the form; `unsure` counts the cells in it that are."""

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
    doubts: defaultdict[str, list[ImportDoubt]] = defaultdict(list)
    for one in item.unsure:
        doubts[one.pointer].append(one)
    known = Known(doubts, item.found)
    sections = tuple(_section(name, form, known) for name in SECTIONS) if form else ()
    shown = {cell.pointer for one in sections for part in one.parts for row in part.rows for cell in row}
    told = tuple((places.where(one.pointer), one.pointer if one.pointer in shown else "", one) for one in item.unsure)
    changes = item.comparison.changes if item.comparison else ()
    return ImportedView(sections, told, tuple(places.told(one) for one in changes))


def _section(name: str, form: dict[str, Any], known: Known) -> ReadSection:
    section = SECTIONS[name]
    parts = tuple(_part(part, form, known) for part in section.parts)
    unsure = sum(one.unsure for part in parts for row in part.rows for one in row)
    return ReadSection(name, section.title, parts, unsure)


def _part(part: Part, form: dict[str, Any], known: Known) -> ReadPart:
    here: Any = form
    for key in part.place.split("/"):
        here = here.get(key) if here else None
    titles = tuple(f"{one.title}（{one.unit}）" if one.unit else one.title for one in part.fields)
    found = here if part.repeats else [here] if here else []
    rows = tuple(
        tuple(_cells(part, f"/form/{part.place}{f'/{at}' if part.repeats else ''}", row, titles, known))
        for at, row in enumerate(found or ())
    )
    return ReadPart(part.title, titles, rows, part.repeats)


def _cells(part: Part, place: str, row: dict[str, Any], titles: tuple[str, ...], known: Known) -> Iterator[ReadCell]:
    for title, field in zip(titles, part.fields, strict=True):
        pointer = f"{place}/{field.name}"
        yield ReadCell(
            title,
            _text(field, row[field.name]),
            pointer,
            field.kind == "long",
            tuple(known.doubts.get(pointer, ())),
            known.read.get(pointer),
        )


def _text(field: Field, value: Any) -> str:
    return dict(field.choices).get(value, value) if field.choices else cell(value)
