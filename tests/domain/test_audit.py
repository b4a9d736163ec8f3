"""The chain of the audit log: whatever is changed in it is named."""

from dataclasses import fields, replace

import pytest

from app.domain.audit import GENESIS, Event, Verification, sealed


def a_log(length: int) -> list[Event]:
    log: list[Event] = []
    for number in range(1, length + 1):
        last = log[-1].digest if log else GENESIS
        log.append(
            sealed(Event(number, "2022-05-10", "user:1", "甲", "signed_in", "user:1", "430602", "r", "{}", last, ""))
        )
    return log


LOG = a_log(6)


def broken(log: list[Event], newest: Event = LOG[-1], noted: tuple[int, str] | None = None) -> list[int]:
    found = Verification(noted)
    found.take(log)
    found.end(newest.number, newest.digest)
    return [one.number for one in found.breaks]


def test_a_log_that_nobody_touched_holds() -> None:
    assert broken(LOG) == []


@pytest.mark.parametrize("name", [one.name for one in fields(Event) if one.name != "number"])
@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_changed_field_names_its_event(name: str, at: int) -> None:
    value = getattr(LOG[at], name)
    changed = replace(LOG[at], **{name: ("x" if not value.startswith("x") else "y") + value[1:]})
    assert LOG[at].number in broken([*LOG[:at], changed, *LOG[at + 1 :]])


def test_a_changed_event_with_a_new_digest_is_named_by_the_next() -> None:
    forged = sealed(replace(LOG[2], name="乙"))
    assert broken([*LOG[:2], forged, *LOG[3:]]) == [4]
    assert broken([*LOG[:5], sealed(replace(LOG[5], name="乙"))]) == [6]


def test_a_gap_a_cut_head_and_a_cut_tail_are_named() -> None:
    assert broken([*LOG[:2], *LOG[4:]]) == [3]
    assert broken(LOG[1:]) == [1]
    assert broken(LOG[:4]) == [5]
    assert broken([]) == [1]


def test_events_that_somebody_put_before_or_behind_are_named() -> None:
    assert broken([sealed(replace(LOG[0], number=0)), *LOG]) == [0]
    assert broken([*LOG, *a_log(7)[6:]]) == [7]


def test_what_is_no_text_any_more_is_a_change_like_any_other() -> None:
    assert broken([*LOG[:2], replace(LOG[2], name=b"\xff"), *LOG[3:]]) == [3]  # type: ignore[arg-type]


def test_a_log_that_was_recomputed_from_some_event_on_is_known_by_a_digest_that_was_noted() -> None:
    forged = [*LOG[:2], sealed(replace(LOG[2], name="乙"))]
    for event in LOG[3:]:
        forged.append(sealed(replace(event, previous=forged[-1].digest)))
    noted = (LOG[4].number, LOG[4].digest)
    assert broken(forged, newest=forged[-1]) == []
    assert broken(forged, newest=forged[-1], noted=noted) == [5]
    assert broken(LOG, noted=noted) == []
    assert broken(forged[:4], newest=forged[3], noted=noted) == [5]
