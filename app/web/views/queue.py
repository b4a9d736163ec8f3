"""The review queue as its page shows it: lanes to go to, what can be chosen, and reports."""

from dataclasses import dataclass
from decimal import Decimal

from app.contract.review_queue import LANES, MOST_COUNTED, QueueFilter, QueueItem, QueuePage
from app.web.formatting import between
from app.web.forms.queue import address_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A lane or a filter: its name, how many reports it has, the way there, and whether it is chosen."""

    title: str
    count: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the queue."""

    item: QueueItem
    href: str
    above: str
    """自评 minus 复算 in points, with its sign; a dash without an own total."""
    over: bool
    """Whether the department claims more than can be computed."""


@dataclass(frozen=True, slots=True)
class QueueView:
    """A page of the queue."""

    lanes: tuple[Choice, ...]
    filters: tuple[Choice, ...]
    lines: tuple[Line, ...]
    following: str
    """The way to the next page; empty on the last."""


def queue_view(found: QueuePage, chosen: QueueFilter) -> QueueView:
    """A page of the queue as it was chosen."""
    counts = found.counts
    lanes = (
        Choice(title, counted(getattr(counts, lane)), f"/desk?{address_of(chosen, lane=lane)}", lane == chosen.lane)
        for lane, title in LANES.items()
    )
    filters = (
        Choice(
            title, counted(getattr(counts, name)), f"/desk?{address_of(chosen, **{name: not getattr(chosen, name)})}",
            getattr(chosen, name),
        )
        for name, title in (("late", "逾期送审"), ("above", "自评高于复算"))
    )  # fmt: skip
    lines = tuple(_line(one, chosen) for one in found.items)
    following = f"/desk?{address_of(chosen, after=found.next)}" if found.next else ""
    return QueueView(tuple(lanes), tuple(filters), lines, following)


def counted(count: int) -> str:
    """A count in words: 12, or 500+ where counting ended."""
    return f"{count}+" if count >= MOST_COUNTED else str(count)


def _line(item: QueueItem, chosen: QueueFilter) -> Line:
    low, high = item.above_low, item.above_high
    above = "—" if low is None or high is None else signed(low, high)
    href = f"/reports/{item.report.id}/review?{address_of(chosen)}"
    return Line(item, href, above, low is not None and low > 0)


def signed(low: Decimal, high: Decimal) -> str:
    """A difference of points: +3.5, −1 – +2, 0."""
    ends = [between(abs(one), abs(one)) for one in (low, high)]
    told = [f"{'+' if one > 0 else '−' if one < 0 else ''}{end}" for one, end in zip((low, high), ends, strict=True)]
    return told[0] if low == high else " – ".join(told)
