"""Every scheme that ships: its worked report, its boundaries, and that no number in it can move unnoticed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from app.domain.scoring.boundaries import boundary_cases, outcomes_of
from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid, compile_scheme
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorer import score
from app.schemes.loader import example_schemes
from tests.support.record_boundaries import RECORDED, SCHEMES, record

WORKED: Final = Path(__file__).parent / "worked"
NOT_NUMBERS: Final = {"id", "text", "title", "year", "kind", "source"}


def named(scheme: CompiledScheme) -> str:
    return scheme.scheme.id


@pytest.mark.parametrize("scheme", example_schemes(), ids=named)
def test_a_worked_report_gives_the_points_that_were_worked_out_by_hand(scheme: CompiledScheme) -> None:
    worked = YAML(typ="safe").load((WORKED / f"{scheme.scheme.id}.yaml").read_text("utf-8"))
    card = score(scheme, Evidence.model_validate(worked["evidence"]))
    wanted = {name: None if points is None else Decimal(points) for name, points in worked["points"].items()}
    assert {one.id: one.computed_points for one in card.indicators} == wanted
    assert (card.computed.low, card.computed.high) == (Decimal(worked["total"]), Decimal(worked["total"]))
    assert card.computed.rating == worked["rating"]


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_every_boundary_gives_the_points_that_are_recorded(scheme: CompiledScheme) -> None:
    recorded = (RECORDED / f"{scheme.scheme.id}.jsonl").read_text("utf-8")
    assert record(scheme).splitlines() == recorded.splitlines(), "meant? python -m tests.support.record_boundaries"


def numbers(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the rules of a scheme have a number."""
    if isinstance(data, dict):
        for key, inner in data.items():
            if key not in NOT_NUMBERS:
                yield from numbers(inner, (*place, key))
    elif isinstance(data, list):
        for at, inner in enumerate(data):
            yield from numbers(inner, (*place, at))
    elif "rule" in place and isinstance(data, str) and data.replace(".", "", 1).lstrip("-").isdigit():
        yield place


def moved(data: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    """The scheme with one number 0.01 larger."""
    copy: dict[str, Any] = json.loads(json.dumps(data))
    here: Any = copy
    for token in place[:-1]:
        here = here[token]
    here[place[-1]] = str(Decimal(here[place[-1]]) + Decimal("0.01"))
    return copy


@pytest.mark.parametrize("scheme", SCHEMES, ids=named)
def test_no_threshold_step_or_deduction_can_move_by_a_hundredth_unnoticed(scheme: CompiledScheme) -> None:
    data = scheme.scheme.model_dump(mode="json", exclude_defaults=True)
    cases = boundary_cases(scheme)
    before = [case.outcome for case in cases]
    places = list(numbers(data["items"], ("items",)))
    unnoticed = []
    for place in places:
        try:
            other = compile_scheme(Scheme.model_validate(moved(data, place)))
        except SchemeInvalid:
            continue
        if outcomes_of(other, cases) == before:
            unnoticed.append(place)
    assert len(places) > 5
    assert unnoticed == []
