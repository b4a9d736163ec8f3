"""Two people's edits of one report: what touches and what does not."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.changes import ABSENT
from app.domain.merging import merge, value_at
from app.domain.pointer import tokens_of

BASE: dict[str, Any] = {
    "form": {
        "profile": {"duties": "甲", "contact": "乙"},
        "revenue": {"rows": [{"total": "1", "other": None}, {"total": "2", "other": "3"}], "total": None},
    },
    "supplement": {"budget": "10"},
}


def changed(**values: Any) -> dict[str, Any]:
    """BASE with other values at places written as `form/profile/duties`."""
    document = deepcopy(BASE)
    for place, value in values.items():
        *path, last = tokens_of(place)
        here: Any = document
        for token in path:
            here = here[int(token)] if isinstance(here, list) else here[token]
        if isinstance(here, list):
            here.append(value) if last == "-" else here.__setitem__(int(last), value)
        else:
            here[last] = value
    return document


def test_edits_of_different_cells_are_both_kept() -> None:
    found = merge(BASE, changed(**{"/form/revenue/rows/0/total": "9"}), changed(**{"/form/revenue/rows/0/other": "8"}))
    assert found.conflicts == ()
    assert found.content["form"]["revenue"]["rows"][0] == {"total": "9", "other": "8"}


def test_one_cell_with_two_values_is_told_with_all_three() -> None:
    yours, theirs = changed(**{"/form/profile/duties": "我的"}), changed(**{"/form/profile/duties": "别人的"})
    (found,) = merge(BASE, yours, theirs).conflicts
    assert (found.pointer, found.base, found.yours, found.theirs) == ("/form/profile/duties", "甲", "我的", "别人的")
    assert merge(BASE, yours, theirs).content == theirs


def test_two_who_write_the_same_agree() -> None:
    same = changed(**{"/supplement/budget": "12"})
    assert merge(BASE, same, deepcopy(same)).conflicts == ()


def test_a_list_that_somebody_made_longer_is_one_cell() -> None:
    longer, other = changed(**{"/form/revenue/rows/-": {"total": "7"}}), changed(**{"/form/revenue/rows/1/total": "5"})
    (found,) = merge(BASE, longer, other).conflicts
    assert found.pointer == "/form/revenue/rows"
    elsewhere = merge(BASE, longer, changed(**{"/supplement/budget": "11"}))
    assert elsewhere.conflicts == ()
    assert len(elsewhere.content["form"]["revenue"]["rows"]) == 3


def test_a_part_that_one_takes_away_is_one_cell_with_what_the_other_writes_in_it() -> None:
    base = changed(**{"/form/revenue/total": {"total": "3", "other": None}})
    filled = deepcopy(base)
    filled["form"]["revenue"]["total"]["other"] = "1"
    (found,) = merge(base, filled, BASE).conflicts
    assert (found.pointer, found.theirs) == ("/form/revenue/total", None)


def test_an_answer_that_is_new_has_no_base() -> None:
    found = merge(BASE, changed(**{"/supplement/card": "50"}), BASE)
    assert [(one.pointer, one.base, one.yours) for one in found.touched] == [("/supplement/card", ABSENT, "50")]
    assert found.content["supplement"] == {"budget": "10", "card": "50"}


CELLS = st.none() | st.text(alphabet="甲乙1", max_size=2)
ROWS = st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), max_size=3)
DOCUMENTS = st.fixed_dictionaries({"x": CELLS, "y": CELLS, "rows": ROWS})


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_merge_has_all_of_theirs_and_all_of_yours_but_the_conflicts(base: Any, yours: Any, theirs: Any) -> None:
    found = merge(base, yours, theirs)
    for one in found.touched:
        winner = one.theirs if one.conflicts or one.base == one.yours else one.yours
        assert value_at(found.content, one.pointer) == winner
    assert merge(base, yours, base).content == yours
    assert merge(base, base, theirs).content == theirs
