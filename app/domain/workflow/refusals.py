"""Why a report is not moved or changed. Each says what is wrong and what to do."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from app.domain.errors import DomainError
from app.domain.workflow.returning import Reason
from app.domain.workflow.reviewing import Reviewing
from app.domain.workflow.state import State


class WrongState(DomainError):
    """The report does not stand where this can be done; while it is under review, this says with whom."""

    code: ClassVar[str] = "wrong_state"

    def __init__(self, what: str, state: State, allowed: Iterable[State], reviewing: Reviewing | None) -> None:
        self.state, self.reviewing = state, reviewing
        if reviewing:
            message = f"{reviewing.told}，不能{what}；如需修改请联系审核人退回"
        else:
            places = "、".join(f"“{one.label}”" for one in State if one in set(allowed))
            message = f"报告处于“{state.label}”状态，不能{what}；只有处于{places}状态时可以"
        super().__init__(message)


class NotTheReviewer(DomainError):
    """Another reviewer holds the report."""

    code: ClassVar[str] = "not_the_reviewer"

    def __init__(self, what: str, reviewing: Reviewing | None) -> None:
        self.reviewing = reviewing
        told = reviewing.told if reviewing else "没有记下由谁审核"
        super().__init__(f"{told}，只有审核人本人可以{what}；请联系其放回待审后再办理")


class NotSigned(DomainError):
    """Signatures are missing, or void."""

    code: ClassVar[str] = "not_signed"

    def __init__(self, what: str, missing: Sequence[str]) -> None:
        super().__init__(f"不能{what}，还缺有效的签字：{'；'.join(missing)}。请先签字")


class Unanswered(DomainError):
    """Reasons of a return have no answer yet."""

    code: ClassVar[str] = "unanswered"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = reasons
        told = "；".join(f"{one.id}“{one.text[:30]}{'…' if len(one.text) > 30 else ''}”" for one in reasons)
        super().__init__(f"还有 {len(reasons)} 条退回原因没有答复：{told}。请逐条答复后再送审")


class NoSuchReason(DomainError):
    """There is no open reason of that id to answer."""

    code: ClassVar[str] = "no_such_reason"

    def __init__(self, reason: str) -> None:
        super().__init__(f"没有待答复的退回原因 {reason}；请刷新后按页面上列出的原因答复")
