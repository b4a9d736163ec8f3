"""A server killed in the middle of uploads keeps what it acknowledged and leaves nothing half."""

import hashlib
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.support.files import a_pdf
from tests.support.serving import bearing, prepare, serving

pytestmark = pytest.mark.slow
CLIENTS: Final = 3
SIZE: Final = 2_000_000
URL: Final = "/api/v1/reports/1/attachments"


def upload(address: str, token: str, client: int, kept: set[int]) -> None:
    """Attach and remove files until the server is gone; `kept` are those that must be there."""
    headers = {**bearing(token), "Content-Type": "application/octet-stream"}
    with httpx.Client(base_url=address, timeout=20, trust_env=False, headers=headers) as http:
        try:
            for at in range(10_000):
                answer = http.post(URL, params={"name": "a.pdf"}, content=a_pdf(SIZE, f"{client}-{at}"))
                assert answer.status_code == 201, answer.text
                kept.add(answer.json()["id"])
                if at % 3:
                    gone = answer.json()["id"]
                    kept.discard(gone)  # before the answer: whether a request that broke off was done is not known
                    assert http.delete(f"{URL}/{gone}").status_code == 204
        except httpx.HTTPError:
            pass


def uploads_until_killed(url: str, token: str) -> set[int]:
    """Files that were acknowledged, and not asked to be removed, before the server was killed."""
    kept: set[int] = set()
    with serving(url) as server, ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(upload, server.address, token, client, kept) for client in range(CLIENTS)]
        until = time.monotonic() + 60
        while len(kept) < 2 * CLIENTS and time.monotonic() < until:
            time.sleep(0.01)
        server.process.kill()
        assert server.process.wait(10) == -signal.SIGKILL
        for future in running:
            future.result(30)
    return kept


def test_a_killed_server_keeps_acknowledged_files_whole_and_no_content_without_a_file(tmp_path: Path) -> None:
    path = tmp_path / "jixiao.db"
    kept = uploads_until_killed(f"sqlite:///{path}", prepare(f"sqlite:///{path}"))
    assert len(kept) >= 2 * CLIENTS
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        listed = database.execute("SELECT id, digest, size FROM attachment").fetchall()
        blobs = dict(database.execute("SELECT digest, content FROM blob").fetchall())
        counted = dict(database.execute("SELECT kind, count(*) FROM event GROUP BY kind").fetchall())
    assert kept <= {one[0] for one in listed}
    assert {digest for _, digest, _ in listed} == set(blobs)
    assert all(hashlib.sha256(blobs[digest]).hexdigest() == digest for digest in blobs)
    assert all(len(blobs[digest]) == size for _, digest, size in listed)
    assert counted["attachment_added"] - counted.get("attachment_removed", 0) == len(listed)
