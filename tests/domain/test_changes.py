"""Merge patches, differences cell by cell, and what a sitting adds up to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.changes import CellChange, differences, merged, reverted
from app.domain.report import revised

NOW = datetime(2022, 5, 10, tzinfo=UTC)
documents = st.recursive(
    st.none() | st.booleans() | st.sampled_from(["", "1", "甲"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc/~"), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from("abc"), documents), st.dictionaries(st.sampled_from("abc"), documents))
def test_reverting_the_differences_gives_the_document_before(old: dict[str, object], new: dict[str, object]) -> None:
    stored = [CellChange.from_json(change.as_json()) for change in differences(old, new)]
    assert reverted(new, stored) == old


def test_a_merge_patch_clears_with_null_and_replaces_lists() -> None:
    assert merged({"a": {"b": "1", "c": "2"}, "d": ["x"]}, {"a": {"b": None}, "d": ["y"]}) == {
        "a": {"c": "2"},
        "d": ["y"],
    }


def test_edits_of_one_person_in_one_sitting_are_one_revision_and_a_cell_changed_back_is_no_change() -> None:
    first = revised(None, "甲", NOW, 1, {"a": "1", "b": "1"}, {"a": "2", "b": "2"})
    second = revised(first, "甲", NOW + timedelta(minutes=5), 2, {"a": "2", "b": "2"}, {"a": "1", "b": "3"})
    assert (second.number, second.from_version, second.to_version) == (1, 1, 3)
    assert [(one.pointer, one.old, one.new) for one in second.changes] == [("/b", "1", "3")]


def test_another_person_or_a_pause_begins_a_new_revision() -> None:
    first = revised(None, "甲", NOW, 1, {"a": "1"}, {"a": "2"})
    assert revised(first, "乙", NOW, 2, {"a": "2"}, {"a": "3"}).number == 2
    assert revised(first, "甲", NOW + timedelta(minutes=31), 2, {"a": "2"}, {"a": "3"}).number == 2


@pytest.mark.parametrize("wrapped", [lambda it: it, lambda it: [0, it], lambda it: {"a": [{"b": it}]}])
@pytest.mark.parametrize(("old", "new"), [(1, True), (True, 1), (False, 0), (0, False)])
def test_true_is_no_one_and_false_no_zero_however_deep(old: int, new: int, wrapped: Callable[[int], Any]) -> None:
    (change,) = differences(wrapped(old), wrapped(new))
    assert (change.old is old, change.new is new) == (True, True)
    assert differences(wrapped(old), wrapped(old)) == []
