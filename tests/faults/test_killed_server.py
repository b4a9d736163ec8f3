"""A server killed in the middle of writing loses nothing that it acknowledged and tears nothing."""

import json
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.serving import bearing, prepare, serving

pytestmark = pytest.mark.slow
CLIENTS, REPORTS, SECONDS = 8, 4, 2.0


@dataclass(frozen=True, slots=True)
class Write:
    """A write that the server acknowledged: the version it became and the number in each of its cells."""

    report: int
    version: int
    number: int


def numbered(number: int) -> dict[str, Any]:
    """A report that says one number in many places, so that a torn one contradicts itself."""
    rows = [{"institution": f"机构{number}", "total": str(number)} for _ in range(40)]
    return {
        "form": {"profile": {"staff_in_post": str(number), "duties": f"{number}，" * 500}, "revenue": {"rows": rows}}
    }


def number_in(document: dict[str, Any]) -> int:
    """The one number that a whole document says."""
    form, number = document["form"], int(document["form"]["profile"]["staff_in_post"])
    told = numbered(number)["form"]
    assert form["profile"]["duties"] == told["profile"]["duties"]
    assert [(row["institution"], row["total"]) for row in form["revenue"]["rows"]] == [
        (row["institution"], row["total"]) for row in told["revenue"]["rows"]
    ]
    return number


def write(address: str, token: str, client: int) -> list[Write]:
    """Put one report again and again, in competition with another client, until the server is gone."""
    report, acknowledged = client % REPORTS + 1, []
    with httpx.Client(base_url=address, timeout=10, trust_env=False, headers=bearing(token)) as http:
        try:
            for at in range(1, 100_000):
                number, tag = client * 100_000 + at, http.get(f"/api/v1/reports/{report}").headers["etag"]
                answer = http.put(f"/api/v1/reports/{report}", json=numbered(number), headers={"If-Match": tag})
                assert answer.status_code in (200, 412), answer.text
                if answer.status_code == 200:
                    acknowledged.append(Write(report, answer.json()["version"], number))
        except httpx.HTTPError:
            pass
    return acknowledged


def writes_until_killed(url: str, token: str) -> list[Write]:
    """Everything that was acknowledged before the server, and nothing but it, was killed."""
    with serving(url) as server, ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(write, server.address, token, client) for client in range(1, CLIENTS + 1)]
        time.sleep(SECONDS)
        server.process.kill()
        assert server.process.wait(10) == -signal.SIGKILL
        return [one for future in running for one in future.result(30)]


def assert_whole(path: Path, acknowledged: list[Write]) -> None:
    """The file is sound, each report agrees with itself, and each acknowledged write is in it or was built upon."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        rows = database.execute(
            "SELECT id, version, summary, document, (SELECT max(to_version) FROM revision WHERE report_id = id)"
            " FROM report WHERE id <= ?",
            (REPORTS,),
        ).fetchall()
    for report, version, summary, document, last in rows:
        read, writes = json.loads(document), [one for one in acknowledged if one.report == report]
        assert (read["version"], json.loads(summary)["version"], last) == (version, version, version)
        number = number_in(read)
        newest = max(writes, key=lambda one: one.version)
        # Each of the report's two clients may have one write committed whose answer did not get out.
        assert newest.version <= version <= newest.version + 2
        assert number == newest.number or version > newest.version


def test_a_killed_server_loses_no_acknowledged_write_and_tears_no_document(tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    url = f"sqlite:///{path}"
    token = prepare(url)
    versions: set[tuple[int, int]] = set()
    for _ in range(3):
        acknowledged = writes_until_killed(url, token)
        assert {one.report for one in acknowledged} == set(range(1, REPORTS + 1))
        assert_whole(path, acknowledged)
        # A version that two writes became, in one cycle or in two, would be a write lost to the other.
        made = [(one.report, one.version) for one in acknowledged]
        assert len(made) == len(set(made) - versions)
        versions |= set(made)
