"""Load on loopback: wrk where the machine has it, else a small client of our own; the same for both sides.

The small client is slower than a fast server, so its ratios flatter the slower side; the results say which was used.
"""

import asyncio
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.pinning import pinned

CONNECTIONS: Final = 16
WRK: Final = shutil.which("wrk")


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a load: written for the bundled client, and the same in Lua for wrk."""

    python: Callable[[int], bytes]
    lua: str


def requests_per_second(port: int, request: Request, seconds: float, wanted: str = "2") -> float:
    """Answers a second over 16 connections. Raises RuntimeError where any answer is not of the wanted kind."""
    if WRK:
        return _wrk(port, request.lua, seconds, wanted)
    return asyncio.run(_bundled(port, request.python, seconds, wanted))


def _wrk(port: int, lua: str, seconds: float, wanted: str) -> float:
    check = f"""
bad = 0
function response(status) if not string.match(tostring(status), "^{wanted}") then bad = bad + 1; last = status end end
local threads = {{}}
function setup(thread) table.insert(threads, thread) end
function done(summary)
  local wrong = 0
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("bad")
    if thread:get("bad") > 0 then print("last wrong status", thread:get("last")) end
  end
  local e = summary.errors
  print("wrong answers", wrong + e.connect + e.read + e.write + e.timeout)
end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(lua + check)
    command = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-s", script.name, f"http://127.0.0.1:{port}"]
    try:
        said = subprocess.run(
            pinned(command, 1), capture_output=True, text=True, check=True, timeout=seconds + 30
        ).stdout
    finally:
        Path(script.name).unlink()
    if "wrong answers\t0" not in said:
        raise RuntimeError(f"not every answer was {wanted}xx:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found
    return float(found[1])


async def _bundled(port: int, request: Callable[[int], bytes], seconds: float, wanted: str) -> float:
    end = time.perf_counter() + seconds
    numbers = iter(range(10**9))

    async def one_connection() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answers = 0
        while time.perf_counter() < end:
            writer.write(request(next(numbers)))
            head = await reader.readuntil(b"\r\n\r\n")
            if not head[9:].startswith(wanted.encode()):
                raise RuntimeError(f"not every answer was {wanted}xx: {head[:200]!r}")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if length:
                await reader.readexactly(int(length[1]))
            answers += 1
        writer.close()
        return answers

    begin = time.perf_counter()
    found = await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return sum(found) / (time.perf_counter() - begin)
