"""待办 of what follows on reports: re-evaluations, rectifications and appeals that wait for somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.follow_ups.appeal import AppealState
from app.domain.follow_ups.base import BaseState
from app.domain.follow_ups.re_evaluation import ReEvaluation, ReEvaluationState
from app.domain.follow_ups.rectification import Rectification, RectificationState
from app.domain.people.actor import Actor
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.services.ports import Database, FollowUpQuery, FollowUpStore, StoredFollowUp

SHOWN: Final = 10
"""Follow-ups that each kind of task lists; it counts all of them."""

MOST: Final = 200
"""Follow-ups of a state that are looked through for those that are due first, or are somebody's own."""

Waiting = tuple[str, tuple[Right, ...], str, tuple[BaseState, ...]]

RE_EVALUATE: Final[Waiting] = (
    "re_evaluate", (Right.REPORT_RE_EVALUATE,), "re_evaluation", (ReEvaluationState.DRAWN,),
)  # fmt: skip
WAITING: Final[tuple[Waiting, ...]] = (
    (
        "reply",
        (Right.HEAD_SIGN, Right.REPORT_FILL),
        "rectification",
        (RectificationState.ISSUED, RectificationState.SENT_BACK),
    ),
    ("accept", (Right.REPORT_DECIDE,), "rectification", (RectificationState.REPLIED,)),
    ("rule", (Right.REPORT_DECIDE,), "appeal", (AppealState.RAISED,)),
    ("close", (Right.REPORT_DECIDE,), "re_evaluation", (ReEvaluationState.DONE,)),
)
"""Kind of task, the rights of which one makes it somebody's, and the kind and states of follow-ups that wait."""


@dataclass(frozen=True, slots=True)
class FollowUpTask:
    """What waits for somebody: how many, and the newest of them, or those that are due first."""

    kind: str
    count: int
    items: list[StoredFollowUp]


async def follow_up_tasks(database: Database, who: Actor) -> list[FollowUpTask]:
    """Everything of this that waits for somebody; what is empty is left away."""
    store = database.reading.follow_ups
    own = await _own(store, who)
    found = [await _task(store, RE_EVALUATE, who), own, *[await _task(store, one, who) for one in WAITING]]
    return [task for task in found if task.count]


async def _task(store: FollowUpStore, waiting: Waiting, who: Actor) -> FollowUpTask:
    name, rights, kind, states = waiting
    scope = tuple(dict.fromkeys(place for right in rights for place in who.places(right)))
    counts = await store.counts(scope) if scope else {}
    found = [
        one for state in states if counts.get((kind, state.value)) for one in await _those(store, scope, kind, state)
    ]
    total = sum(counts.get((kind, state.value), 0) for state in states)
    return FollowUpTask(name, total, sorted(found, key=_urgency)[:SHOWN])


async def _own(store: FollowUpStore, who: Actor) -> FollowUpTask:
    """Re-evaluations that they have begun themselves."""
    scope = who.places(Right.REPORT_RE_EVALUATE)
    begun = await _those(store, scope, "re_evaluation", ReEvaluationState.BEGUN) if scope else []
    mine = [one for one in begun if isinstance(one.content, ReEvaluation) and _evaluator(one.content) == who.key]
    return FollowUpTask("re_evaluating", len(mine), mine[:SHOWN])


async def _those(store: FollowUpStore, scope: tuple[Place, ...], kind: str, state: BaseState) -> list[StoredFollowUp]:
    return await store.page(FollowUpQuery(scope, {"kind": kind, "state": state.value}, limit=MOST))


def _evaluator(content: ReEvaluation) -> str:
    return content.evaluator.id if content.evaluator else ""


def _urgency(one: StoredFollowUp) -> tuple[date, int]:
    """What is due first comes first; of what is due on no day, the newest."""
    return (one.content.deadline if isinstance(one.content, Rectification) else date.max), -one.id
