"""Which indicators ask for an attachment and have none."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.domain.form.supplement import Supplement
from app.domain.scoring.attachments import asking, lacking
from app.domain.scoring.scheme import Scheme
from tests.support.builders import a_scheme

JUDGED: dict[str, Any] = {
    "kind": "judged", "min": "0", "step": "0.5", "by": "filer", "reason": "no", "attachment": True,
}  # fmt: skip
POINTS = {"title": "给分", "kind": "points", "by": "filer"}
EVIDENCE = {"a": POINTS, "b": POINTS}


@dataclass(frozen=True)
class On:
    indicator: str


def part(name: str, points: str, *, attachment: bool) -> dict[str, Any]:
    return {
        "id": name, "title": name, "points": points, "measure": {"value": name},
        "rule": JUDGED | {"attachment": attachment},
    }  # fmt: skip


def of(rule: dict[str, Any], measure: dict[str, Any] | None = None) -> Scheme:
    scheme = a_scheme(JUDGED, evidence=EVIDENCE).scheme.model_dump(mode="json", exclude_defaults=True)
    leaf = {"id": "x", "title": "指标", "points": "5", "rule": rule, "source": "第1行"}
    return Scheme.model_validate(scheme | {"items": [leaf | ({"measure": measure} if measure else {})]})


SIMPLE = of(JUDGED, {"value": "a"})
SUM = of({"kind": "sum", "of": [part("a", "2", attachment=False), part("b", "3", attachment=True)]})
CHOSEN = of({"kind": "chosen", "of": [part("a", "5", attachment=False), part("b", "5", attachment=True)]})
NONE = of(JUDGED | {"attachment": False}, {"value": "a"})


def test_a_scheme_says_which_indicators_ask() -> None:
    assert [asking(one) for one in (SIMPLE, SUM, CHOSEN, NONE)] == [[("x", "指标")]] * 3 + [[]]


@pytest.mark.parametrize(
    ("scheme", "answers", "lacks"),
    [
        (SIMPLE, {"a": {"points": "4"}}, True),
        (SIMPLE, {"a": "4"}, True),
        (SIMPLE, {"a": {"points": {"unread": "四分"}}}, True),
        (SIMPLE, {"a": {"points": None, "reason": "暂无"}}, False),
        (SIMPLE, {"a": None}, False),
        (SIMPLE, {}, False),
        (SIMPLE, {"a": {"points": "4"}, "not_applicable": {"x": "没有这项业务"}}, False),
        (NONE, {"a": {"points": "4"}}, False),
        (SUM, {"a": {"points": "2"}}, False),
        (SUM, {"b": {"points": "3"}}, True),
        (CHOSEN, {"b": {"points": "3"}}, False),
        (CHOSEN, {"b": {"points": "3"}, "choices": {"x": "a"}}, False),
        (CHOSEN, {"b": {"points": "3"}, "choices": {"x": "b"}}, True),
    ],
)
def test_what_asks_and_is_answered_lacks_a_file_until_it_has_one(
    scheme: Scheme, answers: dict[str, Any], lacks: bool
) -> None:
    supplement = Supplement.model_validate(answers)
    for there in ([], [On("")], [On("other")]):
        assert lacking(scheme, supplement, there) == ([("x", "指标")] if lacks else [])
    assert lacking(scheme, supplement, [On("x")]) == []
