"""A server killed in the middle of a job leaves it to the next one, which does it whole."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.serving import Server, bearing, prepare, serving

pytestmark = pytest.mark.slow
REPORTS = 400
ASKED = {
    "fiscal_year": 2021,
    "from": {"id": "yueyanglou-2021", "version": 1},
    "to": {"id": "yueyanglou-2021", "version": 1},
}


def filed(address: str, token: str) -> None:
    """Reports that only their documents say, so that the job takes its time."""
    with httpx.Client(base_url=address, trust_env=False, timeout=30, headers=bearing(token)) as http:
        for number in range(REPORTS):
            department = {"region": "430602", "budget_code": f"K{number:05}", "name": f"局{number}"}
            made = http.post("/api/v1/departments", json=department).json()
            supplement = {"not_applicable": {"staffing_control_rate": "没有编制"}}
            new = {"department": made["id"], "fiscal_year": 2021, "supplement": supplement}
            assert http.post("/api/v1/reports", json=new).status_code == 201


def job_of(server: Server, token: str) -> dict[str, Any]:
    address = f"{server.address}/api/v1/whatifs/1"
    answer: dict[str, Any] = httpx.get(address, trust_env=False, headers=bearing(token)).json()
    return answer


def test_a_job_whose_server_is_killed_is_done_whole_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    token = prepare(f"sqlite:///{path}")
    with serving(f"sqlite:///{path}") as first:
        filed(first.address, token)
        asked = httpx.post(f"{first.address}/api/v1/whatifs", json=ASKED, trust_env=False, headers=bearing(token))
        assert asked.status_code == 202
        for _ in range(200):
            if job_of(first, token)["state"] == "running":
                break
            time.sleep(0.01)
        first.process.kill()
        first.process.wait(timeout=10)
    with closing(sqlite3.connect(path)) as database:
        state, attempt = database.execute("SELECT state, attempt FROM job").fetchone()
        assert (state, attempt) == ("running", 1)
        database.execute("UPDATE job SET leased_until = ''")  # as if the lease had run out
        database.commit()
    with serving(f"sqlite:///{path}") as second:
        for _ in range(600):
            if (job := job_of(second, token))["state"] not in ("waiting", "running"):
                break
            time.sleep(0.05)
        assert (job["state"], job["done"], job["result"]["total"]) == ("done", REPORTS + 4, REPORTS + 4)
