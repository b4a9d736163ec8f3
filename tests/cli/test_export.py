"""`jixiao export`: a file here becomes the official form, without a server."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.demo import REPORT
from app.cli.main import main
from app.documents.text import read_text
from app.domain.form.form import Form
from tests.support.word import read_back
from tests.support.workbook import opened, read_workbook_back

DEMO = read_text(REPORT.read_text("utf-8")).form


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def test_the_end_of_the_name_says_the_format(tmp_path: Path) -> None:
    for name in ("a.docx", "a.xlsx", "a.csv", "a.json"):
        assert export(REPORT, "-o", tmp_path / name).exit_code == 0
    assert read_back((tmp_path / "a.docx").read_bytes()).form == DEMO
    assert json.loads((tmp_path / "a.json").read_bytes())["form"] == DEMO.model_dump(mode="json")
    assert (tmp_path / "a.csv").read_bytes().startswith("\ufeff位置,名称,内容".encode())


def test_a_public_copy_names_nobody(tmp_path: Path) -> None:
    assert export(REPORT, "-o", tmp_path / "a.docx", "--public").exit_code == 0
    form = read_back((tmp_path / "a.docx").read_bytes()).form
    assert form.profile.contact == f"{DEMO.profile.contact[0]}{'＊' * (len(DEMO.profile.contact) - 1)}"
    assert form.profile.phone != DEMO.profile.phone


@pytest.mark.parametrize("name", ["a.doc", "a", "nowhere/a.docx"])
def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    result = export(REPORT, "-o", tmp_path / name)
    assert result.exit_code == 1
    assert "扩展名" in result.stderr or "不能写入" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_the_findings_of_the_scheme_that_is_named(tmp_path: Path) -> None:
    assert export(REPORT, "-o", tmp_path / "a.xlsx", "--scheme", "yueyanglou-2021").exit_code == 0
    assert opened((tmp_path / "a.xlsx").read_bytes())["核对结果"].max_row > 1


def test_a_template_is_written_of_a_file_or_blank_under_a_scheme(tmp_path: Path) -> None:
    assert export(REPORT, "-o", tmp_path / "a.xlsx", "--template").exit_code == 0
    assert read_workbook_back((tmp_path / "a.xlsx").read_bytes()).form.expenditure == DEMO.expenditure
    assert export("-o", tmp_path / "b.xlsx", "--template", "--scheme", "yueyanglou-2021").exit_code == 0
    assert read_workbook_back((tmp_path / "b.xlsx").read_bytes()).form.expenditure == Form().expenditure


@pytest.mark.parametrize(
    "arguments", [["-o", "a.docx", "--template"], ["-o", "a.xlsx", "--template"], ["-o", "a.xlsx"]]
)
def test_a_template_without_what_it_needs_is_refused_with_what_to_write(arguments: list[str]) -> None:
    result = export(*arguments)
    assert result.exit_code == 1
    assert "--template" in result.stderr or ".xlsx" in result.stderr
