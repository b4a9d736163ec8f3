"""The lint finds what a careful reader of a table would ask, at its line, and keeps silent where nothing is open."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli.main import main
from app.domain.scoring.lint import Finding, lint
from app.schemes.loader import SHIPPED, example_schemes, lint_text, shipped_schemes
from tests.support.builders import a_scheme

SEED = lint(shipped_schemes()[0])


def found(code: str, findings: list[Finding] = SEED) -> list[str]:
    return [one.indicator for one in findings if one.code == code]


def test_the_seed_table_leaves_parts_of_a_point_open_in_six_rules() -> None:
    assert found("part_step_unsaid") == [
        "staffing_control_rate", "three_public_change_rate", "three_public_control_rate", "procurement_execution_rate",
        "official_card_usage_rate", "fixed_asset_utilization_rate",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "indicators"),
    [
        ("gap", ["budget_adjustment_rate", "procurement_execution_rate"]),
        ("overlap", ["budget_adjustment_rate"]),
        ("zero_base_unsaid", ["three_public_change_rate", "three_public_control_rate"]),
        ("subject", ["three_public_change_rate"]),
        ("open_edge", ["official_card_usage_rate"]),
        ("year", ["well_off_society_tasks"]),
        ("point_count", []),
        ("unreachable", []),
    ],
)
def test_the_seed_table_has_just_these_other_findings(code: str, indicators: list[str]) -> None:
    assert found(code) == indicators


def test_example_schemes_are_clean() -> None:
    assert {one.scheme.id: lint(one) for one in example_schemes() if lint(one)} == {}


def test_a_setting_of_a_check_that_there_is_not_is_an_error_at_its_line() -> None:
    text = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")
    settings = "checks:\n  A1:\n    parameters: {mots: '1'}\n  Z9: {off: 不用}\n"
    at = text.count("\n") + 1
    said = [(line, one.severity, one.pointer) for line, one in lint_text(text + settings)]
    assert said == [(at + 2, "error", "/checks/A1/parameters/mots"), (at + 3, "error", "/checks/Z9")]


def of_rows(*rows: dict[str, Any], criterion: str = "", otherwise: str | None = "0") -> list[Finding]:
    bands = {"kind": "bands", "rows": list(rows)} | ({"otherwise": otherwise} if otherwise else {})
    leaf = {"id": "x", "title": "指标", "points": "5", "measure": {"value": "a"}, "rule": bands, "criterion": criterion}
    return lint(a_scheme(bands, items=[leaf]))


def test_gaps_name_the_stretch_that_no_row_holds() -> None:
    findings = of_rows({"at_least": "90", "points": "5"}, {"above": "0", "below": "80", "points": "1"})
    said = [one.message.partition("没有")[0] for one in findings]
    assert said == ["低于 0 万元 ", "等于 0 万元 ", "等于 80 万元 ", "80 万元 与 90 万元 之间"]


def test_overlaps_and_rows_that_are_never_reached_are_named() -> None:
    findings = of_rows(
        {"at_least": "0", "points": "5"}, {"at_least": "90", "points": "3"}, {"below": "0", "points": "0"}
    )
    assert [(one.code, one.pointer) for one in findings] == [
        ("overlap", "/items/0/rule/rows/1"),
        ("unreachable", "/items/0/rule/rows/1"),
    ]


def test_a_point_count_that_is_no_parameter_is_found() -> None:
    rows = ({"at_least": "90", "points": "5"}, {"below": "90", "points": "0"})
    assert found("point_count", of_rows(*rows, criterion="90（含）以上计4分，低于90不得分")) == ["x"]
    assert of_rows(*rows, criterion="90（含）以上计5分，低于90不得分") == []


def test_lines_are_those_of_the_text() -> None:
    text = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")
    line = next(line for line, one in lint_text(text) if one.code == "overlap")
    assert text.splitlines()[line - 1].strip() == "rows:"


def test_the_command_ends_with_1_only_where_the_scheme_cannot_be_used(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    text = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")
    broken.write_text(text.replace(", part_step: full}", "}", 1), "utf-8")
    good, bad = (CliRunner().invoke(main, ["lint", name]) for name in ("yueyanglou-2021", str(broken)))
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "broken.yaml:75 错误" in bad.stdout
    assert "part_step" in bad.stdout


@pytest.mark.anyio
async def test_the_service_lints_whatever_it_is_given(http: httpx.AsyncClient) -> None:
    scheme = json.loads(shipped_schemes()[0].canonical)
    answer = (await http.post("/api/v1/schemes:lint", json=scheme)).json()
    assert len(answer["findings"]) == len(SEED)
    scheme["items"][0]["points"] = "14"
    refused = (await http.post("/api/v1/schemes:lint", json=scheme)).json()["findings"]
    assert {one["severity"] for one in refused} == {"error"}
    assert "/items/0/points" in {one["pointer"] for one in refused}
    shapeless = (await http.post("/api/v1/schemes:lint", json={"id": 5})).json()["findings"]
    assert all(one["severity"] == "error" for one in shapeless)
