"""Many reports scored under one scheme: from their documents one by one, or from columns of facts, with one result."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
import numpy.typing as npt

from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of, read_inputs
from app.domain.scoring.settling import computed_total, ranges_before, settle
from app.whatif.columns import Columns, Filing, Places
from app.whatif.quotients import NotCarried
from app.whatif.rescoring import NONE, ColumnScheme, ColumnScores, compile_columns

Grains = npt.NDArray[np.int64]

Content = tuple[Form, Supplement]
"""What people filled in."""


@dataclass(slots=True)
class Scored:
    """Totals of all reports in whole numbers of the scheme's grain, and the points that each indicator gave anybody."""

    scheme: CompiledScheme
    low: Grains
    high: Grains
    told: dict[str, set[int]]

    @classmethod
    def of(cls, scheme: CompiledScheme, reports: int) -> "Scored":
        """Room for so many reports, none scored yet."""
        told: dict[str, set[int]] = {one.id: set() for one in scheme.indicators}
        return cls(scheme, np.zeros(reports, np.int64), np.zeros(reports, np.int64), told)

    @property
    def grain(self) -> Decimal:
        """What points are rounded to."""
        return self.scheme.scheme.rounding.points

    def score_exactly(self, report: int, content: Content) -> None:
        """Score one report from its document, with exact decimals."""
        scheme = self.scheme
        evidence = evidence_of(scheme.scheme, *content)
        with localcontext(EXACT):
            settled = settle(scheme, evidence, read_inputs(scheme.scheme.evidence, evidence))
            total = computed_total(scheme, settled, ranges_before(scheme, settled))
            self.low[report], self.high[report] = int(total.low / self.grain), int(total.high / self.grain)
            for one in settled:
                if one.points is not None:
                    self.told[one.indicator.id].add(int(one.points / self.grain))

    def take(self, columns: Columns, scheme: ColumnScheme, scores: ColumnScores) -> None:
        """Take over what columns gave; reports set aside are left as they are."""
        kept = ~scores.aside
        places = columns.reports[kept]
        self.low[places] = np.minimum(scores.low[kept], scheme.cap)
        self.high[places] = np.minimum(scores.high[kept], scheme.cap)
        for name, points in scores.points.items():
            self.told[name].update(int(one) for one in np.unique(points[kept]) if one != NONE)


def scored_from_facts(schemes: Sequence[CompiledScheme], filing: Filing) -> tuple[list[Scored], list[int]]:
    """Every report under each of `schemes` from its facts, and those that are left to their documents."""
    found = [Scored.of(scheme, filing.reports) for scheme in schemes]
    left = [*filing.uncarried]
    for columns in filing.columns:
        left += [*_from_columns(found, columns)]
    return found, sorted(map(int, left))


def _from_columns(found: Sequence[Scored], columns: Columns) -> Places:
    """Score what columns can; returns the reports that are left."""
    try:
        compiled = [compile_columns(one.scheme, columns.layout, columns.unit) for one in found]
    except NotCarried:
        return columns.reports
    aside = np.zeros(len(columns.reports), bool)
    before: tuple[ColumnScheme, ColumnScores] | None = None
    for one, scheme in zip(found, compiled, strict=True):
        scores = scheme.patched(columns, *before) if before else scheme.score(columns, keep=True)
        aside |= scores.aside
        before = scheme, scores
        one.take(columns, scheme, scores)
    return columns.reports[aside]
