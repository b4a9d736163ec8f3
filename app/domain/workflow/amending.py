"""What a department has changed since a return, beside the reasons for which the report was returned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.changes import CellChange
from app.domain.pointer import tokens_of
from app.domain.workflow.returning import Reason


@dataclass(frozen=True, slots=True)
class Amendment:
    """A reason of a return, the changes at the places that it is about, and those places that stand as they were."""

    reason: Reason
    changes: tuple[CellChange, ...]
    unchanged: tuple[str, ...]


def amendments(
    reasons: Iterable[Reason], used: Mapping[str, Sequence[str]], changes: Sequence[CellChange]
) -> tuple[Amendment, ...]:
    """Each reason with what was changed for it. `used`: the places that an indicator's points rest on, by its id.

    A reason about an indicator is about those; one about a place is about everything in it; one about neither is about
    the whole report.
    """
    found = []
    for reason in reasons:
        places = tuple(used.get(reason.indicator, ())) if reason.indicator else (reason.pointer,)
        there = tuple(change for change in changes if any(_concerns(change, place) for place in places))
        unchanged = tuple(place for place in places if not any(_concerns(change, place) for change in there))
        found.append(Amendment(reason, there, unchanged))
    return tuple(found)


def _concerns(change: CellChange, place: str) -> bool:
    """Whether a change is of a place; a total that the rows make up is changed by its column in any of them."""
    if change.touches(place):
        return True
    form, table, *rest = (*tokens_of(place), "", "")
    if form != "form" or rest[:1] != ["total"]:
        return False
    row = tokens_of(change.pointer)
    return row[:3] == ("form", table, "rows") and (len(row) < 5 or row[4] == rest[1])
