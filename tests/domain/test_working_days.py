"""Working days after a date: weekends and holidays do not count, worked weekends do."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid
from tests.support.builders import a_scheme, scored

CALENDAR = {
    "y2021": {
        "from": "2021-01-01",
        "to": "2021-12-31",
        "holidays": ["2021-10-01", "2021-10-04", "2021-10-05", "2021-10-06", "2021-10-07"],
        "workdays": ["2021-09-26", "2021-10-09"],
    }
}
DATES = {
    name: {"title": title, "kind": "date", "by": "record"} for name, title in (("a", "应报日期"), ("b", "上报日期"))
}
RULE = {"kind": "steps", "standard": "0", "worse": "above", "step": "5", "deduct": "0.5", "part_step": "started"}


def late(due: str = "a", **more: Any) -> CompiledScheme:
    measure = {"working_days_late": [due, "b"], "calendar": "y2021"}
    defaults: dict[str, Any] = {"evidence": DATES, "calendars": CALENDAR}
    return a_scheme(RULE, measure, **(defaults | more))


@pytest.mark.parametrize(
    ("due", "done", "days", "wanted"),
    [
        ("2021-09-30", "2021-09-29", "0", "5"),
        ("2021-09-30", "2021-09-30", "0", "5"),
        ("2021-09-30", "2021-10-07", "0", "5"),
        ("2021-09-30", "2021-10-08", "1", "4.5"),
        ("2021-09-30", "2021-10-09", "2", "4.5"),
        ("2021-09-24", "2021-09-26", "1", "4.5"),
        ("2021-09-30", "2021-10-14", "6", "4"),
    ],
)
def test_only_working_days_after_the_date_count(due: str, done: str, days: str, wanted: str) -> None:
    one = scored(late(), a=due, b=done)
    assert one.measure is not None
    assert (one.measure.value, one.computed_points) == (Decimal(days), Decimal(wanted))
    assert [used.value for used in one.measure.inputs] == [due, done]


def test_the_sentence_says_from_when_to_when() -> None:
    sentence = scored(late(), a="2021-09-30", b="2021-10-08").sentence
    assert sentence.startswith("应报日期 2021-09-30 之后至上报日期 2021-10-08 的工作日 = 1 个工作日，")


def test_the_date_may_be_the_schemes_own() -> None:
    assert scored(late("2021-06-30"), b="2021-07-01").computed_points == Decimal("4.5")


def test_a_day_beyond_the_calendar_is_not_scored_and_no_date_is_missing() -> None:
    assert scored(late(), a="2021-12-30", b="2022-01-04").status == "unscored"
    assert scored(late(), a="2021-12-30").missing == ["b"]
    assert scored(late(), a="2021-12-30", b={"unread": "年底"}).missing == ["b"]


def test_an_unknown_calendar_and_evidence_that_is_no_date_are_refused() -> None:
    with pytest.raises(SchemeInvalid, match="没有名为 y2021 的工作日历"):
        late(calendars={})
    with pytest.raises(SchemeInvalid, match="这里要 date"):
        late(evidence={**DATES, "b": {"title": "数", "kind": "number", "by": "record"}})
