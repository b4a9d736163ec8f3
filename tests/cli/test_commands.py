"""The commands as a terminal sees them: what they print, where they complain, how they end."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli.demo import REPORT
from app.cli.main import main

SCHEME = "yueyanglou-2021"


def jixiao(*arguments: str | Path, given: bytes = b"") -> Result:
    """Run a command; a crash is a failure of the test, not a message."""
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def envelope(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    path.write_text(jixiao("read", REPORT, "--json").stdout, "utf-8")
    return path


def test_read_gives_form_supplement_and_doubts(envelope: Path) -> None:
    found = json.loads(envelope.read_text("utf-8"))
    assert set(found) == {"form", "supplement", "doubts", "found"}
    assert len(found["form"]["self_scoring"]["rows"]) == 25


def test_read_understands_gb18030_and_standard_input() -> None:
    given = REPORT.read_text("utf-8").encode("gb18030")
    assert jixiao("read", "-", "--json", given=given).stdout == jixiao("read", REPORT, "--json").stdout


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe\x01" * 50, b"{not json", b'{"form": {"cover": 5}}'])
def test_what_cannot_be_read_is_said_in_chinese_or_read_with_doubts(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)
    result = jixiao("read", path)
    said = result.stdout if result.exit_code == 0 else result.stderr
    assert any("一" <= char <= "鿿" for char in said)
    assert "Traceback" not in result.output


def test_a_missing_file_ends_with_1_and_its_name(tmp_path: Path) -> None:
    result = jixiao("read", tmp_path / "nix.txt")
    assert (result.exit_code, "nix.txt" in result.stderr) == (1, True)


def test_score_of_a_report_is_the_score_of_its_evidence(envelope: Path, tmp_path: Path) -> None:
    of_report = json.loads(jixiao("score", envelope, "--json").stdout)
    used = [one for indicator in of_report["indicators"] for one in indicator["measure"]["inputs"]]
    given = {one["id"]: one["value"] for one in used if one["value"] is not None}
    evidence = tmp_path / "evidence.json"
    evidence.write_text(json.dumps(given), "utf-8")
    of_evidence = json.loads(jixiao("score", "--scheme", SCHEME, "--evidence", evidence, "--json").stdout)
    computed = [[one["computed_points"] for one in card["indicators"]] for card in (of_report, of_evidence)]
    assert computed[0] == computed[1]
    assert of_report["self"]["points"] == "98.00" or of_report["self"]["points"] == "98"


def test_explain_says_one_sentence_an_indicator_or_the_one_asked_for(envelope: Path) -> None:
    everything = jixiao("explain", envelope).stdout
    assert everything.count("。\n") >= 25
    only = jixiao("explain", envelope, "--indicator", "staffing_control_rate").stdout
    assert only.startswith("财政供养人员控制率")
    assert jixiao("explain", envelope, "--indicator", "nix").exit_code == 1


def test_verify_agrees_with_what_score_said_and_names_a_changed_figure(envelope: Path, tmp_path: Path) -> None:
    card: dict[str, Any] = json.loads(jixiao("score", envelope, "--json").stdout)
    published = tmp_path / "card.json"
    published.write_text(json.dumps(card), "utf-8")
    assert jixiao("verify", published, envelope).exit_code == 0
    card["computed"]["high"] = "99.99"
    published.write_text(json.dumps(card), "utf-8")
    result = jixiao("verify", published, envelope)
    assert (result.exit_code, "99.99" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score"], "二选一"),
        (["score", "--scheme", "nix", "--evidence", str(REPORT)], "没有方案 nix"),
        (["score", "--evidence", str(REPORT)], "--scheme"),
        (["verify", str(REPORT), str(REPORT)], "不是一份评分结果"),
        (["serve", "--host", "0.0.0.0"], "ALLOW_REMOTE"),  # noqa: S104 - it must be refused
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], said: str) -> None:
    result = jixiao(*arguments)
    assert (result.exit_code, said in result.stderr) == (1, True)


def test_serving_wants_a_migrated_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    result = jixiao("serve")
    assert (result.exit_code, "jixiao migrate" in result.stderr) == (1, True)


def test_migrating_and_loading_the_demo_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'demo.db'}")
    runs = [jixiao("migrate"), first := jixiao("demo"), jixiao("migrate"), second := jixiao("demo")]
    assert [run.exit_code for run in runs] == [0] * 4
    assert "tianbao" in first.stdout
    assert first.stdout.splitlines()[0] == second.stdout.strip()
    assert "重建了 4 份" in jixiao("rebuild").stdout
    with closing(sqlite3.connect(tmp_path / "demo.db")) as database:
        assert database.execute("SELECT state, version FROM round").fetchall() == [("issued", 2)]
        assert database.execute("SELECT count(*) FROM round_department WHERE issued = 1").fetchall() == [(5,)]


def test_the_scheme_can_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("id: own\nversion: [\n", "utf-8")
    result = jixiao("score", "--scheme", path, "--evidence", path)
    assert result.exit_code == 1
    assert "own.yaml" in result.stderr
