"""A round (评价任务): finance asks departments for the reports of a year, under one scheme, by a deadline.

`draft → issued → withdrawn | closed`; what was withdrawn can be issued again, what is closed stays closed. The
deadline is a calendar day in China and ends with it. The caller decides who may do this; `by` is how histories
name them (`Actor.label`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field, StringConstraints

from app.domain.model import Value
from app.domain.rounds.errors import InvalidRound, Mistake, RoundState
from app.domain.rounds.lateness import Filing, Standing, StandingKind, standing
from app.domain.rounds.moment import china_day, due_moment, told
from app.domain.scoring.scheme import SchemeId, SchemeVersion

MAX_TITLE: Final = 200
NAMED: Final = 10
"""So many reports are named where they stand in the way of a withdrawal."""


class Stage(StrEnum):
    """Where a round stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The official word."""
        return LABELS[self]


LABELS: Final = {
    Stage.DRAFT: "拟订",
    Stage.ISSUED: "已下达",
    Stage.WITHDRAWN: "已取消下达",
    Stage.CLOSED: "已结束",
}


class SchemeChosen(Value):
    """The version of a scheme that the round's reports are scored under."""

    id: SchemeId
    version: SchemeVersion


class Reminder(Value):
    """A department was reminded (催报)."""

    at: AwareDatetime
    by: str
    text: str


class Entry(Value):
    """A department in a round. `due` is its own later day, where it was given one, with the reason."""

    department: int
    due: date | None = None
    extension_reason: str = ""
    reminders: tuple[Reminder, ...] = ()

    def last_day(self, deadline: date) -> date:
        """Its last day in a round of this deadline: a deadline that was moved beyond an extension holds here too."""
        return deadline if self.due is None else max(self.due, deadline)


class Plan(Value):
    """What is written of a round before it is issued."""

    title: str
    scheme: SchemeChosen
    deadline: date
    departments: tuple[int, ...] = ()

    def require_sound(self) -> None:
        """Raise InvalidRound with everything that no round can have, not even a draft."""
        times = Counter(self.departments)
        InvalidRound.where(
            (not self.title.strip(), "/title", "请填写任务名称"),
            (len(self.title) > MAX_TITLE, "/title", f"任务名称最多 {MAX_TITLE} 个字"),
            *(
                (times[one] > 1 and one in self.departments[:at], f"/departments/{at}", f"部门 {one} 重复，请删去一个")
                for at, one in enumerate(self.departments)
            ),
        )


class Round(Value):
    """评价任务 of one region and year. Each method answers the round as it is then, or raises and changes nothing."""

    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{3})?$")]
    fiscal_year: Annotated[int, Field(ge=1990, le=2100)]
    title: str
    scheme: SchemeChosen
    deadline: date
    entries: tuple[Entry, ...] = ()
    state: Stage = Stage.DRAFT
    history: tuple[str, ...] = ()
    """Its moves in words, oldest first."""

    @classmethod
    def drafted(cls, region: str, fiscal_year: int, plan: Plan, by: str, now: datetime) -> "Round":
        """A new round, to be issued. Raises InvalidRound."""
        plan.require_sound()
        entries = tuple(Entry(department=one) for one in plan.departments)
        written = {"title": plan.title, "scheme": plan.scheme, "deadline": plan.deadline, "entries": entries}
        return cls(region=region, fiscal_year=fiscal_year, **written)._told(now, by, "拟订")

    @property
    def departments(self) -> tuple[int, ...]:
        """Who is in it, in the order in which they came in."""
        return tuple(entry.department for entry in self.entries)

    @property
    def plan(self) -> Plan:
        """What `edited` takes, as it is now."""
        return Plan(title=self.title, scheme=self.scheme, deadline=self.deadline, departments=self.departments)

    def due(self, department: int) -> date:
        """The last day for a department: its own or the round's, whichever is later. Raises InvalidRound."""
        return self._entry(department).last_day(self.deadline)

    def due_moment(self, department: int) -> datetime:
        """The end of that day in China; from then on the department is late. Raises InvalidRound."""
        return due_moment(self.due(department))

    def standing(self, department: int, filing: Filing | None, now: datetime) -> Standing:
        """How a department stands with its report, None being one that was not started. Raises InvalidRound."""
        return standing(self.due(department), filing, now)

    def late(self, filings: Mapping[int, Filing], now: datetime) -> tuple[int, ...]:
        """The departments that have not handed in and are late now; `filings` are the reports that were started."""
        return tuple(
            entry.department
            for entry in self.entries
            if standing(entry.last_day(self.deadline), filings.get(entry.department), now).kind is StandingKind.LATE
        )

    def edited(self, plan: Plan, by: str, now: datetime, reason: str = "") -> "Round":
        """The round as planned anew. A draft takes any plan.

        Once it was issued, and also while withdrawn (reports may have been started under it), departments can only be
        added and the deadline only moved later, with a reason. Raises RoundState once closed, and InvalidRound.
        """
        self._require("修改", Stage.DRAFT, Stage.ISSUED, Stage.WITHDRAWN)
        plan.require_sound()
        if self.state is Stage.DRAFT:
            entries = tuple(Entry(department=one) for one in plan.departments)
            return self._with(title=plan.title, scheme=plan.scheme, deadline=plan.deadline, entries=entries)
        if not self._changed_by(plan):
            return self
        self._require_only_more(plan, reason)
        known = set(self.departments)
        added = tuple(Entry(department=one) for one in plan.departments if one not in known)
        said = [f"增加 {len(added)} 个部门"] if added else []
        said += [f"截止日由 {self.deadline} 推迟到 {plan.deadline}"] if plan.deadline != self.deadline else []
        changed = self._with(deadline=plan.deadline, entries=(*self.entries, *added))
        return changed._told(now, by, f"{'，'.join(said)}：{reason.strip()}")

    def issued(self, by: str, now: datetime) -> "Round":
        """Sent out (下达), for the first time or again. Raises RoundState, and InvalidRound.

        It needs a department, and a deadline that is not before today in China.
        """
        self._require("下达", Stage.DRAFT, Stage.WITHDRAWN)
        today = china_day(now)
        InvalidRound.where(
            (not self.entries, "/departments", "还没有选部门，请至少选一个再下达"),
            (self.deadline < today, "/deadline", f"截止日 {self.deadline} 早于今天（{today}），请改为今天或以后"),
        )
        return self._with(state=Stage.ISSUED)._told(now, by, "下达")

    def withdrawn(self, reason: str, submitted: Sequence[str], by: str, now: datetime) -> "Round":
        """Taken back (取消下达). `submitted` names the round's reports that have been submitted: there must be none.

        Raises RoundState and InvalidRound.
        """
        self._require("取消下达", Stage.ISSUED)
        InvalidRound.where((not reason.strip(), "/reason", "请写明取消下达的理由"))
        if submitted:
            named = "、".join(submitted[:NAMED]) + ("等" if len(submitted) > NAMED else "")
            message = f"已有 {len(submitted)} 份报告送审（{named}），不能取消下达；如果不再进行，请结束任务"
            raise RoundState(message)
        return self._with(state=Stage.WITHDRAWN)._told(now, by, f"取消下达：{reason.strip()}")

    def extended(self, department: int, due: date, reason: str, by: str, now: datetime) -> "Round":
        """A department has until a later day. Raises RoundState unless issued, and InvalidRound."""
        self._require("延期", Stage.ISSUED)
        entry = self._entry(department)
        present = entry.last_day(self.deadline)
        InvalidRound.where(
            (due <= present, "/due", f"延期后的截止日要晚于现在的 {present}，这里是 {due}"),
            (not reason.strip(), "/reason", "请写明延期的理由"),
        )
        changed = entry.model_copy(update={"due": due, "extension_reason": reason.strip()})
        entries = tuple(changed if one is entry else one for one in self.entries)
        return self._with(entries=entries)._told(now, by, f"部门 {department} 延期到 {due}：{reason.strip()}")

    def reminded(self, departments: Sequence[int], text: str, by: str, now: datetime) -> "Round":
        """These departments have been reminded; `late` gives all that are late. Raises RoundState, InvalidRound."""
        self._require("催报", Stage.ISSUED)
        known = set(self.departments)
        InvalidRound.where(
            (not departments, "/departments", "没有要催报的部门"),
            *(
                (one not in known, f"/departments/{at}", f"部门 {one} 不在这个任务里")
                for at, one in enumerate(departments)
            ),
            (not text.strip(), "/text", "请填写催报内容"),
        )
        chosen, reminder = set(departments), Reminder(at=now, by=by, text=text.strip())
        entries = tuple(
            one.model_copy(update={"reminders": (*one.reminders, reminder)}) if one.department in chosen else one
            for one in self.entries
        )
        return self._with(entries=entries)._told(now, by, f"催报 {len(chosen)} 个部门：{text.strip()}")

    def closed(self, by: str, now: datetime) -> "Round":
        """Over, for good. Raises RoundState unless issued."""
        self._require("结束", Stage.ISSUED)
        return self._with(state=Stage.CLOSED)._told(now, by, "结束任务")

    def _entry(self, department: int) -> Entry:
        for entry in self.entries:
            if entry.department == department:
                return entry
        raise InvalidRound(Mistake("/department", f"部门 {department} 不在这个任务里，请先加入"))

    def _changed_by(self, plan: Plan) -> bool:
        # Not by the order of departments: once it went out, they stay as they came in.
        planned = (plan.title, plan.scheme, plan.deadline, set(plan.departments))
        return planned != (self.title, self.scheme, self.deadline, set(self.departments))

    def _require_only_more(self, plan: Plan, reason: str) -> None:
        fixed = f"任务{self.state.label}，不能再改"
        kept = set(plan.departments)
        gone = [one for one in self.departments if one not in kept]
        InvalidRound.where(
            (plan.title != self.title, "/title", f"{fixed}名称"),
            (plan.scheme != self.scheme, "/scheme", f"{fixed}评分方案"),
            (plan.deadline < self.deadline, "/deadline", f"截止日只能推迟，不能早于现在的 {self.deadline}"),
            (bool(gone), "/departments", f"下达过的任务只能增加部门，请加回部门 {'、'.join(map(str, gone))}"),
            (not reason.strip(), "/reason", "请写明增加部门或推迟截止日的理由"),
        )

    def _require(self, what: str, *stages: Stage) -> None:
        if self.state not in stages:
            message = (
                f"任务现在是“{self.state.label}”，不能{what}；{'或'.join(f'“{one.label}”' for one in stages)}时才可以"
            )
            raise RoundState(message)

    def _told(self, at: datetime, by: str, what: str) -> "Round":
        return self._with(history=(*self.history, told(at, by, what)))

    def _with(self, **changes: Any) -> "Round":
        return Round.model_validate(dict(self) | changes)
