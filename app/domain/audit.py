"""The audit log: events that are only ever added, each bound to the one before it by a digest.

Whoever changes a byte of an event breaks its own digest; who recomputes that breaks the link of the next. The number
and digest of the newest event are kept apart, so that cutting off the end is noticed too.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

GENESIS: Final = "0" * 64
"""What stands before the first event."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `details` is JSON; `subject` names what it happened to: `report:7`, `user:3`."""

    number: int
    at: str
    actor: str
    """`user:3`, `token:2`, or `nobody`."""
    name: str
    """The actor as people know them."""
    kind: str
    subject: str
    region: str
    request: str
    """The number of the request that did it."""
    details: str
    previous: str
    digest: str

    def computed(self) -> str:
        """SHA-256 over everything but the digest itself, as a JSON list in the order of the fields."""
        told = [getattr(self, one.name) for one in fields(self) if one.name != "digest"]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=repr)  # bytes where texts should be
        return hashlib.sha256(text.encode()).hexdigest()


def sealed(event: Event) -> Event:
    """The event with its digest."""
    values = {one.name: getattr(event, one.name) for one in fields(event)}
    return Event(**{**values, "digest": event.computed()})


@dataclass(frozen=True, slots=True)
class Break:
    """Where the log does not hold, and why."""

    number: int
    why: str


class Verification:
    """Goes through the log in order and finds every place where it does not hold.

    Who recomputes every digest leaves no break, unless one was noted elsewhere before: `noted`, number and digest.
    """

    def __init__(self, noted: tuple[int, str] | None = None) -> None:
        self.count, self._last, self._noted = 0, GENESIS, noted
        self._expected = 1
        self.breaks: list[Break] = []

    def take(self, events: Iterable[Event]) -> None:
        """The next events, in the order of their numbers."""
        for event in events:
            if event.number < self._expected:
                self.breaks.append(Break(event.number, f"第 {event.number} 条不在编号之内，是后来添上的"))
                continue
            if event.number != self._expected:
                gone = f"第 {self._expected} 条" + (
                    f"至第 {event.number - 1} 条" if event.number - 1 > self._expected else ""
                )
                self.breaks.append(Break(self._expected, f"{gone}不见了"))
            elif event.previous != self._last:
                self.breaks.append(
                    Break(event.number, f"第 {event.number} 条与前一条的摘要接不上，两条中至少有一条被改过")
                )
            if event.computed() != event.digest:
                self.breaks.append(Break(event.number, f"第 {event.number} 条的内容与摘要不符，被改过"))
            if self._noted and self._noted[0] == event.number and self._noted[1] != event.digest:
                told = f"第 {event.number} 条与当时记下的摘要不符，这一条或更早的日志被整个重写过"
                self.breaks.append(Break(event.number, told))
            self.count, self._expected, self._last = self.count + 1, event.number + 1, event.digest

    def end(self, number: int, digest: str) -> None:
        """The number and digest that were kept of the newest event."""
        last = self._expected - 1
        if last < number:
            self.breaks.append(Break(last + 1, f"第 {last + 1} 条至第 {number} 条不见了（末尾被截去）"))
        elif last > number or digest != self._last:
            self.breaks.append(Break(last, f"末尾的摘要与登记的不符（登记到第 {number} 条）"))
        if self._noted and self._noted[0] > last:
            self.breaks.append(Break(last + 1, f"记下摘要的第 {self._noted[0]} 条不见了"))

    @property
    def newest(self) -> str:
        """Number and digest of the newest event, as they are noted: `12:9f86d0…`."""
        return f"{self._expected - 1}:{self._last}"
