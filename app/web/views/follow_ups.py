"""What the pages of 抽查复核, 整改 and 申诉 show: each in a line, its history, and what somebody can do with it now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app.contract.follow_up import (
    CAUSES,
    FOLLOW_UP_TASK_NAMES,
    KIND_NAMES,
    Appeal,
    AppealState,
    BaseState,
    FollowUp,
    FollowUpCounts,
    Kind,
    Rectification,
    RectificationState,
    ReEvaluation,
    ReEvaluationState,
    points_that_stood,
)
from app.contract.people import Me, Right, Role
from app.contract.report import ReportView
from app.contract.workflow import Tasks
from app.web.formatting import moment, points

STATES: Final[dict[Kind, tuple[BaseState, ...]]] = {
    "re_evaluation": tuple(ReEvaluationState),
    "rectification": tuple(RectificationState),
    "appeal": tuple(AppealState),
}
"""The states of each kind, in the order of its way; no two kinds have one of the same name."""

TONES: Final = {
    "drawn": "needs_evidence", "begun": "judged", "done": "judged", "closed": "computed",
    "issued": "needs_evidence", "replied": "judged", "sent_back": "unscored", "accepted": "computed",
    "raised": "needs_evidence", "upheld": "computed", "dismissed": "unscored", "withdrawn": "",
}  # fmt: skip

_TOLD: Final = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2})Z (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up in a list."""

    one: FollowUp
    kind: str
    state: str
    tone: str
    about: str
    due: str
    """The deadline and how it stands against it; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a kind stand in a state."""

    kind: str
    state: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Source:
    """Confirmed points with where they come from: the section's review, a re-evaluation, or an appeal."""

    title: str
    computed: str
    points: str
    cause: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FollowUpTaskView:
    """What waits for whoever looks: how many, and some of them; `all` leads to a list of them."""

    kind: str
    name: str
    count: int
    lines: list[FollowUpLine]
    all: str


def follow_up_tasks(found: Tasks) -> list[FollowUpTaskView]:
    """The tasks in their order."""
    return [
        FollowUpTaskView(
            task.kind, FOLLOW_UP_TASK_NAMES[task.kind], task.count, [line_of(one) for one in task.items],
            f"/follow-ups?kind={task.items[0].content.kind}" if task.items else "/follow-ups",
        )
        for task in found.follow_ups
    ]  # fmt: skip


def line_of(one: FollowUp, titles: Mapping[str, str] | None = None) -> FollowUpLine:
    """The follow-up in a line; `titles` are those of indicators by their ids, where they are known."""
    content = one.content
    due = f"{content.deadline}，{one.standing.sentence}" if isinstance(content, Rectification) and one.standing else ""
    tone = TONES[content.state]
    return FollowUpLine(one, KIND_NAMES[content.kind], content.state.label, tone, _about(one, titles or {}), due)


def counted(found: FollowUpCounts) -> list[Counted]:
    """Those of which there are any, in the order of their ways."""
    numbers = {one.state.value: one.count for one in found.counts}
    return [
        Counted(kind, state.value, f"{KIND_NAMES[kind]} · {state.label}", number)
        for kind, states in STATES.items()
        for state in states
        if (number := numbers.get(state.value, 0))
    ]


def history_of(one: FollowUp) -> list[tuple[str, str]]:
    """(when in China, who did what), oldest first."""
    found = []
    for text in one.content.history:
        if told := _TOLD.fullmatch(text):
            at = datetime.strptime(told[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
            found.append((moment(at), told[2]))
        else:
            found.append(("", text))
    return found


def key_of(me: Me) -> str:
    """How records name somebody: `user:7`."""
    return f"{me.kind}:{me.id}"


def moves_of(one: FollowUp, report: ReportView, me: Me) -> frozenset[str]:
    """What they can do with it now. It decides nothing: the API refuses what it must."""
    content, state = one.content, one.content.state
    if isinstance(content, Rectification):
        return frozenset(_of_rectification(state, me))
    free = not barred_by(one, report, me)
    if isinstance(content, Appeal):
        return frozenset(_of_appeal(state, me, free=free))
    return frozenset(_of_re_evaluation(content, me, free=free))


def barred_by(one: FollowUp, report: ReportView, me: Me) -> str:
    """Why they cannot judge here although it is their office; empty where they can, or where it is not."""
    content, case = one.content, report.workflow
    waits = {
        ReEvaluationState.DRAWN: Right.REPORT_RE_EVALUATE,
        ReEvaluationState.DONE: Right.REPORT_DECIDE,
        AppealState.RAISED: Right.REPORT_DECIDE,
    }
    if waits.get(content.state) not in me.rights:
        return ""
    if me.kind != "user" and content.state is not ReEvaluationState.DONE:
        return "要由本人登录办理，系统令牌不能代办。"
    own = isinstance(content, Appeal) and content.raised_by.id == key_of(me)
    judging = Role.PERFORMANCE_OFFICE if content.state is ReEvaluationState.DONE else Role.RE_EVALUATOR
    if own or any(case.bars(held, judging) for held in case.roles_of(key_of(me))):
        return "您参与过这份报告的填报或审核，不能办理；请换一个人。"
    return ""


def titles_of(report: ReportView) -> dict[str, str]:
    """The report's indicators by their ids."""
    return {one.id: one.title for one in report.scorecard.indicators} if report.scorecard else {}


def appealable(report: ReportView) -> list[tuple[str, str]]:
    """Indicators whose points can be disputed, as options."""
    found = []
    for one in report.scorecard.indicators if report.scorecard else ():
        confirmed = report.workflow.confirmed.get(one.id)
        stood = points_that_stood(
            confirmed.points if confirmed else None, one.computed_points, one.self_assessed_points
        )
        if stood is not None:
            most = f"，分值 {points(one.max_points)}" if one.max_points is not None else ""
            found.append((one.id, f"{one.title}（现为 {points(stood)} 分{most}）"))
    return found


def sources_of(report: ReportView) -> list[Source]:
    """Where each indicator's confirmed points come from, in the scheme's order."""
    found = []
    for one in report.scorecard.indicators if report.scorecard else ():
        stored = report.workflow.confirmed.get(one.id)
        if stored is None:
            continue
        cause = next((word for word in CAUSES.values() if stored.reason.startswith(f"{word}：")), "")
        reason = stored.reason.removeprefix(f"{cause}：") if cause else stored.reason
        found.append(
            Source(
                one.title, points(one.computed_points), points(stored.points), cause or "科室审核", reason, stored.by,
                moment(stored.at),
            )
        )  # fmt: skip
    return found


def _about(one: FollowUp, titles: Mapping[str, str]) -> str:
    content = one.content
    if isinstance(content, ReEvaluation):
        said = f"{content.evaluator.name} 复核" if content.evaluator else "等复核人开始"
        differing = sum(finding.differs for finding in content.findings)
        return f"{said}，{differing} 项得分不同" if differing else said
    named = titles.get(content.indicator, "") if content.indicator else ""
    if isinstance(content, Rectification):
        text = content.text if len(content.text) <= 40 else f"{content.text[:40]}…"
        return f"{named}：{text}" if named else text
    said = f"现为 {points(content.standing)} 分，主张 {points(content.claimed)} 分"
    if content.ruling is not None:
        said = f"{said}，裁定 {points(content.ruling.points)} 分"
    return f"{named}：{said}" if named else said


def _of_rectification(state: str, me: Me) -> Iterable[str]:
    open_to_reply = state in (RectificationState.ISSUED, RectificationState.REPLIED, RectificationState.SENT_BACK)
    if open_to_reply and {Right.HEAD_SIGN, Right.REPORT_FILL} & set(me.rights):
        yield "reply"
    if state == RectificationState.REPLIED and Right.REPORT_DECIDE in me.rights:
        yield from ("accept", "send-back")


def _of_appeal(state: str, me: Me, *, free: bool) -> Iterable[str]:
    if state != AppealState.RAISED:
        return
    if Right.REPORT_DECIDE in me.rights and free:
        yield from ("uphold", "dismiss")
    if Right.HEAD_SIGN in me.rights:
        yield "withdraw"


def _of_re_evaluation(content: ReEvaluation, me: Me, *, free: bool) -> Iterable[str]:
    evaluating = Right.REPORT_RE_EVALUATE in me.rights
    own = evaluating and content.evaluator is not None and content.evaluator.id == key_of(me)
    if content.state is ReEvaluationState.DRAWN and evaluating and free:
        yield "begin"
    if content.state is ReEvaluationState.BEGUN and own:
        yield "evaluate"
    if content.state is ReEvaluationState.DONE:
        if own:
            yield "reopen"
        if Right.REPORT_DECIDE in me.rights and free:
            yield "close"
