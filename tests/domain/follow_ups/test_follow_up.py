"""Every kind goes through JSON and back, told apart by its kind."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.domain.follow_ups.appeal import Appeal
from app.domain.follow_ups.follow_up import FOLLOW_UP, FollowUp
from app.domain.follow_ups.quality import Mark
from app.domain.follow_ups.re_evaluation import ConfirmedPoints, ReEvaluation, Stood
from app.domain.follow_ups.rectification import Rectification
from tests.domain.follow_ups.people import EVALUATOR, HEAD, OFFICE, PLACE

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
POINTS = ConfirmedPoints(indicator="a", points=Decimal("3.50"), reason="凭证不全")
KINDS: dict[str, FollowUp] = {
    "re_evaluation": ReEvaluation.drawn(2, 7, Decimal("15.0"), OFFICE, NOW)
    .begun(EVALUATOR, (), NOW)
    .confirmed([POINTS], {"a": Stood(None)}, EVALUATOR, NOW)
    .graded({"accuracy": Mark(points=Decimal("24.5"))}, EVALUATOR, NOW),
    "rectification": Rectification.issued("补齐台账", date(2022, 7, 31), OFFICE, NOW)
    .replied("已补齐", HEAD, NOW)
    .sent_back("缺照片", OFFICE, NOW),
    "appeal": Appeal.raised("a", Decimal("3.50"), Decimal(5), Decimal(6), "凭证已补", HEAD, NOW).upheld(
        Decimal("4.50"), "属实", OFFICE, (), PLACE, NOW
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_back_as_it_was(kind: str) -> None:
    one = KINDS[kind]
    assert one.kind == kind
    assert FOLLOW_UP.validate_json(FOLLOW_UP.dump_json(one)) == one


def test_decimals_are_text_as_typed() -> None:
    assert '"standing":"3.50"' in KINDS["appeal"].model_dump_json()


def test_an_unknown_kind_or_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        FOLLOW_UP.validate_python({"kind": "complaint"})
    with pytest.raises(ValidationError):
        FOLLOW_UP.validate_python({**KINDS["appeal"].model_dump(mode="json"), "more": 1})


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        ReEvaluation.drawn(2, 7, Decimal(15), OFFICE, NOW.replace(tzinfo=None))
