"""`jixiao departments` and `jixiao people`, over a real loopback socket, into a real server."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.lists import DEPARTMENTS, PEOPLE, as_file
from tests.support.serving import JIXIAO, prepare, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('registers') / 'jixiao.db'}"
    os.environ["JIXIAO_TOKEN"] = prepare(url)
    with serving(url) as server:
        yield server.address
    del os.environ["JIXIAO_TOKEN"]


def run(address: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [JIXIAO, *map(str, arguments), "--server", address, "--region", "430602"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ, check=False)


def test_lists_are_tried_then_imported_and_passwords_are_printed_once(address: str, tmp_path: Path) -> None:
    departments, people = tmp_path / "departments.csv", tmp_path / "people.csv"
    departments.write_bytes(as_file(DEPARTMENTS))
    people.write_bytes(as_file(PEOPLE))
    assert "新增 3，改动 0，不变 0；只是试读" in run(address, "departments", departments, "--dry-run").stdout
    assert "新科室：农业科" in run(address, "departments", departments).stdout
    first = run(address, "people", people).stdout
    assert ("zhang.san" in first, "初始密码只显示这一次" in first) == (True, True)
    again = run(address, "people", people).stdout
    assert ("不变 2" in again, "初始密码" in again) == (True, False)


def test_every_wrong_cell_is_printed_and_the_command_fails(address: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(as_file(DEPARTMENTS, ["", "没有编码的局", "", "", ""], ["9", "站", "nix", "", ""]))
    tried = run(address, "departments", path, "--dry-run")
    assert (tried.returncode, "第 5 行 预算编码：没有填写" in tried.stdout, "有 2 处不对" in tried.stderr) == (
        1,
        True,
        True,
    )
    refused = run(address, "departments", path)
    assert (refused.returncode, "/rows/6/上级预算编码" in refused.stderr) == (1, True)


def test_a_region_that_is_none_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    command = [JIXIAO, "people", str(tmp_path / "a.csv"), "--region", "43"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, "6 位或 9 位" in result.stderr) == (1, True)
