"""What the pages of the workflow show: where a report stands, who signed, what can be done next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.contract.report import STATE_NAMES, Change, ReportView
from app.contract.workflow import MOVES, SLOT_LABELS, Move, Reason, Signature, Slot
from app.web.formatting import moment
from app.web.session import viewer
from app.web.views.places import address, told, where

WAY: Final = ("drafting", "panel_signed", "submitted", "under_review", "passed", "published")
"""The states in the order of a report's way; a returned one stands at its beginning again."""

WAITING: Final = {
    "preparer": "填报人填报、签字",
    "panel_lead": "评价组组长签字",
    "department_head": "部门负责人签字并送审",
    "finance_section": "财政归口业务科室审核",
    "performance_office": "财政绩效科公开",
    "": "没有人，已经公开",
}

HINTS: Final = {
    Move.SIGN_PREPARER: "签字即确认封面、基本概况、收支和资产各表、补充数据属实",
    Move.SIGN_PANEL: "签字即确认绩效目标、评分表、评价人员和文字部分",
    Move.SUBMIT: "签字即确认整份报告，送财政部门审核",
    Move.RECALL: "审核开始以前可以撤回修改",
    Move.START_REVIEW: "审核期间部门不能修改",
    Move.RELEASE: "放回待审，由别人审核",
    Move.PASS: "签字即确认科室意见和审定得分",
    Move.PUBLISH: "公开后任何人都可以看到并重算得分",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the way: done, now, or still to come."""

    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class SignedPlace:
    """A place for a signature."""

    label: str
    signature: Signature | None

    @property
    def state(self) -> str:
        """standing, void or open."""
        if self.signature is None:
            return "open"
        return "void" if self.signature.void else "standing"


@dataclass(frozen=True, slots=True)
class Action:
    """A move that can be made now; `explained` asks for a reason."""

    move: str
    label: str
    hint: str
    explained: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason of a return, with where it is about and the way there."""

    reason: Reason
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class WorkflowView:
    """Everything about a report's way."""

    steps: tuple[Step, ...]
    waiting: str
    places: tuple[SignedPlace, ...]
    actions: tuple[Action, ...]
    reasons: tuple[ReasonView, ...]
    returned_by: str
    returned_at: datetime | None
    answering: bool
    """Whether reasons can be answered now."""
    changes: tuple[tuple[str, str, str], ...]


def workflow_view(report: ReportView, rights: Iterable[str], changes: Sequence[Change] = ()) -> WorkflowView:
    """The report's way as somebody with these rights sees it."""
    case, held = report.workflow, frozenset(rights)
    returned = case.returned
    titles = {one.id: one.title for one in report.scorecard.indicators} if report.scorecard else {}
    reasons = tuple(_reason(report.id, one, titles) for one in returned.reasons) if returned else ()
    waiting = (
        f"{case.review.name} 审核（{moment(case.review.since)} 起）"
        if case.review
        else WAITING.get(case.waits_for(report.state), "")
    )
    return WorkflowView(
        steps=tuple(_steps(report.state)),
        waiting=waiting,
        places=tuple(SignedPlace(SLOT_LABELS[slot], case.signature(slot)) for slot in Slot),
        actions=tuple(_actions(report, held)),
        reasons=reasons,
        returned_by=returned.by if returned else "",
        returned_at=returned.at if returned else None,
        answering=bool(returned and returned.resubmitted_at is None and "reports:fill" in held),
        changes=tuple(told(one) for one in changes),
    )


def _steps(state: str) -> Iterable[Step]:
    here = 0 if state == "returned" else WAY.index(state)
    for at, one in enumerate(WAY):
        title = STATE_NAMES["returned"] if at == 0 and state == "returned" else STATE_NAMES[one]  # type: ignore[index]
        yield Step(title, "done" if at < here else "now" if at == here else "open")


def holds(report: ReportView) -> bool:
    """Whether whoever looks may have the report under review; only the API knows where the page does not."""
    key, review = (found.key if (found := viewer()) else ""), report.workflow.review
    return review is not None and key in ("", review.reviewer)


def _actions(report: ReportView, rights: frozenset[str]) -> Iterable[Action]:
    for move, rule in MOVES.items():
        allowed = report.state in rule.sources and rule.right in rights and (not rule.held or holds(report))
        if allowed and move not in (Move.RETURN, Move.PASS):
            primary = move in (Move.SIGN_PREPARER, Move.SIGN_PANEL, Move.SUBMIT, Move.START_REVIEW, Move.PUBLISH)
            yield Action(move.value, move.label, HINTS.get(move, ""), rule.explained, primary)


def _reason(report_id: int, reason: Reason, titles: dict[str, str]) -> ReasonView:
    if reason.indicator:
        name = titles.get(reason.indicator, reason.indicator)
        return ReasonView(reason, f"指标“{name}”", f"/reports/{report_id}/score#{reason.indicator}")
    return ReasonView(reason, where(reason.pointer), address(report_id, reason.pointer))
