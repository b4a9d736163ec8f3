"""Commands about schemes themselves."""

import json
from decimal import Decimal
from pathlib import Path

from typer.testing import CliRunner

from app.cli.demo import REPORT
from app.cli.main import main
from app.schemes.loader import SHIPPED


def test_diff_says_what_changed_and_what_moves_no_points(tmp_path: Path) -> None:
    text = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")
    other = tmp_path / "next.yaml"
    changed = text.replace('deduct: "0.5", part_step: full', 'deduct: "0.4", part_step: full', 1)
    other.write_text(changed.replace("扣0.5分，扣完为止。", "扣0.4分，扣完为止。", 1), "utf-8")
    lines = CliRunner().invoke(main, ["diff", "yueyanglou-2021", str(other)]).stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("（不改变得分）")
    assert lines[1] == "财政供养人员控制率　评分规则，每步（例）扣分：0.5 → 0.4"


def test_every_scheme_that_ships_is_listed_and_can_be_named() -> None:
    listed = CliRunner().invoke(main, ["schemes"]).stdout.splitlines()
    assert [line.partition("@")[0] for line in listed][:1] == ["yueyanglou-2021"]
    assert len(listed) == 7


def test_whatif_says_who_gains_and_who_loses(tmp_path: Path) -> None:
    other, report = tmp_path / "next.yaml", tmp_path / "report.txt"
    text = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")
    other.write_text(text.replace('standard: "100", worse: above', 'standard: "90", worse: above', 1), "utf-8")
    report.write_text(REPORT.read_text("utf-8"), "utf-8")
    arguments = ["whatif", "--from", "yueyanglou-2021", "--to", str(other), str(report)]
    assert "1 份报告：0 份增加，1 份减少" in CliRunner().invoke(main, arguments).stdout
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    (moved,) = told["reports"]
    assert (told["lost"], Decimal(moved["new"]["low"]) - Decimal(moved["old"]["low"])) == (1, Decimal(-5))
    assert CliRunner().invoke(main, ["whatif", "--from", "nix", "--to", "nix", str(report)]).exit_code == 1
