"""`jixiao check` and the page of the catalogue."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import checks
from app.cli.demo import REPORT
from app.cli.main import main
from app.domain.checks.context import Context

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
WRONG = {"total": "782.00", "basic": "480.00", "project": "300.00"}
"""Its total is 2 万元 more than its parts."""


def jixiao(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def a_file(folder: Path, name: str = "wrong.json", year: int = 2021, department: str = "示范局", **form: Any) -> Path:
    path = folder / name
    cover = {"department_name": department, "fiscal_year": year}
    path.write_text(json.dumps({"form": {"cover": cover, **form}}), "utf-8")
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return a_file(tmp_path, expenditure={"rows": [WRONG]})


def test_errors_are_told_before_a_summary_and_end_with_1(wrong: Path) -> None:
    result = jixiao("check", wrong, "--scheme", "yueyanglou-2021", "--stage", "draft")
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (1, f"{wrong}　示范局　2021 年度")
    assert lines[1].startswith("  错误 A1 年度支出和结余情况（第 1 行） · 支出合计：支出合计为 782.00 万元")
    assert lines[-1].startswith("  按“填报中”检查：1 处错误，")


def test_a_report_without_errors_ends_with_0(tmp_path: Path) -> None:
    right = a_file(tmp_path, expenditure={"rows": [WRONG | {"total": "780.00"}]})
    result = jixiao("check", right, "--scheme", "yueyanglou-2021", "--stage", "draft")
    assert (result.exit_code, "处错误" in result.stdout and "0 处错误" not in result.stdout) == (0, False)


def test_several_files_are_examined_each_by_itself_also_beside_one_that_cannot_be_read(wrong: Path) -> None:
    result = jixiao("check", "nix.json", REPORT, wrong, "--stage", "draft")
    assert (result.exit_code, "nix.json" in result.stderr) == (1, True)
    assert [line for line in result.stdout.splitlines() if line.startswith(str(wrong))]
    assert result.stdout.splitlines()[-1].startswith("2 份报告：")


def test_json_gives_what_the_interface_gives(wrong: Path) -> None:
    (told,) = json.loads(jixiao("check", wrong, "--json", "--stage", "draft").stdout)
    assert (told["file"], told["department"], told["examination"]["stage"]) == (str(wrong), "示范局", "draft")
    found = {one["check"]: one for one in told["examination"]["findings"]}
    assert found["A1"]["fixes"][0] == {
        "text": "把支出合计改为 780.00", "pointer": "/form/expenditure/rows/0/total", "value": "780.00"
    }  # fmt: skip
    assert told["examination"]["errors"] >= 1


def test_csv_opens_in_a_spreadsheet_and_runs_nothing_there(tmp_path: Path) -> None:
    path = a_file(tmp_path, department="=HYPERLINK(1)", expenditure={"rows": [WRONG | {"institution": "+1"}]})
    result = jixiao("check", path, "--csv", "--stage", "draft")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig")))
    assert rows
    row = dict(zip(head, rows[0], strict=True))
    assert (row["部门（单位）"], row["编号"], row["等级"]) == ("'=HYPERLINK(1)", "A1", "错误")
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_last_years_report_is_known_by_its_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Path) -> None:
    known: list[Context] = []

    def examine(scheme: Any, form: Any, supplement: Any, context: Context, stage: Any) -> list[Any]:
        known.append(context)
        return []

    monkeypatch.setattr(checks, "examine", examine)
    before = a_file(tmp_path, "before.json", year=2020, profile={"staff_in_post": "18"})
    assert jixiao("check", wrong, "--last-year", before).exit_code == 0
    assert {year: form.profile.staff_in_post for year, form in known[-1].history.items()} == {2020: "18"}
    assert jixiao("check", wrong, wrong, "--last-year", before).exit_code == 1


def test_the_page_of_the_catalogue_is_the_one_that_is_generated() -> None:
    generated = jixiao("checks").stdout
    assert PAGE.read_text("utf-8") == generated, "the catalogue changed: jixiao checks > docs/checks.md, and commit it"
