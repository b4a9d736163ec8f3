"""Every check is proved by its own two examples, and says all four things: where, how much, why, what to do."""

import re

import pytest

from app.domain.checks.catalogue import CATALOGUE
from app.domain.checks.check import Check, Example
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding

ALL = [pytest.param(check, id=check.id) for check in CATALOGUE]


def test_the_sound_report_has_no_finding() -> None:
    assert findings_of(Example("")) == []


@pytest.mark.parametrize("check", ALL)
def test_a_passing_example_raises_nothing(check: Check) -> None:
    assert [one.message for one in findings_of(check.passing)] == []


@pytest.mark.parametrize("check", ALL)
def test_a_failing_example_raises_its_check_and_no_other(check: Check) -> None:
    found = findings_of(check.failing)
    assert [one.check for one in found] == [check.id], [one.message for one in found]


@pytest.mark.parametrize("check", ALL)
def test_a_message_says_where_how_much_why_and_what_to_do(check: Check) -> None:
    for finding in findings_of(check.failing):
        assert said_in_full(finding) == []


@pytest.mark.parametrize("check", ALL)
def test_related_checks_stand_earlier_in_the_catalogue(check: Check) -> None:
    earlier = CATALOGUE[: CATALOGUE.index(check)]
    assert set(check.follows) <= {one.id for one in earlier}


def said_in_full(finding: Finding) -> list[str]:
    """What a finding leaves unsaid."""
    wanted = {
        "where": finding.where and finding.where in finding.message,
        "how much": re.search(r"[0-9“]", finding.amount) and finding.amount in finding.message,
        "why": len(finding.why) >= 8 and finding.why in finding.message,
        "what to do": 1 <= len(finding.fixes) <= 2 and all(fix.text in finding.message for fix in finding.fixes),
        "a full stop too many": "。。" not in finding.message and not finding.amount.endswith("。"),
        "source": finding.source,
    }
    return [name for name, there in wanted.items() if not there]
