"""Axes: steps of 1, 2 or 5, ends on whole steps, and values where they belong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.charts.scale import Scale, rounded_out, step_for, ticks

VALUES = st.lists(st.integers(0, 1000) | st.decimals(0, 1000, places=2), min_size=1, max_size=20)


@given(VALUES, st.integers(2, 10))
def test_the_axis_holds_every_value_and_has_few_ticks(values: list[int], about: int) -> None:
    low, high, step = rounded_out(values, about)
    assert low <= min(values) <= max(values) <= high
    assert low < high
    found = ticks(Scale(low, high, 0, 100), step)
    assert 2 <= len(found) <= about + 3
    assert (found[0].text, found[-1].text) == (f"{low:g}", f"{high:g}")


@given(st.floats(0.01, 1e6), st.integers(1, 12))
def test_a_step_is_1_2_or_5_times_a_power_of_ten(span: float, about: int) -> None:
    step = step_for(0, span, about)
    assert f"{step:e}"[0] in "125"
    assert step * about >= span * (1 - 1e-6)


def test_nothing_and_one_value_have_an_axis_too() -> None:
    assert rounded_out([], 5) == (0, 1, 1)
    assert rounded_out([98], 5) == (97, 99, 1)
    assert rounded_out([0], 5) == (0, 1, 1)
    assert step_for(3, 3, 5) == 1


@pytest.mark.parametrize(("value", "at"), [(80, 200), (90, 110), (100, 20)])
def test_an_axis_may_go_upwards(value: int, at: float) -> None:
    assert Scale(80, 100, 200, 20).at(value) == pytest.approx(at)
