"""A full examination of a report, against the validation of the same report that every write costs anyhow."""

import random
import time
from collections.abc import Callable, Iterator
from typing import Final

from app.domain.checks.check import Example
from app.domain.checks.examine import examine
from app.domain.checks.examples import report_of
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from benchmarks.comparison import Comparison, Side
from tests.domain.checks.test_thirty_faults import CONTEXT, FAULTS
from tests.support.consistent_reports import a_consistent_report, schemes

SEED: Final = 20261125
REPORTS: Final = 40


def rows(rounds: int) -> Iterator[Comparison]:
    """Reports that agree with themselves, so that every check runs to its end; each again and again, as while it is
    being filled in, when texts that were read once stay read."""
    scheme = next(one for one in schemes() if one.scheme.id == "yueyanglou-2021")
    reports = [a_consistent_report(scheme, random.Random(SEED + at)) for at in range(REPORTS)]
    bodies = [(form.model_dump_json().encode(), supplement.model_dump_json().encode()) for form, supplement in reports]

    def examined() -> None:
        for form, supplement in reports:
            assert not examine(scheme, form, supplement)

    def validated() -> None:
        for form, supplement in bodies:
            Form.model_validate_json(form)
            Supplement.model_validate_json(supplement)

    title = "full examination of a report, every check"
    yield Comparison(
        "D1", title, "/s", Side("ours", _rate(examined)), Side("validation", _rate(validated)), floor=0.2
    ).run(rounds)
    yield _faulty(rounds)


def _faulty(rounds: int) -> Comparison:
    """A report with more than thirty faults: each finding is worked out and put into words, which validation has not.

    Without a floor: it shows what a fault costs.
    """
    changes = {pointer: value for _, made in FAULTS for pointer, value in made.items()}
    scheme, form, supplement = report_of(Example("", changes))
    body, beside = form.model_dump_json().encode(), supplement.model_dump_json().encode()

    def examined() -> None:
        for _ in range(REPORTS):
            assert len(examine(scheme, form, supplement, CONTEXT)) >= len(FAULTS) - 1

    def validated() -> None:
        for _ in range(REPORTS):
            Form.model_validate_json(body)
            Supplement.model_validate_json(beside)

    title = f"full examination of a report with {len(FAULTS)} faults"
    ours, theirs = Side("ours", _rate(examined)), Side("validation", _rate(validated))
    return Comparison("D2", title, "/s", ours, theirs).run(rounds)


def _rate(work: Callable[[], None]) -> Callable[[], float]:
    def measure() -> float:
        best = 0.0
        for _ in range(10):
            begin = time.perf_counter()
            work()
            best = max(best, REPORTS / (time.perf_counter() - begin))
        return best

    return measure
