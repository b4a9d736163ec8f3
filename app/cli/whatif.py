"""`jixiao whatif`: filed reports scored again under another scheme, from files or on a server."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table

from app.cli.reading import connected, fail, find_scheme, plain_errors, read_report
from app.cli.scoring import AsJson
from app.contract.job import NewWhatIf, RescoredReport, WhatIfResult
from app.contract.scoring import PointsComputed, SchemeName
from app.domain.decimals import plain
from app.domain.scoring.compiled import CompiledScheme

LOOK = 0.5
"""Seconds between two looks at a job."""


def whatif_command(
    files: Annotated[list[Path] | None, typer.Argument(help="报告文件；不写则在服务器上重算已有的报告")] = None,
    old: Annotated[str, typer.Option("--from", help="原来的方案：自带方案的编号，或文件")] = "",
    new: Annotated[str, typer.Option("--to", help="改后的方案")] = "",
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    year: Annotated[int | None, typer.Option(help="年度（在服务器上重算时必填）")] = None,
    most: Annotated[int, typer.Option(help="列出变化最大的几份")] = 20,
    *,
    as_json: AsJson = False,
) -> None:
    """换一个方案重算已有的报告：谁得谁失，等次和名次怎样变，哪些指标分不出高下."""
    with plain_errors():
        before, after = find_scheme(old), find_scheme(new)
        if files:
            found = _of_files(before, after, files)
        elif year is None:
            fail("请用 --year 写明年度，例如 --year 2021；或写出报告文件")
        else:
            found = asyncio.run(_on_server(server, year, before, after))
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        _show(found, most)


def _of_files(before: CompiledScheme, after: CompiledScheme, files: list[Path]) -> WhatIfResult:
    # numpy takes a while to load, and no other command should wait for it
    from app.whatif.comparison import Name, WhatIf, what_if  # noqa: PLC0415

    console = Console(stderr=True)
    reports = []
    for path in track(files, "读取", console=console, disable=len(files) == 1):
        read = read_report(path)
        name = Name(str(path), read.form.cover.department_name or path.name)
        reports.append((name, (read.form, read.supplement)))
    quick = len(reports) < 100
    found = what_if(before, after, reports, lambda all_: track(all_, "重算", console=console, disable=quick))
    return WhatIfResult.model_validate(TypeAdapter(WhatIf).dump_python(found, mode="json"))


async def _on_server(server: str, year: int, before: CompiledScheme, after: CompiledScheme) -> WhatIfResult:
    """Ask for a job and look on. The new scheme need not be published."""
    old = SchemeName(id=before.scheme.id, version=before.scheme.version)
    async with connected(server) as jixiao:
        job = await jixiao.whatifs.create(NewWhatIf(fiscal_year=year, old=old, new=after.scheme))
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("重算", total=None)
            while job.state in ("waiting", "running"):
                await asyncio.sleep(LOOK)
                job = await jixiao.whatifs.get(job.id)
                progress.update(task, completed=job.done, total=job.total or None)
    if job.result is None:
        fail(job.error or "重算已被取消，没有结果")
    return job.result


def _show(found: WhatIfResult, most: int) -> None:
    console = Console()
    table = Table("部门（单位）", "原得分", "新得分", "变化", "名次", "等次")
    moved = [one for one in found.reports if one.new.low != one.old.low]
    chosen = moved if len(moved) <= most else [*moved[: most // 2], *moved[-(most - most // 2) :]]
    for one in chosen:
        ranks, change = f"{one.old_rank} → {one.new_rank}", one.new.low - one.old.low
        table.add_row(one.title, _span(one.old), _span(one.new), f"{change:+f}", ranks, _ratings(one))
    if chosen:
        console.print(table)
    print(f"{found.total} 份报告：{found.gained} 份增加，{found.lost} 份减少，{found.reranked} 份名次变动")
    for before, after, count in found.ratings:
        print(f"等次 {before} → {after}：{count} 份")
    for shift in found.indicators:
        if shift.old_points > 1 >= shift.new_points or shift.new_points > 1 >= shift.old_points:
            print(f"指标“{shift.title}”{'不再' if shift.old_points > 1 else '开始'}分出高下")


def _span(points: PointsComputed) -> str:
    return plain(points.low) if points.low == points.high else f"{plain(points.low)}–{plain(points.high)}"


def _ratings(one: RescoredReport) -> str:
    before, after = (points.rating or f"{points.rating_low}至{points.rating_high}" for points in (one.old, one.new))
    return before if before == after else f"{before} → {after}"
