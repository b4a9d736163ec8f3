"""Server processes of a benchmark, on free loopback ports; each ends with its block."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pinning import pinned


@contextmanager
def service(database_url: str) -> Iterator[int]:
    """The whole application, with one process; says its port."""
    with _serving("app.main:create_app", {"DATABASE_URL": database_url}, "--factory") as port:
        yield port


@contextmanager
def raw(body: bytes) -> Iterator[int]:
    """The ceiling, answering `body`; says its port."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body"
        path.write_bytes(body)
        with _serving("benchmarks.raw_asgi:application", {"BENCHMARK_BODY": str(path)}) as port:
            yield port


@contextmanager
def _serving(application: str, environment: dict[str, str], *flags: str) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, *flags, "--port", str(port)]
    process = subprocess.Popen(
        pinned([*command, "--no-access-log", "--log-level", "warning"], 0), env={**os.environ, **environment}
    )
    try:
        _wait_until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(port: int) -> None:
    for _ in range(200):
        try:
            get(port, "/readyz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def get(port: int, path: str, token: str = "") -> bytes:
    """The body of one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    body = connection.getresponse().read()
    connection.close()
    return body
