"""A server killed in the middle of an import leaves whole files and whole reports only, and the next one goes on."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.support.filled_forms import a_form, an_archive
from tests.support.serving import Server, bearing, prepare, serving

pytestmark = pytest.mark.slow
FILES: Final = 200
READ: Final = "SELECT count(*) FROM import_item WHERE state <> 'waiting'"
APPLIED: Final = "SELECT count(*) FROM import_item WHERE state = 'applied'"
REPORTS: Final = """SELECT report.id, version FROM report JOIN department ON department.id = department_id
    WHERE budget_code LIKE 'K%'"""


class Import:
    """An import on a server, and what the database has of it."""

    def __init__(self, path: Path, token: str) -> None:
        self._path, self._headers = path, bearing(token)

    def call(self, server: Server, method: str, place: str, **more: Any) -> Any:
        url = f"{server.address}/api/v1{place}"
        answer = httpx.request(method, url, headers=self._headers, trust_env=False, timeout=60, **more)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path)) as database:
            return database.execute(statement).fetchall()

    def count(self, counting: str) -> int:
        return int(self.rows(counting)[0][0])

    def kill(self, server: Server, counting: str) -> None:
        """Kill the server once some but not all files are so far; the lease of its job is over then."""
        wait_until(lambda: self.count(counting) >= FILES // 10)
        server.process.kill()
        server.process.wait(timeout=10)
        with closing(sqlite3.connect(self._path)) as database:
            database.execute("UPDATE job SET leased_until = '' WHERE state = 'running'")
            database.commit()
        assert self.count(counting) < FILES, "it was too fast to be killed in the middle"


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def ended(imported: Import, server: Server, job: int) -> dict[str, Any]:
    """The job once it has ended; its progress never goes back."""
    done = [0]

    def over() -> bool:
        found = imported.call(server, "GET", f"/jobs/{job}")
        done.append(found["done"])
        return found["state"] not in ("waiting", "running")

    wait_until(over)
    assert done == sorted(done)
    found: dict[str, Any] = imported.call(server, "GET", f"/jobs/{job}")
    return found


def assert_whole_files(imported: Import) -> None:
    """A file waits and has nothing, or is read and has all."""
    for state, department, year, envelope in imported.rows(
        "SELECT state, department_id, fiscal_year, envelope FROM import_item"
    ):
        if state == "waiting":
            assert (department, year, envelope) == (None, None, "")
        else:
            assert (state, year, department is not None) == ("read", 2021, True)
            assert json.loads(envelope)["form"]["cover"]["fiscal_year"] == 2021


def assert_whole_reports(imported: Import) -> None:
    """Each applied file has its report with history, attachment and event; no other report is there."""
    assert imported.rows("PRAGMA quick_check") == [("ok",)]
    applied = imported.rows("SELECT report_id, report_version, digest FROM import_item WHERE state = 'applied'")
    reports = dict(imported.rows(REPORTS))
    assert {report: version for report, version, _ in applied} == reports
    attached = set(imported.rows("SELECT report_id, digest FROM attachment"))
    revised = imported.rows("SELECT report_id, count(*) FROM revision GROUP BY report_id")
    assert {(report, 1) for report in reports} <= set(revised)
    assert attached == {(report, digest) for report, _, digest in applied}
    logged = imported.rows("SELECT subject FROM event WHERE kind = 'report_imported'")
    assert sorted(logged) == sorted((f"report:{report}",) for report in reports)


def test_an_import_whose_server_is_killed_goes_on_and_leaves_nothing_half(tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    token = prepare(f"sqlite:///{path}")
    imported = Import(path, token)
    forms = {f"第{at}局/自评.txt": a_form(f"K{at:04}", f"第{at}局") for at in range(FILES)}
    departments = "\n".join(f"430602,K{at:04},第{at}局" for at in range(FILES))
    with serving(f"sqlite:///{path}") as first:
        listed = f"行政区划代码,预算编码,部门名称\n{departments}\n".encode()
        imported.call(first, "POST", "/departments:import", content=listed)
        asked = imported.call(first, "POST", "/report-imports", files=[("files", ("表式.zip", an_archive(forms)))])
        imported.kill(first, READ)
    assert_whole_files(imported)
    with serving(f"sqlite:///{path}") as second:
        job = ended(imported, second, asked["id"])
        assert (job["state"], job["done"], job["total"]) == ("done", FILES, FILES)
        assert_whole_files(imported)
        assert imported.count(READ) == FILES
        applying = imported.call(second, "POST", f"/report-imports/{asked['id']}:apply", json={})
        imported.kill(second, APPLIED)
    assert_whole_reports(imported)
    with serving(f"sqlite:///{path}") as third:
        assert ended(imported, third, applying["id"])["state"] == "done"
    assert imported.count(APPLIED) == FILES
    assert_whole_reports(imported)
