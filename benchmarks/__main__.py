"""`python -m benchmarks`: measures, prints, and writes docs/benchmarks.md with the machine named."""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import (
    data,
    document_rows,
    engine_rows,
    findings_rows,
    http_rows,
    keyset_rows,
    page_rows,
    passage_rows,
    reading_rows,
    whatif_rows,
)
from benchmarks.comparison import Comparison
from benchmarks.load import WRK

RESULT: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"
PACKAGES: Final = ("fastapi", "starlette", "pydantic", "uvicorn", "sqlmodel", "numpy", "zen-engine", "openfisca-core")


def main() -> int:
    """Measure everything; 1 where a floor does not hold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5, help="rounds of each comparison (median)")
    arguments.add_argument("--seconds", type=float, default=2, help="seconds of load a round and side")
    arguments.add_argument("--reports", type=int, default=10_000, help="reports in the database")
    given = arguments.parse_args()
    early = engine_rows.floors(given.rounds)
    found: list[Comparison] = []
    with tempfile.TemporaryDirectory(prefix="jixiao-benchmark-") as name:
        folder = Path(name)
        collect(found, engine_rows.rows(given.rounds))
        collect(found, findings_rows.rows(given.rounds))
        collect(found, document_rows.rows(given.rounds))
        collect(found, reading_rows.rows(given.rounds))
        collect(found, page_rows.rows(given.rounds))
        collect(found, whatif_rows.rows(folder, given.rounds))
        collect(found, keyset_rows.rows(folder, given.rounds))
        say("indexing the texts of 100 000 reports")
        collect(found, passage_rows.rows(folder, given.rounds))
        say(f"filling a database with {given.reports} reports")
        url = data.filled(folder / "reports.db", given.reports, say)
        collect(found, http_rows.rows(folder, url, given.reports, given.rounds, given.seconds))
    # An absolute time is the least of two far apart: a noisy minute must not decide it.
    late = engine_rows.floors(given.rounds)
    floors = [(what, min(spent, again[1]), floor) for (what, spent, floor), again in zip(early, late, strict=True)]
    for what, spent, floor in floors:
        say(f"{what}: {spent:.1f} µs" + (f" (floor {floor:g})" if floor else ""))
    RESULT.write_text(written(floors, found, given.rounds), "utf-8")
    say(f"written to docs/{RESULT.name}")
    held = all(one.holds is not False for one in found) and all(spent <= floor for _, spent, floor in floors if floor)
    return 0 if held else 1


def collect(found: list[Comparison], rows: Iterable[Comparison]) -> None:
    """Run the rows one by one and print each as it is done."""
    for row in rows:
        found.append(row)
        say("  ".join(row.cells()))


def written(floors: list[tuple[str, float, float | None]], found: list[Comparison], rounds: int) -> str:
    """The results as a page."""
    load = "wrk" if WRK else "the bundled client (slower than a fast server: its ratios flatter us; install wrk)"
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Both sides of a row are measured in turn in one run, the ratio is the",
        "median of the rounds' ratios. Absolute figures are this machine's; only ratios are compared with floors.",
        "",
        f"{machine()}; {rounds} rounds; load by {load}, 16 connections; {datetime.now(UTC):%Y-%m-%d}.",
        "",
        "| row | what | ours | against | ratio | floor | holds |",
        "|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(one.cells())} |" for one in found),
        "",
        "The engine on one report (30 rules, exact decimals, one core):",
        "",
        "| what | µs | floor µs |",
        "|---|---|---|",
        *(f"| {what} | {spent:.1f} | {f'{floor:g}' if floor else '—'} |" for what, spent, floor in floors),
        "",
    ]
    return "\n".join(lines)


def machine() -> str:
    """What was measured on."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{os.cpu_count()} × {cpu}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
