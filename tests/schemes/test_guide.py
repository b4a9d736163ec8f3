"""The guide to writing schemes: every snippet on it compiles, and is nothing that the lint complains about."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from app.domain.checks.settings import compile_new
from app.domain.scoring.boundaries import boundary_cases
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.scheme import Scheme

GUIDE: Final = (Path(__file__).parents[2] / "docs" / "schemes.md").read_text("utf-8")
HEAD, *ITEMS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def scheme_of(item: str) -> CompiledScheme:
    data: dict[str, Any] = YAML(typ="safe").load(HEAD)
    leaf = YAML(typ="base").load(item)
    return compile_new(Scheme.model_validate({**data, "items": [leaf], "total_points": leaf["points"]}))


def test_the_guide_numbers_all_twenty_six_kinds() -> None:
    assert [int(number) for number in re.findall(r"^(\d+)\. ", GUIDE, re.MULTILINE)] == list(range(1, 27))
    assert len(ITEMS) == 26


@pytest.mark.parametrize("item", ITEMS)
def test_each_kind_compiles_and_has_boundaries(item: str) -> None:
    scheme = scheme_of(item)
    assert scheme.indicators
    assert len(boundary_cases(scheme)) > 1
