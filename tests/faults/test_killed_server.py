"""A server killed in the middle of writing loses nothing that it acknowledged, and its log names nobody."""

import json
import sqlite3
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.support.serving import prepare, serving

pytestmark = pytest.mark.slow
WRITERS = 4
PERSON = {"contact": "欧阳无忌", "phone": "13900001234"}


def write(address: str, report: int, acknowledged: dict[int, str]) -> None:
    """Change one report again and again until the server is gone; keep the last value that it acknowledged."""
    with httpx.Client(base_url=address, timeout=10, trust_env=False) as http:
        try:
            for number in range(100_000):
                tag = http.get(f"/api/v1/reports/{report}").headers["etag"]
                value = str(number + 1)
                patch = {"form": {"profile": {"staff_in_post": value}}}
                headers = {"If-Match": tag, "Content-Type": "application/merge-patch+json"}
                answer = http.patch(f"/api/v1/reports/{report}", json=patch, headers=headers)
                if answer.status_code == 200:
                    acknowledged[report] = value
        except httpx.HTTPError:
            return


def test_a_killed_server_loses_no_acknowledged_write(tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    prepare(f"sqlite:///{path}")
    for _ in range(3):
        acknowledged: dict[int, str] = {}
        with serving(f"sqlite:///{path}") as server:
            writers = [
                threading.Thread(target=write, args=(server.address, report, acknowledged))
                for report in range(1, WRITERS + 1)
            ]
            for writer in writers:
                writer.start()
            time.sleep(1)
            server.process.kill()
            for writer in writers:
                writer.join(15)
        assert len(acknowledged) == WRITERS
        with sqlite3.connect(path) as database:
            assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            stored = {row[0]: json.loads(row[1]) for row in database.execute("SELECT id, document FROM report")}
        for report, value in acknowledged.items():
            # The write after the last acknowledged one may have been committed without its answer getting out.
            assert int(stored[report]["form"]["profile"]["staff_in_post"]) - int(value) in (0, 1)


def test_no_log_line_names_a_person(tmp_path: Path) -> None:
    url, log = f"sqlite:///{tmp_path / 'jixiao.db'}", tmp_path / "log"
    prepare(url)
    with serving(url, log) as server, httpx.Client(base_url=server.address, trust_env=False) as http:
        department = {"region": "430602", "budget_code": "123", "name": "示范局"}
        number = http.post("/api/v1/departments", json=department).json()["id"]
        report = {"department": number, "fiscal_year": 2021, "form": {"profile": PERSON}}
        created = http.post("/api/v1/reports", json=report)
        http.post("/api/v1/reports", json=report | {"form": {"profile": PERSON | {"staff_in_post": 5.5}}})
        http.put(created.headers["location"], json={"form": {"profile": PERSON}})
        http.get(f"/reports/{created.json()['id']}")
        assert created.json()["form"]["profile"]["contact"] == PERSON["contact"]
    assert not [value for value in PERSON.values() if value in log.read_text("utf-8")]
