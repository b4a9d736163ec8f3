"""Results (评价结果): what came of the reports that the bureau has in its hands, ranked and written to a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from app.documents.writing.results import Result, results_csv, results_xlsx
from app.domain.checks.examine import FindingCounts
from app.domain.decimals import plain
from app.domain.people.actor import Actor
from app.domain.report import STATE_LABELS, SelfEvaluationReport, State
from app.domain.results.result import result_of
from app.domain.rounds.moment import china_day, days_late
from app.domain.workflow.state import IN_HAND
from app.services.ports import Database, ResultQuery, Store, StoredResult
from app.services.recording import Recorder
from app.services.report_document import ReadDocument, read_document
from app.services.schemes import SchemeService

MOST_WRITTEN: Final = 50_000
"""Reports in one file at the most, which is more than a province has in a year."""

TableFormat = Literal["xlsx", "csv"]
MEDIA_TYPES: Final[dict[TableFormat, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class Counting(Protocol):
    """Counts the findings of a report that is handed in."""

    async def counted(self, report: SelfEvaluationReport) -> FindingCounts:
        """Those that stand at submission."""


async def keep_result(
    store: Store,
    schemes: SchemeService,
    report_id: int,
    section: int | None,
    read: ReadDocument,
    counts: FindingCounts | None,
) -> None:
    """Have the report's result say what the report says, or nothing where its department has it in hand.

    In a transaction. Without `counts` those of before stay: they are made where it is handed in, and where its waivers
    change. What other reports, rounds and registers would add to its findings later is not counted until a rebuild.
    """
    head, department = read.head, read.department
    if head.state not in IN_HAND:
        await store.results.remove(report_id)
        return
    report = read.report()
    card = await schemes.scorecard(report)
    result = result_of(card)
    due, handed_in = await store.rounds.due_for(department.id, head.fiscal_year), head.case.submitted_at
    own, computed, confirmed = result.self_assessed, result.computed, result.confirmed
    stored = StoredResult(
        report_id=report_id,
        department_id=department.id,
        section_id=section,
        region=department.region,
        budget_code=department.budget_code,
        name=department.name,
        fiscal_year=head.fiscal_year,
        state=head.state.value,
        scheme_id=head.scheme_id,
        scheme_version=head.scheme_version,
        self_points=own.points if own else None,
        self_rating=(own.rating if own else None) or "",
        computed_low=computed.low,
        computed_high=computed.high,
        computed_rating=computed.rating or "",
        confirmed_points=confirmed.points if confirmed else None,
        confirmed_rating=(confirmed.rating if confirmed else None) or "",
        rating=result.rating,
        above=result.above,
        compared=result.compared,
        missing=result.missing,
        errors=0,
        warnings=0,
        waived=0,
        submitted_on=china_day(handed_in).toordinal() if handed_in else 0,
        days_late=days_late(due, handed_in) if due and handed_in else 0,
    )
    await store.results.put(stored, result.indicators, counts)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Results as a file."""

    name: str
    media_type: str
    data: bytes


class ResultService:
    """Reads what is stored, by the scope that is asked for; `rebuild` makes all of it anew."""

    def __init__(self, database: Database, schemes: SchemeService, counting: Counting, recorder: Recorder) -> None:
        self._database, self._schemes, self._counting, self._recorder = database, schemes, counting, recorder

    async def page(self, query: ResultQuery) -> list[tuple[int | str, StoredResult]]:
        """(sort key, result) of up to `limit` reports."""
        return await self._database.reading.results.page(query)

    async def table(self, query: ResultQuery, wanted: TableFormat, who: Actor) -> ResultTable:
        """All results that the query lists, in its order, as a file; the download is logged."""
        found = [one for _, one in await self.page(query)]
        lines = [_line(one) for one in found]
        data = await asyncio.to_thread(results_xlsx if wanted == "xlsx" else results_csv, lines)
        async with self._database.transaction() as store:
            await self._recorder.record(
                store, who, "results_exported", "results", region=query.region, format=wanted, reports=len(lines),
                **query.filters,
            )  # fmt: skip
        year = query.filters.get("fiscal_year")
        return ResultTable(f"评价结果{year or ''}.{wanted}", MEDIA_TYPES[wanted], data)

    async def rebuild(self, batch: int = 100) -> int:
        """Make every report's result anew from its document, its findings counted as of now; says how many."""
        done, after = 0, 0
        while ids := await self._database.reading.reports.ids(after, batch):
            done += await self._rebuild(ids)
            after = ids[-1]
        return done

    async def _rebuild(self, ids: Sequence[int]) -> int:
        done = 0
        for report_id in ids:
            stored = await self._database.reading.reports.get(report_id)
            if stored is None:
                continue
            read, counts = read_document(stored.document), None
            if read.head.state in IN_HAND:
                counts = await self._counting.counted(read.report())
                done += 1
            async with self._database.transaction() as store:
                if await store.reports.version(report_id) == stored.version:
                    await keep_result(store, self._schemes, report_id, stored.location.section, read, counts)
        return done


def _line(one: StoredResult) -> Result:
    def told(points: object) -> str:
        return "" if points is None else str(points)

    return Result(
        budget_code=one.budget_code,
        department=one.name,
        fiscal_year=one.fiscal_year,
        state=STATE_LABELS[State(one.state)],
        scheme=f"{one.scheme_id}@{one.scheme_version}",
        self_assessed_points=told(one.self_points),
        self_assessed_rating=one.self_rating,
        computed_low=plain(one.computed_low),
        computed_high=plain(one.computed_high),
        computed_rating=one.computed_rating,
        confirmed_points=told(one.confirmed_points),
        confirmed_rating=one.confirmed_rating,
        above=plain(one.above) if one.compared else "",
        missing=one.missing,
        errors=one.errors,
        warnings=one.warnings,
        days_late=one.days_late,
    )
