"""Rows 1, 2, 4, 6 and 8: the whole service over HTTP against the ceiling of the stack and of the disk."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.changes import differences
from app.persistence.reports import ADD_REVISION, EXTEND_REVISION, REPLACE_REPORT
from app.persistence.tables import ReportRow
from benchmarks.comparison import Comparison, Side
from benchmarks.data import token_for
from benchmarks.load import Request, requests_per_second
from benchmarks.servers import get, raw, service

LIST: Final = "/api/v1/reports?fiscal_year=2021&limit=50"
RAW_WRITES: Final = 1500


@dataclass(frozen=True, slots=True)
class Asked:
    """How a write is asked for, and by whom."""

    query: str
    prefer: str
    token: str


def rows(folder: Path, url: str, reports: int, rounds: int, seconds: float) -> Iterator[Comparison]:
    """Reads first, on the untouched database; then writes."""
    token = token_for(url)
    with service(url) as port:
        document = get(port, f"/api/v1/reports/{reports // 2}", token)
        page = json.loads(get(port, LIST, token))
        following = f"{LIST}&after={page['next']}"
        listed = get(port, following, token)
        with raw(document) as ceiling, raw(listed) as list_ceiling:
            reads = [
                ("1", "GET report, 200", _get("/api/v1/reports/{}", reports, token), "2", ceiling, 0.22),
                ("2", "GET report, 304", _get("/api/v1/reports/{}", reports, token, '"1"'), "3", ceiling, None),
                ("4", "list of 50, filtered, second page", _get(following, 0, token), "2", list_ceiling, 0.11),
            ]
            for row, title, request, wanted, against, floor in reads:

                def ours(request: Request = request, wanted: str = wanted) -> float:
                    return requests_per_second(port, request, seconds, wanted)

                def theirs(request: Request = request, against: int = against) -> float:
                    return requests_per_second(against, request, seconds)

                ours()
                yield Comparison(row, title, "/s", Side("ours", ours), Side("raw ASGI, same bytes", theirs), floor).run(
                    rounds
                )
        with _raw_loop(folder, url) as loop:
            blocks = iter(range(10**6))
            for row, title, query, prefer, floor in (
                ("6", "PUT report, validated, FULL, 204", "", "return=minimal", 0.35),
                ("8", "PUT report, scored and stored, FULL, scorecard back", "?include=scorecard", "", None),
            ):

                def put(query: str = query, prefer: str = prefer) -> float:
                    request = _put(
                        document, folder, url, next(blocks), rounds * 2 + 4, reports, Asked(query, prefer, token)
                    )
                    return requests_per_second(port, request, seconds)

                put()
                yield Comparison(
                    row, title, "/s", Side("ours", put), Side("raw driver loop, same rows", loop), floor
                ).run(rounds)


def _get(path: str, reports: int, token: str, known: str = "") -> Request:
    """GET of random reports (or of one path)."""
    headers = f"Authorization: Bearer {token}\r\n" + (f"If-None-Match: {known}\r\n" if known else "")

    def python(number: int) -> bytes:
        target = path.format(number * 7919 % reports + 1) if reports else path
        return f"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()

    start, _, end = path.partition("{}")
    target = f'"{start}" .. math.random(1, {reports}) .. "{end}"' if reports else f'"{path}"'
    condition = f", ['If-None-Match'] = '{known}'" if known else ""
    lua_headers = f"{{['Authorization'] = 'Bearer {token}'{condition}}}"
    return Request(python, f"function request() return wrk.format('GET', {target}, {lua_headers}) end\n")


def _put(document: bytes, folder: Path, url: str, block: int, blocks: int, reports: int, asked: Asked) -> Request:
    """PUT of one changed figure, to reports of a block of their own, each round with the versions that they have."""
    size = reports // blocks
    first = block % blocks * size + 1
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        known = dict(database.execute("SELECT id, version FROM report WHERE id BETWEEN ? AND ?", (first, first + size)))
    content = {name: json.loads(document)[name] for name in ("form", "supplement")}
    content["form"]["profile"]["staff_in_post"] = "@@"
    before, after = json.dumps(content, ensure_ascii=False).split("@@")
    base = (block + 1) * 1_000_000

    def python(number: int) -> bytes:
        place = first + number % size
        body = f"{before}{base + number}{after}".encode()
        version = known[place] + number // size
        return (
            f"PUT /api/v1/reports/{place}{asked.query} HTTP/1.1\r\nHost: localhost\r\n"
            "Content-Type: application/json\r\n"
            f'Authorization: Bearer {asked.token}\r\nIf-Match: "{version}"\r\nPrefer: {asked.prefer}\r\n'
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    parts = folder / "put.lua"
    versions = ",".join(str(known[place]) for place in range(first, first + size))
    # Long brackets keep the JSON as it is.
    parts.write_text(
        f"before = [====[{before}]====]\nafter = [====[{after}]====]\nversions = {{{versions}}}\n", "utf-8"
    )
    lua = f"""
dofile("{parts}")
n = -2  -- wrk asks for one request that it never sends
function request()
  n = n + 1
  local place = n % {size}
  local body = before .. ({base} + n) .. after
  local version = versions[place + 1] + math.floor(n / {size})
  return wrk.format("PUT", "/api/v1/reports/" .. ({first} + place) .. "{asked.query}", {{
    ["Content-Type"] = "application/json", ["If-Match"] = '"' .. version .. '"', ["Prefer"] = "{asked.prefer}",
    ["Authorization"] = "Bearer {asked.token}"
  }}, body)
end
"""
    return Request(python, lua)


@contextmanager
def _raw_loop(folder: Path, url: str) -> Iterator[Callable[[], float]]:
    """The same rows written by the driver alone, a commit each, on a copy of the file; writes a second."""
    copy = folder / "raw.db"
    shutil.copyfile(url.removeprefix("sqlite:///"), copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    names = list(ReportRow.model_fields)
    stored = [
        dict(zip(names, row, strict=True))
        for row in connection.execute(f"SELECT {', '.join(names)} FROM report ORDER BY id LIMIT 2000")
    ]
    patch = json.dumps([one.as_json() for one in differences({"a": {"b": "43"}}, {"a": {"b": "1000043"}})])
    turn = iter(range(10**9))

    def loop() -> float:
        begin = time.perf_counter()
        for _ in range(RAW_WRITES):
            row = stored[next(turn) % len(stored)]
            expected = row["version"]
            row["version"] = expected + 1
            connection.execute("BEGIN IMMEDIATE")
            written = connection.execute(
                REPLACE_REPORT.sqlite, {**row, "report_id": row["id"], "expected": expected}
            ).rowcount
            assert written == 1
            sitting = {
                "number": 2, "to_version": row["version"], "started_at": row["updated_at"],
                "ended_at": row["updated_at"], "patch": patch,
            }  # fmt: skip
            extended = connection.execute(
                EXTEND_REVISION.sqlite, {**sitting, "of_report": row["id"], "of_number": 2}
            ).rowcount
            if not extended:
                fresh = {**sitting, "report_id": row["id"], "from_version": expected, "actor": "local"}
                connection.execute(ADD_REVISION.sqlite, fresh)
            connection.execute("COMMIT")
        return RAW_WRITES / (time.perf_counter() - begin)

    yield loop
    connection.close()
