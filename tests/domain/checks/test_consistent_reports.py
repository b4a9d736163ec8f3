"""False-alarm discipline: a report that agrees with itself raises nothing, whatever its scheme and its phrasing."""

import random

import pytest

from app.domain.checks.examine import examine
from app.domain.checks.finding import Stage
from app.domain.scoring.compiled import CompiledScheme
from tests.support.consistent_reports import a_consistent_report, schemes

EACH = 150
"""Reports a scheme: 1,050 in all."""


@pytest.mark.parametrize("scheme", [pytest.param(one, id=one.scheme.id) for one in schemes()])
def test_a_thousand_consistent_reports_raise_nothing(scheme: CompiledScheme) -> None:
    for seed in range(EACH):
        form, supplement = a_consistent_report(scheme, random.Random(seed))
        for stage in Stage:
            found = examine(scheme, form, supplement, stage=stage)
            assert [one.message for one in found] == [], (seed, stage)
