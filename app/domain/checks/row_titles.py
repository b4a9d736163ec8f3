"""Rows of the scoring table beside the scheme's indicators: which are of one side only."""

from collections.abc import Sequence
from typing import Final

from app.domain.checks.examined import Examined
from app.domain.checks.marks import is_free, is_subtotal
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.self_assessment import title_key

SIMILAR: Final = 0.5
"""Titles with so much of their pairs of characters in common are one title in two wordings."""


def differing_rows(report: Examined) -> tuple[list[int], list[Indicator]]:
    """Places of rows that the scheme does not have, and indicators of the scheme that the form does not have.

    A row in other words is the same row, and departments' own rows are legitimate where the scheme asks for them.
    """
    rows, found = report.form.self_scoring.rows, report.scored_rows
    if len(found) == len(report.scheme.indicators) == len(rows):
        return [], []
    titles = [title_key(row.indicator) for row in rows]
    known = {title_key(indicator.title) for indicator in report.scheme.indicators}
    extra = [at for at, row in enumerate(rows) if titles[at] and titles[at] not in known and not is_subtotal(row)]
    missing = [one for one in report.scheme.indicators if one.id not in found and title_key(one.title) not in titles]
    missing = [one for one in missing if not _renamed(one, extra, titles)]
    return [at for at in extra if not _is_own(report, at, titles[at])], [one for one in missing if not is_free(one)]


def _renamed(indicator: Indicator, extra: list[int], titles: Sequence[str]) -> bool:
    """Whether some row is the indicator in other words; that row is then taken out of `extra`."""
    wanted = _pairs(title_key(indicator.title))
    for at in extra:
        pairs = _pairs(titles[at])
        shared = len(wanted & pairs)
        if shared and shared >= SIMILAR * min(len(wanted), len(pairs)):
            extra.remove(at)
            return True
    return False


def _pairs(title: str) -> set[str]:
    return {title[at : at + 2] for at in range(len(title) - 1)}


def _is_own(report: Examined, at: int, title: str) -> bool:
    """Whether a row is one of the department's own: of its supplement, or below a heading that asks for such rows."""
    own = report.supplement.own_indicators().values()
    if any(title_key(one.title) == title for listed in own for one in listed):
        return True
    row = report.form.self_scoring.rows[at]
    headings = {title_key(row.category), title_key(row.group)} - {""}
    free = [one for one in report.scheme.indicators if is_free(one)]
    if not headings:
        return bool(free)
    return any(headings & {title_key(title) for title in one.path} for one in free)
