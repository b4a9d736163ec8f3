"""What a server logs names no person, not even where it logs a fault."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.support.serving import bearing, prepare, serving

pytestmark = pytest.mark.slow
PERSON = {"contact": "欧阳无忌", "phone": "13900001234"}
FORM = {"form": {"profile": PERSON}}


def spellings(value: str) -> set[str]:
    """A value as a log might have it: plain, in JSON, in an address, in bytes."""
    return {value, json.dumps(value)[1:-1], quote(value), repr(value.encode())[2:-1]}


def token_of(http: httpx.Client) -> str:
    return http.headers["authorization"].removeprefix("Bearer ")


def use(http: httpx.Client, department: int) -> list[int]:
    """Create, change, read and wrongly change a report of a person; the statuses of the answers."""
    new = {"department": department, "fiscal_year": 2021, **FORM}
    wrong = {"form": {"profile": PERSON | {"staff_in_post": 5.5}}}
    created = http.post("/api/v1/reports", json=new)
    place = created.headers.get("location", "/api/v1/reports/1")
    changed = {"form": {"profile": PERSON | {"staff_in_post": "18"}}}
    answers = [
        created,
        http.put(place, json=changed, headers={"If-Match": '"1"'}),
        http.get(place),
        http.get(place.removeprefix("/api/v1"), headers={"Cookie": f"jixiao={token_of(http)}"}),
        http.post("/api/v1/reports", json=new),
        http.put(place, json=FORM, headers={"If-Match": '"1"'}),
        http.put(place, json=wrong, headers={"If-Match": '"2"'}),
        http.post(
            "/api/v1/reports", content=json.dumps(new).encode()[:-1], headers={"Content-Type": "application/json"}
        ),
    ]
    return [one.status_code for one in answers]


def test_no_log_line_names_a_person(tmp_path: Path) -> None:
    path, log = tmp_path / "jixiao.db", tmp_path / "log"
    token = prepare(f"sqlite:///{path}")
    with serving(f"sqlite:///{path}", log) as server:
        with httpx.Client(base_url=server.address, trust_env=False, headers=bearing(token)) as http:
            named = {"region": "430602", "budget_code": "123", "name": "示范局"}
            department = http.post("/api/v1/departments", json=named).json()["id"]
            assert use(http, department) == [201, 200, 200, 200, 409, 412, 422, 400]
            with closing(sqlite3.connect(path)) as database:
                database.execute("ALTER TABLE report RENAME TO lost")
            assert use(http, department)[:3] == [500, 500, 500]
        server.process.terminate()
        server.process.wait(20)
        assert server.process.stdout is not None
        said = log.read_text("utf-8") + server.process.stdout.read()
    assert "unhandled error on PUT" in said
    assert not [value for value in PERSON.values() for spelling in spellings(value) if spelling in said]
