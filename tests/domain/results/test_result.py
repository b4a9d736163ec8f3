"""What a scorecard comes to: which points stand, and what they rest on."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.results.result import Basis, result_of
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scorer import score
from tests.support.builders import a_scheme

SCHEME = a_scheme({"kind": "converted", "source": "考核", "year": 2021, "out_of": "100"})
D = Decimal


@pytest.mark.parametrize(
    ("computed", "own", "confirmed", "stands", "basis", "above"),
    [
        ("4", "5", None, "4", Basis.FIGURES, "1"),
        ("4", "5", "4", "4", Basis.FIGURES, "1"),
        ("4", "5", "3", "3", Basis.JUDGEMENT, "1"),
        (None, "5", None, "5", Basis.WORD, None),
        (None, "5", "2", "2", Basis.JUDGEMENT, None),
        (None, None, None, None, Basis.WORD, None),
    ],
)
def test_what_stands_and_what_it_rests_on(
    computed: str | None, own: str | None, confirmed: str | None, stands: str | None, basis: Basis, above: str | None
) -> None:
    given = {
        name: None if text is None else D(text) for name, text in zip("cof", (computed, own, confirmed), strict=True)
    }
    card = score(SCHEME, Evidence.model_validate({"a": "80"}))
    one = replace(
        card.indicators[0], computed_points=given["c"], self_assessed_points=given["o"], confirmed_points=given["f"]
    )
    result = result_of(replace(card, indicators=[one]))
    (found,) = result.indicators
    assert (found.points, found.basis) == (None if stands is None else D(stands), basis)
    assert found.above == (None if above is None else D(above))
    assert (result.above, result.compared) == ((D(above), 1) if above else (0, 0))
