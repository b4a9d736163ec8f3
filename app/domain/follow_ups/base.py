"""What every follow-up has: a state with its official word, a history in words, and moves that check the state."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from app.domain.follow_ups.errors import FollowUpState
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.rounds.moment import told


class BaseState(StrEnum):
    """Where a follow-up stands: the stored value, and the official word as `label`."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:  # noqa: D102 - what the class says
        one = str.__new__(cls, value)
        one._value_, one.label = value, label
        return one


class BaseFollowUp(Value):
    """Each method answers the follow-up as it is then, or raises and changes nothing."""

    state: BaseState
    history: tuple[str, ...] = ()
    """Its moves in words, oldest first."""

    def _require(self, act: str, *states: BaseState) -> None:
        """Raise FollowUpState unless it stands in one of these."""
        if self.state not in states:
            allowed = "或".join(f"“{one.label}”" for one in states)
            message = f"现在是“{self.state.label}”，不能{act}；{allowed}时才可以"
            raise FollowUpState(message)

    def _moved(self, who: Actor, at: datetime, said: str, **changes: Any) -> Self:
        """The same with these fields changed, checked like any input, and the move told."""
        return self._told(who, at, said, self.history, changes)

    def _edited(self, who: Actor, at: datetime, said: str, **changes: Any) -> Self:
        """The same as `_moved`; edits in a row are one line, the last one's, since pages save as one types."""
        again = bool(self.history) and self.history[-1].endswith(f"Z {who.label} {said}")
        earlier = self.history[:-1] if again else self.history
        return self._told(who, at, said, earlier, changes)

    def _told(self, who: Actor, at: datetime, said: str, earlier: tuple[str, ...], changes: dict[str, Any]) -> Self:
        return self.model_validate({**dict(self), **changes, "history": (*earlier, told(at, who.label, said))})
