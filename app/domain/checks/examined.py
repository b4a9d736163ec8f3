"""A report as checks see it: its cells as numbers and intervals, its texts, its points; each worked out once."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from app.domain.checks.context import Context
from app.domain.checks.finding import Stage
from app.domain.checks.interval import NONE, Interval, printed
from app.domain.checks.marks import Mark, marks_of, weighted_twice
from app.domain.form.cells import Nothing, number_in
from app.domain.form.finances import InstitutionRow, Table
from app.domain.form.form import Form
from app.domain.form.references import filled
from app.domain.form.self_scoring import ScoringRow
from app.domain.form.supplement import Supplement
from app.domain.places import place_name
from app.domain.pointer import MISSING, cell_at
from app.domain.prose.mentions import Sentence, sentences
from app.domain.scoring.compiled import CompiledScheme, Indicator
from app.domain.scoring.evidence import Evidence, ReadInputs, evidence_of, read_inputs
from app.domain.scoring.self_assessment import rows_of
from app.domain.scoring.settling import Settled, settle

TABLES: Final = ("revenue", "expenditure", "three_public", "fixed_assets")


class Examined:
    """The report, its scheme and what is known beside it. Pointers are the report's: `/form/…`, `/supplement/…`."""

    def __init__(
        self,
        scheme: CompiledScheme,
        form: Form,
        supplement: Supplement,
        context: Context,
        stage: Stage,
    ) -> None:
        self.scheme, self.form, self.supplement = scheme, form, supplement
        self.context, self.stage = context, stage

    def cell(self, pointer: str) -> Any:
        """What stands at a place of the form (`/form/…`), or MISSING."""
        return cell_at(self.form, pointer.removeprefix("/form"))

    def number(self, pointer: str) -> Decimal | None:
        """The number that a figure's cell proves: 无 is 0; None for blank, 不适用 and what was not read."""
        return number_in(self.cell(pointer))

    def interval(self, pointer: str) -> Interval | None:
        """What a figure's cell says, with the precision that it is printed in; None as `number`."""
        return interval_in(self.cell(pointer))

    def name(self, pointer: str) -> str:
        """A place in the words of the form."""
        return place_name(pointer, self.form, self.evidence_title)

    def evidence_title(self, evidence: str) -> str:
        """The title of an input of the scheme."""
        spec = self.scheme.scheme.evidence.get(evidence)
        return spec.title if spec else evidence

    def parameter(self, check: str, name: str, default: Decimal) -> Decimal:
        """A parameter of a check, as the scheme sets it."""
        settings = self.scheme.scheme.checks.get(check)
        return settings.parameters.get(name, default) if settings else default

    def rows(self, table: str) -> Sequence[tuple[str, InstitutionRow]]:
        """(pointer, row) of every row of a finance table, the printed total row last."""
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, list[tuple[str, InstitutionRow]]]:
        listed: dict[str, list[tuple[str, InstitutionRow]]] = {}
        for table in TABLES:
            found: Table[Any] = getattr(self.form, table)
            listed[table] = [(f"/form/{table}/rows/{at}", row) for at, row in enumerate(found.rows)]
            if found.total is not None:
                listed[table].append((f"/form/{table}/total", found.total))
        return listed

    def total_row(self, table: str) -> tuple[str, InstitutionRow] | None:
        """(pointer, row) of the printed total row, else of the only row; None where several rows have no total."""
        return self._total_rows[table]

    @cached_property
    def _total_rows(self) -> dict[str, tuple[str, InstitutionRow] | None]:
        return {
            table: rows[-1] if len(rows) == 1 or (rows and rows[-1][0].endswith("/total")) else None
            for table, rows in self._rows.items()
        }

    @cached_property
    def evidence(self) -> Evidence:
        """The inputs that the scheme names, as they were answered."""
        return evidence_of(self.scheme.scheme, self.form, self.supplement)

    @cached_property
    def inputs(self) -> ReadInputs:
        """The inputs as the engine reads them."""
        return read_inputs(self.scheme.scheme.evidence, self.evidence)

    @cached_property
    def settled(self) -> dict[str, Settled]:
        """What becomes of each indicator under the scheme, by its id: status, points, what is missing."""
        return {one.indicator.id: one for one in settle(self.scheme, self.evidence, self.inputs)}

    @cached_property
    def _places(self) -> dict[str, int]:
        """Which row of the scoring table is whose, by the indicator's id."""
        return rows_of(self.scheme, self.form.self_scoring)

    @cached_property
    def scored_rows(self) -> dict[str, tuple[str, ScoringRow]]:
        """(pointer, row) of the scoring table for each indicator id that the form has a row for."""
        listed = self.form.self_scoring.rows
        return {name: (f"/form/self_scoring/rows/{at}", listed[at]) for name, at in self._places.items()}

    def scored(self) -> Iterator[tuple[Indicator, str, ScoringRow, Decimal | None]]:
        """(indicator, pointer, row, self-assessed points) of each indicator that the form has a row for, in order."""
        return iter(self._scored)

    @cached_property
    def _scored(self) -> list[tuple[Indicator, str, ScoringRow, Decimal | None]]:
        rows, places, given = self.scored_rows, self._places, self.given
        return [(one, *rows[one.id], given[places[one.id]]) for one in self.scheme.indicators if one.id in places]

    @cached_property
    def given(self) -> tuple[Decimal | None, ...]:
        """The self-assessed points of every row of the scoring table."""
        return tuple([number_in(row.self_assessed_points) for row in self.form.self_scoring.rows])

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The scoring table row by row, those that share one merged 分值 taken together."""
        places = self._places
        named = {places[one.id]: one for one in self.scheme.indicators if one.id in places}
        return marks_of(self.form.self_scoring.rows, self.given, named)

    @cached_property
    def weighted_twice(self) -> bool:
        """Whether the points of the scoring table were multiplied by their weights once more (B6 says so)."""
        return weighted_twice(self.marks, self.scheme.scheme.total_points)

    @cached_property
    def narrative(self) -> tuple[tuple[str, str], ...]:
        """(pointer, text) of each section of the narrative, as it reads with its references filled in."""
        return tuple(
            (f"/form/narrative/sections/{at}/text", filled(section.text, self.form))
            for at, section in enumerate(self.form.narrative.sections)
        )

    @cached_property
    def statements(self) -> tuple[tuple[str, Sentence], ...]:
        """(pointer, sentence) of every sentence of the narrative that has numbers with units."""
        name, year = self.form.cover.department_name, self.fiscal_year
        return tuple(
            (pointer, sentence) for pointer, text in self.narrative for sentence in sentences(text, year, name)
        )

    @cached_property
    def fiscal_year(self) -> int | None:
        """The year that is evaluated: as asked for, else as the cover says."""
        return self.context.fiscal_year or self.form.cover.fiscal_year


def interval_in(cell: Any) -> Interval | None:
    """What a figure's cell says: a figure as printed, 无 exactly 0; None for anything else."""
    if isinstance(cell, str):
        return printed(cell)
    return NONE if isinstance(cell, Nothing) else None


__all__ = ["MISSING", "TABLES", "Examined", "interval_in"]
