"""Commands about schemes themselves."""

from pathlib import Path

from typer.testing import CliRunner

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
