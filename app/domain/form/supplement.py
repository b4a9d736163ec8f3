"""What a department answers beyond the official form, where the scoring table asks and the form has no cell."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, StringConstraints

from app.domain.form.cells import Cell, Figure, IsoDate, Text, Unread
from app.domain.model import Value

MAX_ITEMS: Final = 300

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class JudgedPoints(Value):
    """Points given by judgement, with the reason where the rule wants one."""

    points: Figure | Unread | None
    reason: Text = ""


class TierAnswer(Value):
    """A tier that was chosen, with points within it and the reason."""

    tier: Identifier | None
    points: Figure | Unread | None = None
    reason: Text = ""


class TargetItem(Value):
    """A line of a list: a target with what came of it, or a unit with its value."""

    title: Text = ""
    target: Cell = None
    actual: Cell = None
    better: Literal["higher", "lower"] = "higher"


class OwnIndicator(TargetItem):
    """An indicator that the department adds by itself (个性化指标), with the points that it gives it.

    It scores once the finance bureau has approved it; changing what was approved takes the approval away.
    """

    id: Identifier
    points: Figure | Unread | None = None
    approved: bool = False

    def same_as(self, other: "OwnIndicator") -> bool:
        """Whether an approval of `other` holds for this one: only what came of it may differ."""
        return (self.title, self.points, self.target, self.better) == (
            other.title,
            other.points,
            other.target,
            other.better,
        )


Check = bool | Figure | int | Unread | None
"""One line of a checklist: true, false, a part of its points (`"0.5"`) or, for counted cases, a whole number."""

Answer = Annotated[
    Cell
    | IsoDate
    | JudgedPoints
    | TierAnswer
    | dict[Identifier, Check]
    | Annotated[tuple[OwnIndicator, ...], Field(max_length=MAX_ITEMS)]
    | Annotated[tuple[TargetItem, ...], Field(max_length=MAX_ITEMS)],
    Field(union_mode="left_to_right"),  # `{points: "4"}` is judged points without a reason, not a checklist
]
"""A figure, a date, judged points, a tier with points, the lines of a checklist by their id, or a list."""

RESERVED_NAMES: Final = frozenset({"choices", "pools", "not_applicable", "none", "unread", "points", "reason", "tier"})
"""Names that no evidence and no checklist line may have, since they mean something in this document."""


class Answers(Value):
    """Answers by evidence id, as further keys beside the three below. Null is blank; an absent key was never asked."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Answer] = Field(init=False)

    choices: dict[Identifier, Identifier] = Field(default={}, title="选择")
    pools: dict[Identifier, dict[Identifier, Figure]] = Field(default={}, title="分值分配")
    not_applicable: dict[Identifier, Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        default={}, title="不适用"
    )

    def answers(self) -> dict[str, Answer]:
        """The answers by evidence id."""
        return self.__pydantic_extra__


class Supplement(Answers):
    """补充数据: kept beside the form in the same report, and signed like the rest."""

    def with_approvals(self, approved: Callable[[str, OwnIndicator], bool]) -> "Supplement":
        """The same with each own indicator approved or not, as `approved` says of (evidence, indicator)."""
        changed = {
            name: tuple(one.model_copy(update={"approved": approved(name, one)}) for one in answer)
            for name, answer in self.own_indicators().items()
        }
        if not changed:
            return self
        return Supplement.model_validate({**self.model_dump(mode="json"), **_plain(changed)})

    def own_indicators(self) -> dict[str, tuple[OwnIndicator, ...]]:
        """The department's own indicators by evidence id."""
        found = {}
        for name, answer in self.answers().items():
            if isinstance(answer, tuple) and answer and isinstance(answer[0], OwnIndicator):
                found[name] = tuple(one for one in answer if isinstance(one, OwnIndicator))
        return found


def _plain(indicators: dict[str, tuple[OwnIndicator, ...]]) -> dict[str, Any]:
    return {name: [one.model_dump(mode="json") for one in listed] for name, listed in indicators.items()}
