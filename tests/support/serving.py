"""The whole service in a process of its own, on a free loopback port; it ends with the block."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).parents[2]
JIXIAO: Final = str(Path(sys.executable).with_name("jixiao"))


@dataclass(frozen=True, slots=True)
class Server:
    """A running service; `log` is what it writes to its standard error."""

    address: str
    process: subprocess.Popen[str]
    log: Path


def prepare(database_url: str) -> str:
    """Migrate a database and put the demo data in it; says a token that may do everything."""
    commands = (["migrate"], ["demo"], ["token", "测试", "--right", "all", "--place", "000000"])
    return [jixiao(database_url, *command) for command in commands][-1].strip()


def environment_of(database_url: str) -> dict[str, str]:
    """What a process is set with; passwords are hashed at the least cost, since these are no secrets."""
    return {**os.environ, "DATABASE_URL": database_url, "PASSWORD_MEMORY_KIB": "8192", "PASSWORD_PASSES": "1"}


def jixiao(database_url: str, *arguments: str) -> str:
    """What a command on the server itself prints."""
    command = [JIXIAO, *arguments]
    return subprocess.run(
        command, env=environment_of(database_url), check=True, capture_output=True, timeout=60, text=True
    ).stdout


def bearing(token: str) -> dict[str, str]:
    """The header of calls with that token."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def serving(database_url: str, log: Path | None = None) -> Iterator[Server]:
    """Serve a prepared database."""
    with (log or Path(os.devnull)).open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.serve_on_free_port"],
            env=environment_of(database_url),
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            cwd=TOP,
        )
    assert process.stdout is not None
    try:
        found = re.fullmatch(r"listening (\d+)\n", process.stdout.readline())
        assert found, "the server did not start"
        yield Server(f"http://127.0.0.1:{found[1]}", process, log or Path(os.devnull))
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
