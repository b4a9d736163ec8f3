"""A full examination of a report, against the validation of the same report that every write costs anyhow."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
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
READERS: Final = ("app.domain.checks", "app.domain.prose")
"""Where texts are read, and kept once they were."""


def rows(rounds: int) -> Iterator[Comparison]:
    """Reports that agree with themselves, so that every check runs to its end: at first sight, and again as after each
    cell that somebody types, when texts that were read once stay read."""
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

    for row, title, before, floor in (
        ("D1", "full examination of a report at first sight, every check", _forget, 0.2),
        ("D1", "the same again, as after each cell that is typed", _nothing, None),
    ):
        ours, theirs = Side("ours", _rate(examined, before)), Side("validation", _rate(validated))
        yield Comparison(row, title, "/s", ours, theirs, floor=floor).run(rounds)
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


def _nothing() -> None:
    pass


def _forget() -> None:
    """Forget every text that checks have read, so that each is read for the first time."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and str(one.__module__).startswith(READERS):
            one.cache_clear()


def _rate(work: Callable[[], None], before: Callable[[], None] = _nothing) -> Callable[[], float]:
    def measure() -> float:
        best = 0.0
        for _ in range(10):
            before()
            begin = time.perf_counter()
            work()
            best = max(best, REPORTS / (time.perf_counter() - begin))
        return best

    return measure
