"""What a scheme may say of checks: only of checks that there are, and only their parameters."""

from copy import deepcopy
from typing import Any

import pytest

from app.domain.checks.examples import SCHEME
from app.domain.checks.settings import compile_new
from app.domain.scoring.compiled import SchemeInvalid, compile_scheme
from app.domain.scoring.scheme import Scheme


def scheme(**settings: Any) -> Scheme:
    return Scheme.model_validate({**deepcopy(SCHEME), "checks": settings})


def test_a_scheme_may_put_a_check_off_with_its_reason() -> None:
    assert compile_new(scheme(A1={"off": "表式不填"})).scheme.checks["A1"].off == "表式不填"


@pytest.mark.parametrize(
    ("settings", "pointer", "said"),
    [
        ({"Z9": {"off": "不用"}}, "/checks/Z9", "没有检查 Z9"),
        ({"A1": {"parameters": {"mots": "150"}}}, "/checks/A1/parameters/mots", "没有参数 mots"),
    ],
)
def test_a_setting_of_what_there_is_not_is_refused_at_its_place(
    settings: dict[str, Any], pointer: str, said: str
) -> None:
    with pytest.raises(SchemeInvalid) as refused:
        compile_new(scheme(**settings))
    (problem,) = refused.value.problems
    assert (problem.pointer, said in problem.message) == (pointer, True)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = scheme(Z9={"off": "不用"}).model_copy(update={"total_points": 99})
    with pytest.raises(SchemeInvalid) as refused:
        compile_new(wrong)
    assert {one.pointer for one in refused.value.problems} > {"/checks/Z9"}


def test_a_scheme_in_force_is_not_held_against_the_catalogue_of_today() -> None:
    assert compile_scheme(scheme(Z9={"off": "不用"})).scheme.checks
