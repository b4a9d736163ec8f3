"""Findings as a table that spreadsheets open: what `jixiao check --csv` writes, and what pages give to download."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from app.contract.finding import Finding

COLUMNS: Final = ("等级", "编号", "检查", "位置", "发现", "为什么", "怎样改", "依据", "指针")
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""

Examined = tuple[Sequence[str], Iterable[Finding]]
"""What a report is called (a cell each), and its findings."""


def findings_csv(called: Sequence[str], reports: Iterable[Examined]) -> bytes:
    """A line a finding, in UTF-8 with the mark that spreadsheets know it by; `called` heads what reports are called."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*called, *COLUMNS])
    for names, findings in reports:
        writer.writerows([*map(_inert, (*names, *_told(one)))] for one in findings)
    return written.getvalue().encode("utf-8-sig")


def _told(finding: Finding) -> tuple[str, ...]:
    amount = "；".join((finding.amount, *(f"{one.title}：{one.amount}" for one in finding.linked)))
    fixes = "；或者".join(fix.text for fix in finding.fixes)
    return (
        finding.severity.label, finding.check, finding.title, finding.where, amount, finding.why, fixes,
        finding.source, finding.pointer,
    )  # fmt: skip


def _inert(text: str) -> str:
    """The text as a spreadsheet shows it and never computes it: reports come from anybody."""
    return f"'{text}" if text.startswith(FORMULAS) else text
