"""Quantiles and means of counted values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.results.spread import Spread, percent

VALUES = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(VALUES, st.integers(0, 100))
def test_a_quantile_occurs_and_is_the_least_that_so_many_do_not_exceed(values: list[int], part: int) -> None:
    spread = Spread.of((Decimal(value), 1) for value in values)
    share = Decimal(part) / 100
    found = spread.quantile(share)
    assert found in values
    assert sum(1 for value in values if value <= found) >= share * len(values)
    assert sum(1 for value in values if value < found) < share * len(values) or found == min(values)


@given(VALUES)
def test_counting_a_value_several_times_is_the_same_as_counting_it_once_with_its_number(values: list[int]) -> None:
    one_by_one = Spread.of((Decimal(value), 1) for value in values)
    counted = Spread.of((Decimal(value), values.count(value)) for value in set(values))
    assert one_by_one == counted
    assert one_by_one.total == len(values)


def test_a_mean_is_rounded_half_up_once() -> None:
    assert Spread.of([(Decimal("0.01"), 1), (Decimal("0.02"), 1)]).mean(Decimal("0.01")) == Decimal("0.02")
    assert Spread.of([]).mean(Decimal("0.01")) is None


def test_nothing_has_no_quantile_and_no_share() -> None:
    with pytest.raises(ValueError, match="no values"):
        Spread.of([]).quantile(Decimal("0.5"))
    assert (percent(0, 0), percent(1, 3), percent(2, 3)) == (Decimal(0), Decimal("33.3"), Decimal("66.7"))


@pytest.mark.parametrize(
    ("counts", "same"), [([(5, 3)], True), ([(5, 1)], False), ([(5, 2), (4, 1)], False), ([], False)]
)
def test_only_several_that_are_alike_are_the_same(counts: list[tuple[int, int]], same: bool) -> None:
    assert Spread.of((Decimal(value), count) for value, count in counts).same is same
