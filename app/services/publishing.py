"""What the public is shown: a masked copy is kept in the transaction that publishes, and served as it was kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.documents.writing.copies import Copy, Format
from app.domain.publication.copy import PublicCopy, PublicDepartment, masking_of, publish, standing_points
from app.domain.publication.masking import Masking
from app.domain.publication.recomputing import Recomputation, recomputed
from app.domain.report import SelfEvaluationReport
from app.domain.rounds.lateness import Filing, StandingKind, standing
from app.services.errors import Gone, NotFound, UnknownFigures
from app.services.ports import (
    Clock,
    Database,
    DepartmentPoints,
    IndicatorCounted,
    NewPublication,
    Owed,
    PublicationQuery,
    PublishedPoints,
    Store,
    StoredDepartment,
    StoredPublication,
    StoredScheme,
    YearCounted,
)
from app.services.report_document import stamp
from app.services.schemes import SchemeService

MOST_INDICATORS: Final = 1_000
MOST_YEARS: Final = 500
MOST_OWED: Final = 2_000
KEPT_FILES: Final = 64
"""Files that are kept in memory once somebody has asked for them: strangers must not make us typeset all day."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A department whose report came late or is missing, by whole days, with the reason that stands in the round."""

    department: int
    name: str
    due: date
    days: int
    handed_in: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """A region and year: how many copies, their mean points (to 0.01), ratings and indicators."""

    copies: int
    mean: Decimal | None
    ratings: Sequence[tuple[str, int]]
    indicators: Sequence[IndicatorCounted]


class PublicationService:
    """Keeps public copies and reads them for anybody. What was withdrawn is listed and not served."""

    def __init__(self, database: Database, schemes: SchemeService, clock: Clock, font_folder: str) -> None:
        self._database, self._schemes, self._clock, self._font_folder = database, schemes, clock, font_folder
        self._files: OrderedDict[tuple[int, Format], tuple[str, bytes]] = OrderedDict()
        self._writing = asyncio.Semaphore(1)

    async def keep(
        self, store: Store, report_id: int, report: SelfEvaluationReport, department: StoredDepartment, now: datetime
    ) -> None:
        """Keep the public copy of a report, inside the transaction that publishes it."""
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        sequence = await store.publications.sequence(report_id) + 1
        whose = PublicDepartment(
            id=department.id, region=department.region, budget_code=department.budget_code, name=department.name
        )
        published = publish(report, report_id, whose, scheme, now, sequence)
        copy, card = published.copy, published.copy.scorecard
        points = standing_points(card)
        new = NewPublication(
            report_id=report_id,
            sequence=sequence,
            department_id=department.id,
            region=department.region,
            budget_code=department.budget_code,
            department_name=department.name,
            fiscal_year=report.fiscal_year,
            scheme_id=report.scheme_id,
            scheme_version=report.scheme_version,
            scheme_digest=scheme.digest,
            self_points=card.self_assessed.points if card.self_assessed else None,
            computed_low=card.computed.low,
            computed_high=card.computed.high,
            points=copy.points,
            rating=copy.rating or "",
            digest=published.digest,
            published_at=stamp(now),
        )
        told = [PublishedPoints(one.id, one.title[:500], points[one.id], one.max_points) for one in card.indicators]
        await store.publications.add(new, published.body, told)

    async def withdraw(
        self, store: Store, report_id: int, report: SelfEvaluationReport, why: str, now: datetime
    ) -> None:
        """Note that a report's copy is withdrawn, inside the transaction that withdraws it."""
        await store.publications.withdraw(report_id, stamp(now), masking_of(report).text(why))

    async def page(self, query: PublicationQuery) -> list[StoredPublication]:
        """Copies that are public, by points from the highest; or withdrawn ones, newest first."""
        return await self._database.reading.publications.page(query)

    async def head(self, publication_id: int) -> StoredPublication:
        """A copy that is public, without its bytes. Raises NotFound and Gone."""
        found = await self._database.reading.publications.get(publication_id)
        if found is None:
            message = f"没有编号为 {publication_id} 的公开报告，请从公开目录进入"
            raise NotFound(message)
        if found.withdrawn_at:
            raise Gone(found.withdrawn_at[:10], found.withdrawal_reason)
        return found

    async def body(self, publication_id: int) -> tuple[StoredPublication, bytes]:
        """A copy that is public, and the exact bytes that its digest is of. Raises NotFound and Gone."""
        found = await self.head(publication_id)
        return found, await self._database.reading.publications.document(publication_id) or b""

    async def copy(self, publication_id: int) -> PublicCopy:
        """A copy that is public, read. Raises NotFound and Gone."""
        return PublicCopy.model_validate_json((await self.body(publication_id))[1])

    async def recomputed(self, publication_id: int, figures: Mapping[str, str]) -> tuple[PublicCopy, Recomputation]:
        """A copy, and its score computed anew with other `figures`. Raises NotFound, Gone and UnknownFigures."""
        copy = await self.copy(publication_id)
        scheme = await self._schemes.compiled(copy.scheme.id, copy.scheme.version)
        if unknown := [name for name in figures if name not in scheme.scheme.evidence]:
            raise UnknownFigures([(f"/figures/{name}", f"方案里没有数据 {name}") for name in unknown])
        return copy, recomputed(copy, scheme, figures)

    async def scheme(self, publication_id: int) -> StoredScheme:
        """The scheme version that it was scored under. Raises NotFound and Gone."""
        found = await self.head(publication_id)
        return await self.scheme_version(found.scheme_id, found.scheme_version)

    async def scheme_version(self, scheme_id: str, version: int) -> StoredScheme:
        """A scheme version. Raises NotFound."""
        return await self._schemes.stored(scheme_id, version)

    async def of_report(self, report_id: int) -> list[StoredPublication]:
        """All copies of a report, newest first; for who may read the report, which the caller has made sure of."""
        return await self._database.reading.publications.of_report(report_id)

    async def file(self, publication_id: int, wanted: Format) -> tuple[str, bytes]:
        """(name, bytes) of the official form, masked; written once and then kept. Raises NotFound, Gone, NoChineseFont.

        One file is written at a time, however many ask.
        """
        await self.head(publication_id)
        key = (publication_id, wanted)
        async with self._writing:
            if key not in self._files:
                copy = copy_of(await self.copy(publication_id))
                data = await asyncio.to_thread(copy.written, wanted, self._font_folder)
                self._files[key] = (copy.file_name(wanted), data)
                if len(self._files) > KEPT_FILES:
                    self._files.popitem(last=False)
            self._files.move_to_end(key)
            return self._files[key]

    async def years(self, region: str) -> list[YearCounted]:
        """What is public, by year from the newest and region."""
        return await self._database.reading.publications.years(region, MOST_YEARS)

    async def statistics(self, region: str, fiscal_year: int) -> Statistics:
        """What a region's public results of a year come to."""
        store = self._database.reading.publications
        of_year = [one for one in await store.years(region, MOST_YEARS) if one.fiscal_year == fiscal_year]
        copies, total = sum(one.copies for one in of_year), sum((one.points for one in of_year), start=Decimal(0))
        mean = YearCounted(region, fiscal_year, copies, total).mean if copies else None
        indicators = await store.indicators(region, fiscal_year, MOST_INDICATORS)
        return Statistics(copies, mean, await store.ratings(region, fiscal_year), indicators)

    async def in_indicator(
        self, region: str, fiscal_year: int, indicator: str, after: tuple[int, int] | None, limit: int
    ) -> list[tuple[int, DepartmentPoints]]:
        """(sort key, points) of departments in one indicator, the highest first."""
        store = self._database.reading.publications
        return await store.in_indicator(region, fiscal_year, indicator, after, limit)

    async def behind(self, region: str, fiscal_year: int) -> list[Behind]:
        """Who handed in late or not at all, once some result of their round is public; the longest late first."""
        owed = await self._database.reading.publications.owed(region, fiscal_year, MOST_OWED)
        reasons = await self._reasons({one.round_id for one in owed})
        now, found = self._clock(), []
        for one in owed:
            stands = standing(one.due, _filing(one), now)
            if stands.kind in (StandingKind.LATE, StandingKind.DONE_LATE):
                reason = reasons.get((one.round_id, one.department), "")
                handed_in = stands.kind is StandingKind.DONE_LATE
                found.append(Behind(one.department, one.name, one.due, stands.late, handed_in, reason))
        return sorted(found, key=lambda one: (one.handed_in, -one.days, one.department))

    async def _reasons(self, rounds: set[int]) -> dict[tuple[int, int], str]:
        """Why departments were given longer, by round and department."""
        hide, found = Masking(()), {}
        for number in sorted(rounds):
            stored = await self._database.reading.rounds.get(number)
            for entry in stored.round.entries if stored else ():
                found[number, entry.department] = hide.text(entry.extension_reason)
        return found


def copy_of(published: PublicCopy) -> Copy:
    """A public copy as the official form."""
    return Copy(published.form, published.supplement, masked=True, printed=True)


def _filing(one: Owed) -> Filing | None:
    if one.state is None:
        return None
    return Filing(one.state, datetime.fromisoformat(one.submitted_at) if one.submitted_at else None)
