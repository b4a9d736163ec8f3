"""The review queue: each lane is a stretch of an index by state and first submission, and is read from its beginning.

What an examination found is not among the columns of a report: it stands in its result, while the bureau has it.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union_all,
)

from app.domain.people.place import Place
from app.domain.rounds.round import Stage
from app.domain.workflow.state import State
from app.persistence.driver import Driver
from app.persistence.scoping import Shape, in_any, parameters_in_any, shape_of
from app.persistence.statement import Statement, compiled
from app.persistence.tables import ReportRow, ResultRow, RoundDepartmentRow, RoundRow, table
from app.services.ports import Lane, QueueKey, QueueQuery, QueueRow

_REPORT, _ENTRY, _ROUND = table(ReportRow), table(RoundDepartmentRow), table(RoundRow)
_report, _entry, _round, _result = _REPORT.c, _ENTRY.c, _ROUND.c, table(ResultRow).c


def _word(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", String)


_ME: Final[BindParameter[str]] = bindparam("me")
_LANES: Final[dict[Lane, tuple[ColumnElement[bool], ...]]] = {
    Lane.WAITING: (_report.state == _word(State.SUBMITTED),),
    Lane.MINE: (_report.state == _word(State.UNDER_REVIEW), _report.waiting_for == _ME),
    Lane.OTHERS: (_report.state == _word(State.UNDER_REVIEW), _report.waiting_for != _ME),
    Lane.RETURNED: (_report.state == _word(State.RETURNED),),
    Lane.PASSED: (_report.state == _word(State.PASSED),),
}
_DUE: Final = (
    select(_entry.due)
    .join(_ROUND, _round.id == _entry.round_id)
    .where(
        _entry.department_id == _report.department_id,
        _entry.fiscal_year == _report.fiscal_year,
        _round.state.in_([_word(one) for one in (Stage.CLOSED, Stage.ISSUED)]),
    )
    .order_by(_entry.issued.desc(), _entry.round_id.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
"""The last day that the issued round gives, else the newest closed one; a handful of rows a department."""
_FOUND: Final = tuple(
    select(column).where(_result.report_id == _report.id).scalar_subquery()
    for column in (_result.errors, _result.warnings)
)
_KEY: Final = (_report.submitted_at, _report.id)
_GIVEN: Final = tuple_(bindparam("key_at"), bindparam("key_id"))
_FILTERS: Final = {"fiscal_year": _report.fiscal_year, "department": _report.department_id}
_FACETS: Final[dict[str, ColumnElement[bool]]] = {
    # A day is over at 16:00 UTC, which is midnight in China.
    "late": _report.submitted_at >= _DUE + _word("T16:00:00"),
    "above": _report.self_points > _report.computed_high,
}

KEY_OF: Final = compiled(select(*_KEY).where(_report.id == bindparam("report")))


class _Asked(NamedTuple):
    """What of a query decides its statements' text."""

    shapes: tuple[Shape, ...]
    lane: Lane
    filters: tuple[str, ...]
    facets: tuple[str, ...]


def _where(asked: _Asked, lane: Lane, facets: Sequence[str]) -> list[ColumnElement[bool]]:
    inside = in_any(asked.shapes, _report.region, _report.section_id, _report.department_id)
    chosen = [_FILTERS[name] == bindparam(name) for name in asked.filters]
    return [*_LANES[lane], inside, *chosen, *(_FACETS[one] for one in facets)]


@cache
def list_queue(asked: _Asked, following: Literal["first", "after", "before"]) -> Statement:
    """Reports of a lane from its beginning or after a key; or before one, backwards."""
    listing: Select[Any] = select(*_KEY, _report.summary, _DUE, *_FOUND).where(*_where(asked, asked.lane, asked.facets))
    # Beside a range of regions, a range of keys would lead SQLite to read the whole country's lane for a county's.
    at = _report.submitted_at if "region" not in asked.shapes else _word("") + _report.submitted_at
    if following == "before":
        listing = listing.where(tuple_(at, _report.id) < _GIVEN).order_by(*(one.desc() for one in _KEY))
    else:
        listing = listing.order_by(*_KEY)
        if following == "after":
            listing = listing.where(tuple_(at, _report.id) > _GIVEN)
    return compiled(listing.limit(bindparam("limit")))


@cache
def count_queue(asked: _Asked) -> Statement:
    """Every lane, and what can be chosen of the asked one, each counted up to a bound, in one statement."""
    counted = [_count(lane, asked, ()) for lane in Lane if lane is not asked.lane]
    counted += [_count(name, asked, facets) for name, facets in ((asked.lane, ()), *((one, (one,)) for one in _FACETS))]
    return compiled(union_all(*counted))


def _count(name: str, asked: _Asked, facets: tuple[str, ...]) -> Select[str, int]:
    """What is looked at is bounded, not what is found of it: a rare thing in a long lane would cost the whole lane."""
    lane = Lane(name) if name in set(Lane) else asked.lane
    chosen = sorted({*asked.facets, *facets}) if lane is asked.lane else []
    flags = [_FACETS[one].label(one) for one in chosen]
    looked_at = select(_report.id, *flags).where(*_where(asked, lane, ()))
    found = looked_at.limit(bindparam("most")).subquery()
    return select(_word(name), func.count()).select_from(found).where(*(found.c[one] for one in chosen))


class DriverReviewQueue:
    """Reports in lanes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def page(self, query: QueueQuery) -> list[QueueRow]:
        """Up to `limit` reports of the lane."""
        asked, parameters = _asked(query)
        if query.after is not None:
            parameters |= _key(query.after)
        statement = list_queue(asked, "first" if query.after is None else "after")
        rows = await self._driver.rows(statement, {**parameters, "limit": query.limit})
        return [
            QueueRow((row[0], row[1]), row[2], date.fromisoformat(row[3]) if row[3] else None, row[4], row[5])
            for row in rows
        ]

    async def counts(self, query: QueueQuery, most: int) -> dict[str, int]:
        """How many reports each lane has, and how many of the asked one are `late` and `above`; of `most` each."""
        asked, parameters = _asked(query)
        rows = await self._driver.rows(count_queue(asked), {**parameters, "me": query.me, "most": most})
        return {name: int(count) for name, count in rows}

    async def key(self, report_id: int) -> QueueKey | None:
        """Where a report stands in the queue, whichever lane it is in."""
        row = await self._driver.row(KEY_OF, {"report": report_id})
        return (row[0], row[1]) if row else None

    async def beside(self, query: QueueQuery, key: QueueKey) -> tuple[int | None, int | None]:
        """The reports of the lane before and after a place in it."""
        asked, parameters = _asked(query)
        parameters = {**parameters, **_key(key), "limit": 1}
        before = await self._driver.row(list_queue(asked, "before"), parameters)
        after = await self._driver.row(list_queue(asked, "after"), parameters)
        return before[1] if before else None, after[1] if after else None


def _asked(query: QueueQuery) -> tuple[_Asked, dict[str, Any]]:
    places: tuple[Place, ...] = tuple(dict.fromkeys(query.scope))
    facets = tuple(name for name, wanted in (("above", query.above), ("late", query.late)) if wanted)
    asked = _Asked(tuple(map(shape_of, places)), query.lane, tuple(sorted(query.filters)), facets)
    parameters: dict[str, Any] = {**query.filters, **parameters_in_any(places)}
    if query.lane in (Lane.MINE, Lane.OTHERS):
        parameters["me"] = query.me
    return asked, parameters


def _key(key: QueueKey) -> dict[str, Any]:
    return {"key_at": key[0], "key_id": key[1]}
