"""`jixiao whatif`: filed reports scored again under another scheme, from files or from a server."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from app.cli.reading import find_scheme, plain_errors, read_report
from app.cli.scoring import AsJson
from app.client import Jixiao
from app.domain.decimals import plain
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement

if TYPE_CHECKING:  # numpy takes a while to load, and no other command should wait for it
    from app.whatif.comparison import Filed, Rescored, WhatIf


def whatif_command(
    files: Annotated[list[Path] | None, typer.Argument(help="报告文件；不写则取服务器上的报告")] = None,
    old: Annotated[str, typer.Option("--from", help="原来的方案：自带方案的编号，或文件")] = "",
    new: Annotated[str, typer.Option("--to", help="改后的方案")] = "",
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    year: Annotated[int | None, typer.Option(help="年度；不写则各年度都取")] = None,
    most: Annotated[int, typer.Option(help="列出变化最大的几份")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """换一个方案重算已有的报告：谁得谁失，等次和名次怎样变，哪些指标分不出高下."""
    from app.whatif.comparison import what_if  # noqa: PLC0415 - see above

    console = Console(stderr=True)
    with plain_errors():
        before, after = find_scheme(old), find_scheme(new)
        if files:
            reports = [_from_file(path) for path in track(files, "读取", console=console, disable=len(files) == 1)]
        else:
            with console.status("从服务器取报告"):
                reports = asyncio.run(_from_server(server, year))
        quick = len(reports) < 100
        found = what_if(before, after, reports, lambda all_: track(all_, "重算", console=console, disable=quick))
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        _show(found, most)


def _named(id_: str, title: str, form: Form, supplement: Supplement) -> "Filed":
    from app.whatif.comparison import Name  # noqa: PLC0415 - see above

    return Name(id_, title), (form, supplement)


def _from_file(path: Path) -> "Filed":
    envelope = read_report(path)
    return _named(str(path), envelope.form.cover.department_name or path.name, envelope.form, envelope.supplement)


async def _from_server(server: str, year: int | None) -> "list[Filed]":
    async with Jixiao(server) as jixiao:
        return [one async for one in _reports(jixiao, year)]


async def _reports(jixiao: Jixiao, year: int | None) -> "AsyncIterator[Filed]":
    after: str | None = None
    while True:
        page = await jixiao.reports.list(fiscal_year=year, after=after, limit=200)
        for one in page.items:
            report = await jixiao.reports.get(one.id)
            yield _named(str(one.id), one.department.name, report.form, report.supplement)
        if page.next is None:
            return
        after = page.next


def _show(found: "WhatIf", most: int) -> None:
    console = Console()
    table = Table("部门（单位）", "原得分", "新得分", "变化", "名次", "等次")
    moved = [one for one in found.reports if one.change]
    chosen = moved if len(moved) <= most else [*moved[: most // 2], *moved[-(most - most // 2) :]]
    for one in chosen:
        ranks = f"{one.old_rank} → {one.new_rank}"
        table.add_row(one.title, _span(one, "old"), _span(one, "new"), f"{one.change:+f}", ranks, _ratings(one))
    if chosen:
        console.print(table)
    print(f"{found.total} 份报告：{found.gained} 份增加，{found.lost} 份减少")
    for before, after, count in found.ratings:
        print(f"等次 {before} → {after}：{count} 份")
    for shift in found.indicators:
        if shift.stops or shift.starts:
            print(f"指标“{shift.title}”{'不再' if shift.stops else '开始'}分出高下")


def _span(one: "Rescored", side: str) -> str:
    points = one.old if side == "old" else one.new
    return plain(points.low) if points.low == points.high else f"{plain(points.low)}–{plain(points.high)}"


def _ratings(one: "Rescored") -> str:
    before, after = (points.rating or f"{points.rating_low}至{points.rating_high}" for points in (one.old, one.new))
    return before if before == after else f"{before} → {after}"


def _plain(found: "WhatIf") -> dict[str, Any]:
    return {
        "reports": [
            {
                "id": one.id,
                "title": one.title,
                "old": {"low": plain(one.old.low), "high": plain(one.old.high), "rating": one.old.rating},
                "new": {"low": plain(one.new.low), "high": plain(one.new.high), "rating": one.new.rating},
                "change": plain(one.change),
                "old_rank": one.old_rank,
                "new_rank": one.new_rank,
            }
            for one in found.reports
        ],
        "gained": found.gained,
        "lost": found.lost,
        "ratings": [{"old": before, "new": after, "reports": count} for before, after, count in found.ratings],
        "indicators": [
            {"id": one.id, "title": one.title, "stops": one.stops, "starts": one.starts}
            for one in found.indicators
            if one.stops or one.starts
        ],
    }
