"""A draw can be repeated by anybody, and one candidate more disturbs nobody's place."""

import hashlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rounds.errors import InvalidSampling
from app.domain.rounds.sampling import Draw, draw, size

ids = st.sets(st.integers(1, 10**6), max_size=60)


@given(st.permutations(range(1, 30)))
def test_the_same_seed_draws_the_same_in_whatever_order_the_candidates_come(candidates: list[int]) -> None:
    assert draw(candidates, "15", 7) == draw(range(1, 30), "15", 7)


def test_another_seed_draws_others() -> None:
    assert draw(range(1, 101), "15", 7).drawn != draw(range(1, 101), "15", 8).drawn


def test_the_sentence_says_how_to_draw_again_and_doing_so_gives_the_same() -> None:
    drawn = draw(range(1, 38), "15", 20220510)
    by_hand = sorted(range(1, 38), key=lambda report: hashlib.sha256(f"20220510:{report}".encode()).hexdigest())[:6]
    assert list(drawn.drawn) == by_hand
    assert drawn.sentence == (
        "种子 20220510，比例 15%，候选报告 37 份，抽取 6 份（37 × 15% 四舍五入取整，至少 1 份）。"
        "复现方法：对每份候选报告计算文本“20220510:报告编号”的 SHA-256（十六进制），从小到大排列，取前 6 份"
    )


@given(ids, st.integers(1, 10**6), st.integers())
def test_one_candidate_more_leaves_the_earlier_ones_in_their_order(before: set[int], more: int, seed: int) -> None:
    old, new = draw(before, "100", seed).drawn, draw(before | {more}, "100", seed).drawn
    assert [one for one in new if one in before] == list(old)


@given(ids, st.integers(1, 10**6), st.sampled_from(["0.5", "10", "33.3", "50", "100"]))
def test_one_candidate_more_drops_one_at_most_and_brings_one_at_most(before: set[int], more: int, share: str) -> None:
    old, new = set(draw(before, share, 7).drawn), set(draw(before | {more}, share, 7).drawn)
    assert len(old - new) <= 1
    assert len(new - old) <= 1


@pytest.mark.parametrize(
    ("candidates", "percentage", "number"),
    [
        (0, "50", 0),
        (1, "0.01", 1),
        (10, "14.9", 1),
        (10, "15", 2),
        (10, "24.9999", 2),
        (10, "25", 3),
        (3, "50", 2),
        (3, "49.9999999999", 1),
        (7, "100", 7),
    ],
)
def test_halves_are_rounded_up_and_one_is_the_least(candidates: int, percentage: str, number: int) -> None:
    assert size(candidates, Decimal(percentage)) == len(draw(range(candidates), percentage, 7).drawn) == number


@given(ids)
def test_a_hundred_percent_draws_all(candidates: set[int]) -> None:
    assert set(draw(candidates, "100", 7).drawn) == candidates


@pytest.mark.parametrize("percentage", ["0", "-1", "100.01", "1E+1", "15%", "", "NaN"])
def test_a_percentage_is_an_exact_decimal_above_0_and_up_to_100(percentage: str) -> None:
    with pytest.raises(InvalidSampling, match="抽查比例") as refused:
        draw([1], percentage, 7)
    assert [one.pointer for one in refused.value.mistakes] == ["/percentage"]


def test_a_draw_is_read_back_from_json_as_it_was() -> None:
    one = draw(range(9), "33.30", 7)
    assert '"percentage":"33.30"' in one.model_dump_json()
    assert Draw.model_validate_json(one.model_dump_json()) == one
