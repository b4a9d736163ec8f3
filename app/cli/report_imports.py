"""`jixiao import`: filled forms into a server, read there as they are read for the pages."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app.cli.reading import connected, fail, plain_errors, read_file
from app.client import Jixiao
from app.contract.department import NewDepartment
from app.contract.job import Job
from app.contract.report_import import ITEM_LABELS, ApplyImport, ImportedFile, ItemState, ReportImport

Files = Annotated[list[Path], typer.Argument(help="填好的表式、jixiao read 给出的 JSON，或装有它们的 zip")]

LOOK: Final = 0.3
"""Seconds between two looks at a job."""


def import_command(
    files: Files,
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    region: Annotated[str, typer.Option(help="行政区划代码：在这个区划里找部门")] = "430602",
    *,
    create_department: Annotated[bool, typer.Option(help="部门还没有登记时先登记")] = False,
    replace: Annotated[bool, typer.Option(help="同一部门同一年度已有报告时，用文件的内容更新它")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读取和对照，不写入任何报告")] = False,
) -> None:
    """把填好的表式导入服务器；一份报告要么全部导入，要么不动."""
    if not (region.isdecimal() and len(region) in (6, 9)):
        fail(f"--region 应是 6 位或 9 位数字，这里是 {region}")
    sent = [(path.name, read_file(path)) for path in files]
    wanted = ApplyImport(replace=replace, unsure=True)
    with plain_errors():
        found = asyncio.run(_import(server, sent, region, wanted, register=create_department, dry_run=dry_run))
    _show(found, server, dry_run=dry_run)
    failed = [one for one in found.items if one.state in _BAD or not (dry_run or one.state is ItemState.APPLIED)]
    for one in failed:
        typer.echo(f"{one.name}：{_why(one)}", err=True)
    if failed:
        fail(f"{len(found.items)} 份中有 {len(failed)} 份没有导入")


_BAD: Final = (ItemState.WAITING, ItemState.REFUSED, ItemState.NO_DEPARTMENT)


async def _import(
    server: str, sent: Sequence[tuple[str, bytes]], region: str, wanted: ApplyImport, *, register: bool, dry_run: bool
) -> ReportImport:
    """The import as it ends: read, and (unless it is a dry run) applied."""
    async with connected(server) as jixiao:
        asked = await jixiao.report_imports.create(sent, region)
        await _watched("读取", asked, lambda: jixiao.report_imports.get(asked.id))
        if not dry_run:
            if register:
                await _register(jixiao, await jixiao.report_imports.get(asked.id), region)
            job = await jixiao.report_imports.apply_all(asked.id, wanted)
            await _watched("导入", job, lambda: jixiao.jobs.get(job.id))
        return await jixiao.report_imports.get(asked.id)


async def _watched(word: str, job: Job, look: Callable[[], Awaitable[Job]]) -> None:
    """Look on until a job has ended. Ends the command where it failed."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(word, total=None)
        while job.state in ("waiting", "running"):
            await asyncio.sleep(LOOK)
            job = await look()
            progress.update(task, completed=job.done, total=job.total or None)
    if job.state != "done":
        fail(job.error or f"{word}已被取消，其余的没有做")


async def _register(jixiao: Jixiao, found: ReportImport, region: str) -> None:
    """Register the departments that files name and nobody has registered; applying finds them then."""
    for one in found.items:
        if one.state is not ItemState.NO_DEPARTMENT:
            continue
        form = (await jixiao.report_imports.item(found.id, one.number)).form
        code = form.cover.budget_code if form else ""
        if form and code and not (await jixiao.departments.list(region=region, budget_code=code)).items:
            name = form.cover.department_name or code
            await jixiao.departments.create(NewDepartment(region=region, budget_code=code, name=name))


def _show(found: ReportImport, server: str, *, dry_run: bool) -> None:
    if len(found.items) > 1:
        table = Table("文件", "部门（单位）", "年度", "结果", "存疑", "改动")
        for one in found.items:
            department = one.department.name if one.department else ""
            changes = str(one.changes) if one.state is ItemState.THERE else ""
            doubts, year = str(one.doubts or ""), str(one.fiscal_year or "")
            table.add_row(one.name, department, year, ITEM_LABELS[one.state], doubts, changes)
        Console().print(table)
    for one in found.items:
        if one.state is ItemState.APPLIED:
            doubts = f"（{one.doubts} 处存疑）" if one.doubts else ""
            print(f"{one.name} → 报告 {one.report}{doubts} {server}/reports/{one.report}")
        elif dry_run and one.state not in _BAD:
            print(f"{one.name}：{_told(one)}")
    if dry_run:
        print(f"只是试读，没有写入报告；逐份核对：{server}/report-imports/{found.id}")


def _told(one: ImportedFile) -> str:
    """What would become of a file."""
    doubts = f"，{one.doubts} 处存疑" if one.doubts else ""
    if one.state is ItemState.THERE:
        return f"已有报告 {one.report}，会改动 {one.changes} 处{doubts}{f'；{one.message}' if one.message else ''}"
    return f"将新建报告{doubts}"


def _why(one: ImportedFile) -> str:
    """Why a file was not imported, and what to do."""
    if one.state is ItemState.NO_DEPARTMENT:
        return f"{one.message}，或加 --create-department"
    if one.state is ItemState.THERE and not one.message:
        told = f"已有 {one.fiscal_year} 年度的自评报告（编号 {one.report}），文件与它有 {one.changes} 处不同"
        return f"{told}；要用文件的内容更新它，请加 --replace"
    return one.message or "没有读取，请重新导入"
