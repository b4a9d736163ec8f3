"""What must hold for any figures: points in range, no reward for worse, words that agree with the points."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.domain.form.cells import read_cell
from app.domain.form.form import Form
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scorecard import Scorecard
from app.domain.scoring.scorer import score
from app.domain.scoring.settling import totals
from app.schemes.loader import shipped_schemes
from tests.support.builders import a_scheme, points

SCHEME = shipped_schemes()[0]
CARD: TypeAdapter[Scorecard] = TypeAdapter(Scorecard)

figures = st.decimals(min_value=-1000, max_value=1000, places=2).map(lambda one: f"{one if one else abs(one):f}")
NUMBERS = [name for name, spec in SCHEME.scheme.evidence.items() if spec.kind in ("number", "count")]
evidence = st.dictionaries(st.sampled_from(NUMBERS), st.one_of(figures, st.none()), max_size=len(NUMBERS))


@given(evidence)
@settings(max_examples=150)
def test_points_stay_between_nothing_and_the_maximum_and_the_sentence_says_the_same_number(
    answers: dict[str, str],
) -> None:
    for one in score(SCHEME, Evidence.model_validate(answers)).indicators:
        if one.computed_points is not None and one.max_points is not None:
            assert 0 <= one.computed_points <= one.max_points
            said = re.findall(r"得 ([0-9.]+) 分（[^（）]*）。$", one.sentence)
            assert [Decimal(text) for text in said] == [one.computed_points]


@given(evidence)
@settings(max_examples=100)
def test_totals_without_words_equal_the_scorecard(answers: dict[str, str]) -> None:
    given_evidence = Evidence.model_validate(answers)
    card, found = score(SCHEME, given_evidence), totals(SCHEME, given_evidence)
    assert (found.computed, found.missing) == (card.computed, sum(1 for one in card.indicators if one.missing))


@given(evidence)
@settings(max_examples=50)
def test_a_scorecard_goes_through_json_with_every_digit(answers: dict[str, str]) -> None:
    card = score(SCHEME, Evidence.model_validate(answers))
    sent = CARD.dump_json(card, by_alias=True)
    assert CARD.dump_json(CARD.validate_json(sent), by_alias=True) == sent


@pytest.mark.parametrize("part_step", ["full", "started", "proportional"])
@given(first=st.integers(0, 30_000), second=st.integers(0, 30_000), base=st.integers(1, 30_000))
@settings(max_examples=100)
def test_a_worse_rate_never_scores_more(part_step: str, first: int, second: int, base: int) -> None:
    rule = {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "0.5", "part_step": part_step}
    scheme = a_scheme(rule, {"ratio": ["a", "b"], "as": "percent", "zero_base": "unscored"})
    better, worse = sorted((first, second))
    more, less = points(scheme, a=str(better), b=str(base)), points(scheme, a=str(worse), b=str(base))
    assert more is not None
    assert less is not None
    assert more >= less


@given(a=st.integers(0, 10**13), b=st.integers(1, 10**13))
@settings(max_examples=200)
def test_whole_steps_are_counted_on_the_exact_quotient(a: int, b: int) -> None:
    rule = {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "0.5", "part_step": "full"}
    scheme = a_scheme(rule, {"ratio": ["a", "b"], "as": "percent", "zero_base": "unscored"})
    beyond = Fraction(a * 100, b) - 100
    wanted = 5 - Fraction(int(beyond) if beyond > 0 else 0, 2)
    assert points(scheme, a=f"{Decimal(a).scaleb(-6):f}", b=f"{Decimal(b).scaleb(-6):f}") == max(wanted, 0)


@given(figures)
def test_a_figure_keeps_every_digit_from_the_keyboard_to_the_wire(text: str) -> None:
    form = Form.model_validate({"profile": {"staff_in_post": read_cell(text, "人")}})
    assert Form.model_validate_json(form.model_dump_json()).profile.staff_in_post == text


@given(evidence)
@settings(max_examples=60)
def test_the_least_change_of_an_input_gains_the_points_it_promises(answers: dict[str, str]) -> None:
    for one in score(SCHEME, Evidence.model_validate(answers)).indicators:
        for change in one.points_back.inputs if one.points_back else []:
            if change.to is None:
                continue
            then = score(SCHEME, Evidence.model_validate({**answers, change.id: f"{change.to:f}"}))
            after = next(other for other in then.indicators if other.id == one.id)
            assert after.computed_points == change.points
