"""Use cases of evaluation rounds: plan and send one out, see who stands where, draw reports for 抽查复核.

Whoever reads rounds of a whole region sees everything of them. A department or a section knows only rounds that were
issued (also once they are closed) and ask one of its departments, and of them its own entries; the history, which
speaks of others, is kept from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from app.domain.follow_ups.re_evaluation import ReEvaluation
from app.domain.people.actor import Actor
from app.domain.people.place import Location, stem
from app.domain.people.right import Right
from app.domain.rounds.errors import InvalidRound, InvalidSampling, Mistake, RoundState
from app.domain.rounds.lateness import StandingKind
from app.domain.rounds.moment import china_day, days_late
from app.domain.rounds.round import Plan, Round, Stage
from app.domain.rounds.sampling import Draw, draw
from app.domain.workflow.moves import RE_EVALUATED
from app.domain.workflow.state import State
from app.services.errors import AlreadyAsked, NotFound, Stale
from app.services.ports import (
    AlreadyStored,
    BoardRow,
    Clock,
    Database,
    EntryQuery,
    RoundHead,
    RoundQuery,
    Store,
    StoredFollowUp,
    StoredRound,
)
from app.services.recording import Recorder
from app.services.report_document import stamp
from app.services.schemes import SchemeService

ASKED: Final = (Stage.ISSUED, Stage.CLOSED)
"""Where departments know of a round, and where its reports can be drawn."""
ALL: Final = 100_000
"""More departments than a region has."""


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """A round as far as somebody may see it, with the names of the departments that are in it then."""

    id: int
    version: int
    round: Round
    names: dict[int, str]


@dataclass(frozen=True, slots=True)
class RoundBoard:
    """Counts over the departments that somebody may see; both tables have every key."""

    total: int
    not_started: int
    by_state: dict[State, int]
    by_standing: dict[StandingKind, int]


@dataclass(frozen=True, slots=True)
class Late:
    """A department that is late, by whole days in China; `state` is None where it has not even started."""

    department: int
    name: str
    due: date
    days: int
    state: State | None


class RoundService:
    """Every write is made on a version, is one transaction with its event in the log, and answers the whole round."""

    def __init__(self, database: Database, schemes: SchemeService, clock: Clock, recorder: Recorder) -> None:
        self._database, self._schemes, self._clock, self._recorder = database, schemes, clock, recorder

    async def create(self, region: str, fiscal_year: int, plan: Plan, who: Actor) -> RoundSeen:
        """A draft. Raises Forbidden and InvalidRound."""
        who.require(Right.ROUND_MANAGE, Location(region))
        new = Round.drafted(region, fiscal_year, plan, who.label, self._clock())
        await self._require_scheme(new)
        async with self._database.transaction() as store:
            stored = StoredRound(await store.rounds.add(new), 1, new)
            await _settle(store, stored)
            await self._recorder.record(
                store, who, "round_created", f"round:{stored.id}", region=region, fiscal_year=fiscal_year,
                **plan.model_dump(mode="json"),
            )  # fmt: skip
        return await self._seen(stored, who)

    async def edit(self, round_id: int, expected: int, plan: Plan, reason: str, who: Actor) -> RoundSeen:
        """Another plan. Raises NotFound, Forbidden, Stale, RoundState, InvalidRound and AlreadyAsked."""
        before = await self._current(round_id, expected, who)
        after = before.round.edited(plan, who.label, self._clock(), reason)
        if after.scheme != before.round.scheme:
            await self._require_scheme(after)
        return await self._put(before, after, who, "round_edited", reason=reason, **plan.model_dump(mode="json"))

    async def issue(self, round_id: int, expected: int, who: Actor) -> RoundSeen:
        """Send it out: its departments know of it, and their reports take its scheme. Raises as `edit`."""
        before = await self._current(round_id, expected, who)
        after = before.round.issued(who.label, self._clock())
        return await self._put(before, after, who, "round_issued", departments=len(after.entries))

    async def withdraw(self, round_id: int, expected: int, reason: str, who: Actor) -> RoundSeen:
        """Take it back; none of its reports may have been submitted. Raises as `edit`."""
        before = await self._current(round_id, expected, who)
        async with self._database.transaction() as store:
            await store.rounds.hold(round_id)
            submitted = await store.rounds.submitted(round_id)
            after = before.round.withdrawn(reason, submitted, who.label, self._clock())
            stored = await self._replace(store, before, after, who, "round_withdrawn", reason=reason)
        return await self._seen(stored, who)

    async def extend(
        self, round_id: int, expected: int, department: int, due: date, reason: str, who: Actor
    ) -> RoundSeen:
        """Give a department until a later day. Raises as `edit`."""
        before = await self._current(round_id, expected, who)
        after = before.round.extended(department, due, reason, who.label, self._clock())
        told = {"department": department, "due": due, "reason": reason}
        return await self._put(before, after, who, "round_extended", **told)

    async def remind(
        self, round_id: int, expected: int, departments: Sequence[int] | None, text: str, who: Actor
    ) -> RoundSeen:
        """Note that departments were reminded; None is all that are late now. Raises as `edit`."""
        before, now = await self._current(round_id, expected, who), self._clock()
        if departments is None:
            query = EntryQuery(round_id, who.places(Right.ROUND_READ), china_day(now))
            late = await self._database.reading.rounds.late(query, ("", 0), ALL)
            departments = [one.department for one in late]
        after = before.round.reminded(departments, text, who.label, now)
        return await self._put(before, after, who, "round_reminded", departments=departments, text=text)

    async def close(self, round_id: int, expected: int, who: Actor) -> RoundSeen:
        """End it for good. Raises as `edit`."""
        before = await self._current(round_id, expected, who)
        return await self._put(before, before.round.closed(who.label, self._clock()), who, "round_closed")

    async def get(self, round_id: int, who: Actor) -> RoundSeen:
        """The round as far as the asker may see it. Raises NotFound, also where they may not know of it."""
        stored = await self._database.reading.rounds.get(round_id)
        if stored is None:
            raise _no_round(round_id)
        return await self._seen(stored, who)

    async def page(self, query: RoundQuery) -> list[RoundHead]:
        """Rounds that somebody with the query's scope may know of, newest first."""
        return await self._database.reading.rounds.page(query) if query.scope else []

    async def board(self, round_id: int, who: Actor) -> RoundBoard:
        """How the departments stand that the asker may see, now. Raises NotFound."""
        places, today = who.places(Right.ROUND_READ), china_day(self._clock())
        found = await self._database.reading.rounds.board(EntryQuery(round_id, places, today))
        total = sum(row.count for row in found.rows) if found is not None else 0
        if found is None or not _known(found.region, found.stage, who, entries=total):
            raise _no_round(round_id)
        return _board(found.rows, total)

    async def late(self, round_id: int, who: Actor, after: tuple[str, int], limit: int) -> list[Late]:
        """Who is late now, of those that the asker may see: the longest first, then by number. Raises NotFound."""
        await self.get(round_id, who)
        now = self._clock()
        query = EntryQuery(round_id, who.places(Right.ROUND_READ), china_day(now))
        found = await self._database.reading.rounds.late(query, after, limit)
        return [Late(one.department, one.name, one.due, days_late(one.due, now), one.state) for one in found]

    async def draw(self, round_id: int, percentage: str, seed: int, who: Actor, *, validate_only: bool = False) -> Draw:
        """Draw of the round's reports that have passed, and give each that is new to it a re-evaluation.

        A draw is kept by its seed: made again it is answered as it was, and changes nothing. `validate_only` says what
        would be drawn, and keeps nothing. Raises NotFound, Forbidden, RoundState, and InvalidSampling (also for the
        seed of a draw of another percentage).
        """
        seen, now = await self.get(round_id, who), self._clock()
        who.require(Right.REPORT_DECIDE, Location(seen.round.region))
        async with self._database.transaction() as store:
            await store.rounds.hold(round_id)
            kept, asked = await store.rounds.draw(round_id, seed), draw((), percentage, seed)
            if kept is not None:
                _require_same(kept, asked)
                return kept
            if seen.round.state not in ASKED:
                message = f"任务现在是“{seen.round.state.label}”，不能抽查；下达以后才可以"
                raise RoundState(message)
            places = dict(await store.rounds.reports(round_id, RE_EVALUATED))
            if not places:
                raise RoundState("任务里还没有审核通过的报告，没有可抽查的")
            drawn = draw(places, percentage, seed)
            if validate_only:
                return drawn
            had = await store.follow_ups.drawn(round_id)
            await store.rounds.add_draw(round_id, drawn)
            for report in drawn.drawn:
                if report not in had:
                    await self._add_re_evaluation(store, round_id, report, places[report], drawn, who, now)
            await self._recorder.record(
                store, who, "round_drawn", f"round:{round_id}", region=seen.round.region, sentence=drawn.sentence,
                **drawn.model_dump(mode="json"),
            )  # fmt: skip
        return drawn

    async def _add_re_evaluation(
        self, store: Store, round_id: int, report: int, place: Location, drawn: Draw, who: Actor, now: datetime
    ) -> None:
        content = ReEvaluation.drawn(round_id, drawn.seed, drawn.percentage, who, now)
        new = StoredFollowUp(0, 1, report, place, "", content, stamp(now), stamp(now))
        number = await store.follow_ups.add(new)
        await self._recorder.record(
            store, who, "re_evaluation_drawn", f"follow_up:{number}", region=place.region, report=report, round=round_id
        )

    async def _require_scheme(self, planned: Round) -> None:
        """Raise InvalidRound unless its scheme is there and can be used in its region."""
        try:
            scheme = await self._schemes.stored(planned.scheme.id, planned.scheme.version)
        except NotFound as error:
            raise InvalidRound(Mistake("/scheme", str(error))) from None
        if not planned.region.startswith(stem(scheme.region)):
            message = f"方案 {scheme.id} 是区划 {scheme.region} 的，不能用于区划 {planned.region} 的任务"
            raise InvalidRound(Mistake("/scheme", message))

    async def _current(self, round_id: int, expected: int, who: Actor) -> StoredRound:
        stored = await self._database.reading.rounds.get(round_id)
        if stored is None:
            raise _no_round(round_id)
        await self._seen(stored, who)
        who.require(Right.ROUND_MANAGE, Location(stored.round.region))
        if stored.version != expected:
            raise Stale(stored.version, "任务")
        return stored

    async def _seen(self, stored: StoredRound, who: Actor) -> RoundSeen:
        of = stored.round
        names = await self._database.reading.rounds.names(stored.id, who.places(Right.ROUND_READ))
        if not _known(of.region, of.state, who, entries=len(names)):
            raise _no_round(stored.id)
        if not who.may(Right.ROUND_READ, Location(of.region)):
            own = tuple(one for one in of.entries if one.department in names)
            of = of.model_copy(update={"entries": own, "history": ()})
        return RoundSeen(stored.id, stored.version, of, names)

    async def _put(self, before: StoredRound, after: Round, who: Actor, kind: str, **told: Any) -> RoundSeen:
        stored = before
        if after != before.round:
            try:
                async with self._database.transaction() as store:
                    stored = await self._replace(store, before, after, who, kind, **told)
            except AlreadyStored:
                raise AlreadyAsked from None  # another round was issued in the same moment
        return await self._seen(stored, who)

    async def _replace(
        self, store: Store, before: StoredRound, after: Round, who: Actor, kind: str, **told: Any
    ) -> StoredRound:
        if not await store.rounds.replace(before.id, before.version, after):
            current = await store.rounds.get(before.id)
            raise Stale(current.version if current else 0, "任务")
        stored = StoredRound(before.id, before.version + 1, after)
        await _settle(store, stored)
        await self._recorder.record(
            store, who, kind, f"round:{stored.id}", region=after.region, version=stored.version, **told
        )
        return stored


async def _settle(store: Store, stored: StoredRound) -> None:
    """Raise InvalidRound for departments of elsewhere; let an issued round ask its own, or raise AlreadyAsked."""
    of = stored.round
    if strangers := set(await store.rounds.strangers(stored.id, of.region)):
        raise InvalidRound(
            *(
                Mistake(f"/departments/{at}", f"部门 {one} 不在区划 {of.region} 内，请核对编号")
                for at, one in enumerate(of.departments)
                if one in strangers
            )
        )
    if of.state is Stage.ISSUED:
        if taken := await store.rounds.asked_elsewhere(stored.id):
            raise AlreadyAsked(taken)
        await store.rounds.ask(stored.id)


def _known(region: str, stage: Stage, who: Actor, *, entries: int) -> bool:
    """Whether somebody who can see so many of its entries may know of a round."""
    return who.may(Right.ROUND_READ, Location(region)) or (stage in ASKED and entries > 0)


def _board(rows: Sequence[BoardRow], total: int) -> RoundBoard:
    by_state, by_standing = dict.fromkeys(State, 0), dict.fromkeys(StandingKind, 0)
    for row in rows:
        if row.state is not None:
            by_state[row.state] += row.count
        by_standing[row.standing] += row.count
    return RoundBoard(total, total - sum(by_state.values()), by_state, by_standing)


def _require_same(kept: Draw, asked: Draw) -> None:
    if kept.percentage != asked.percentage:
        message = f"种子 {kept.seed} 已按 {kept.percentage}% 抽取过，结果不变；要按别的比例抽取，请换一个种子"
        raise InvalidSampling(Mistake("/seed", message))


def _no_round(round_id: int) -> NotFound:
    return NotFound(f"没有编号为 {round_id} 的评价任务，请从任务列表进入")
