"""`jixiao import`, over a real loopback socket, into a real server."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.cli.demo import REPORT
from app.schemes.loader import EXAMPLES
from tests.support.filled_forms import a_form, an_archive
from tests.support.serving import JIXIAO, bearing, prepare, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('import') / 'jixiao.db'}"
    os.environ["JIXIAO_TOKEN"] = prepare(url)
    with serving(url) as server:
        yield server.address
    del os.environ["JIXIAO_TOKEN"]


def imported(address: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [JIXIAO, "import", *map(str, arguments), "--server", address]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ, check=False)


def test_a_report_that_is_there_is_left_alone_unless_replacing_is_asked_for(address: str) -> None:
    first = imported(address, REPORT)
    assert (first.returncode, "--replace" in first.stderr) == (1, True)
    second = imported(address, REPORT, "--replace")
    assert (second.returncode, "/reports/1" in second.stdout) == (0, True)


def test_an_unknown_department_is_registered_only_on_demand(address: str, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(a_form("999777", "另一个局"))
    assert "--create-department" in imported(address, path).stderr
    assert imported(address, path, "--create-department").returncode == 0
    headers = bearing(os.environ["JIXIAO_TOKEN"])
    found = httpx.get(
        f"{address}/api/v1/departments?region=430602&budget_code=999777", trust_env=False, headers=headers
    ).json()
    assert len(found["items"]) == 1


def test_of_several_files_the_good_ones_are_imported_and_the_bad_named(address: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_bytes(a_form("999778", "又一个局"))
    bad.write_text("nothing of the kind", "utf-8")
    result = imported(address, bad, good, "--create-department")
    assert result.returncode == 1
    assert "good.txt → 报告" in result.stdout
    assert "2 份中有 1 份没有导入" in result.stderr


def test_a_zip_is_imported_with_a_table_of_what_became_of_each_file(address: str, tmp_path: Path) -> None:
    path = tmp_path / "forms.zip"
    path.write_bytes(an_archive({f"{at}.txt": a_form(f"99979{at}", f"第{at}局", sure=False) for at in range(3)}))
    tried = imported(address, path, "--dry-run", "--create-department")
    assert (tried.returncode, tried.stdout.count("找不到部门")) == (1, 3)
    result = imported(address, path, "--create-department")
    assert (result.returncode, result.stdout.count("已导入"), result.stdout.count("处存疑")) == (0, 3, 3)
    again = imported(address, path, "--dry-run")
    assert (again.returncode, again.stdout.count("会改动 0 处")) == (0, 3)
    assert "没有写入报告" in again.stdout


def test_what_jixiao_read_prints_is_imported_as_it_is(address: str, tmp_path: Path) -> None:
    form, envelope = tmp_path / "a.txt", tmp_path / "a.json"
    form.write_bytes(a_form("999781", "读过的局"))
    printed = subprocess.run([JIXIAO, "read", "--json", form], capture_output=True, timeout=60, check=True).stdout
    envelope.write_bytes(printed)
    assert "a.json → 报告" in imported(address, envelope, "--create-department").stdout


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    result = imported("http://127.0.0.1:9", REPORT)
    assert (result.returncode, "没有应答" in result.stderr) == (1, True)


def test_a_scheme_is_published_once_and_its_number_is_taken(address: str, tmp_path: Path) -> None:
    def published(scheme: str) -> "subprocess.CompletedProcess[str]":
        command = [JIXIAO, "publish", scheme, "--server", address]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert "第 1 版" in published("national-form-2021").stdout
    assert published("national-form-2021").returncode == 0
    other = tmp_path / "other.yaml"
    text = (EXAMPLES / "national-form-2021.yaml").read_text("utf-8")
    other.write_text(text.replace("issuer: 示例", "issuer: 另一"), "utf-8")
    refused = published(str(other))
    assert (refused.returncode, "不能改动" in refused.stderr) == (1, True)


def test_the_results_of_all_reports_become_one_table(address: str, tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        command = [JIXIAO, "results", "--drafts", "-o", str(tmp_path / name), "--year", "2021", "--server", address]
        assert subprocess.run(command, timeout=60, env=os.environ, check=False).returncode == 0
    lines = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("预算编码,部门（单位）,年度,状态")
    assert "999001" in "".join(lines[1:])
