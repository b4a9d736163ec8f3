"""Forms in and out of the terminal: read them, import them into a server."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.cli.reading import connected, fail, plain_errors, read_report
from app.client import Conflict, Jixiao
from app.contract.department import Department, NewDepartment
from app.contract.report import NewReport, ReportContent, ReportView
from app.documents.envelope import Envelope
from app.documents.files import FORMATS

Files = Annotated[list[Path], typer.Argument(help=f"表式：{FORMATS}；或 jixiao read 给出的 JSON")]


def read_command(files: Files, *, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """读取表式，输出 {form, supplement, doubts, found}（不连服务器）；读不了的逐份说明."""
    unread = 0
    for path in track(files, "读取", console=Console(stderr=True), disable=len(files) == 1):
        try:
            with plain_errors():
                envelope = read_report(path)
        except typer.Exit:
            unread += 1
            continue
        if as_json:
            print(envelope.model_dump_json(indent=2))
            continue
        form = envelope.form
        print(f"{path.name}：{form.cover.department_name or '（未写部门）'} {form.cover.fiscal_year or '（未写年度）'}")
        print(f"  评分表 {len(form.self_scoring.rows)} 个指标，定量目标 {len(form.objectives.quantitative)} 行")
        print(f"  评价人员 {len(form.panel.evaluators)} 人，文字部分 {len(form.narrative.sections)} 节")
        for doubt in envelope.doubts:
            where = envelope.found[doubt.pointer].place if doubt.pointer in envelope.found else ""
            at = f"（{where}）" if where else ""
            print(f"  存疑 {doubt.pointer or '（未定位）'}：{doubt.found} —— {doubt.reason}{at}")
    if unread:
        raise typer.Exit(1)


def import_command(
    files: Files,
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    region: Annotated[str, typer.Option(help="行政区划代码")] = "430602",
    *,
    create_department: Annotated[bool, typer.Option(help="部门还没有登记时先登记")] = False,
    replace: Annotated[bool, typer.Option(help="同一部门同一年度已有报告时，用文件的内容更新它")] = False,
) -> None:
    """把表式导入服务器；一份报告要么全部导入，要么不动."""
    asyncio.run(_import(files, server, region, create_department=create_department, replace=replace))


async def _import(files: list[Path], server: str, region: str, *, create_department: bool, replace: bool) -> None:
    console = Console(stderr=True)
    failed = 0
    async with connected(server) as jixiao:
        for path in track(files, "导入", console=console, disable=len(files) == 1):
            try:
                with plain_errors():
                    envelope = read_report(path)
                    department = await _department(jixiao, envelope, region, create=create_department)
                    report = await _store(jixiao, envelope, department, replace=replace)
            except typer.Exit:
                failed += 1
                continue
            doubts = f"，{len(envelope.doubts)} 处存疑" if envelope.doubts else ""
            print(f"{path.name} → 报告 {report.id}（第 {report.version} 版{doubts}）{server}/reports/{report.id}")
    if failed:
        fail(f"{len(files)} 份中有 {failed} 份没有导入")


async def _department(jixiao: Jixiao, envelope: Envelope, region: str, *, create: bool) -> Department:
    cover = envelope.form.cover
    if not cover.budget_code:
        fail("封面没有预算编码，无法确定部门；请补上后再导入")
    found = await jixiao.departments.list(region=region, budget_code=cover.budget_code)
    if found.items:
        return found.items[0]
    if not create:
        fail(f"区划 {region} 没有预算编码为 {cover.budget_code} 的部门；请先登记，或加 --create-department")
    new = NewDepartment(region=region, budget_code=cover.budget_code, name=cover.department_name or cover.budget_code)
    return await jixiao.departments.create(new)


async def _store(jixiao: Jixiao, envelope: Envelope, department: Department, *, replace: bool) -> ReportView:
    year = envelope.form.cover.fiscal_year
    if year is None:
        fail("标题没有写年度，无法确定是哪一年的报告；请补上后再导入")
    content = {"form": envelope.form, "supplement": envelope.supplement}
    try:
        return await jixiao.reports.create(NewReport(department=department.id, fiscal_year=year, **content))
    except Conflict as conflict:
        current = conflict.problem.current
        if conflict.problem.code != "report_exists" or current is None:
            raise
        if not replace:
            fail(f"{conflict}；要用文件的内容更新它，请加 --replace")
        there = await jixiao.reports.get(current["id"])
        return await jixiao.reports.put(there.id, there.version, ReportContent(**content))
