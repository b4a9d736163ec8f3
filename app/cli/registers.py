"""Lists of departments and of people, from a file into a server."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.cli.reading import connected, fail, plain_errors, read_file
from app.client import Jixiao
from app.contract.register import RegisterFile, RegisterImport, RegisterRow

File = Annotated[Path, typer.Argument(help="名单：.xlsx 或 .csv；模板在页面上下载")]
Region = Annotated[str, typer.Option(help="行没有写区划代码时用它，如 430602")]
Server = Annotated[str, typer.Option(help="服务器地址")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只试读：说明会怎样，什么都不保存")]


def departments_command(
    file: File, region: Region = "", server: Server = "http://127.0.0.1:8000", *, dry_run: DryRun = False
) -> None:
    """从名单登记部门、二级单位和归口科室；要么全部导入，要么不动."""
    _run(file, region, server, lambda jixiao: jixiao.registers.import_departments, dry_run=dry_run)


def people_command(
    file: File, region: Region = "", server: Server = "http://127.0.0.1:8000", *, dry_run: DryRun = False
) -> None:
    """从名单建账号（系统管理员）、授角色（安全管理员）；要么全部导入，要么不动."""
    _run(file, region, server, lambda jixiao: jixiao.registers.import_people, dry_run=dry_run)


Import = Callable[[bytes, RegisterFile], Awaitable[RegisterImport]]


def _run(path: Path, region: str, server: str, way: Callable[[Jixiao], Import], *, dry_run: bool) -> None:
    if region and not (region.isdecimal() and len(region) in (6, 9)):
        fail(f"--region 应是 6 位或 9 位数字，这里是 {region}")
    data, file = read_file(path), RegisterFile(region=region or None, name=path.name, dry_run=dry_run)

    async def imported() -> RegisterImport:
        async with connected(server) as jixiao:
            return await way(jixiao)(data, file)

    with plain_errors():
        found = asyncio.run(imported())
    _tell(found)


def _tell(found: RegisterImport) -> None:
    for word, rows in (("新增", found.added), ("改动", found.changed)):
        for one in rows:
            print(f"{word}：第 {one.row} 行 {one.key} {one.name}{_changes(one)}")
    for section in found.sections:
        print(f"新科室：{section}")
    for proposal in found.proposals:
        print(f"待授予：{proposal.login} {proposal.name} {'、'.join(proposal.roles)}")
    if found.ignored_columns:
        print(f"没有读取的栏目：{'、'.join(found.ignored_columns)}")
    for note in found.notes:
        print(note)
    if found.passwords:
        _tell_passwords(found)
    for problem in found.problems:
        print(f"第 {problem.row} 行{f' {problem.column}' if problem.column else ''}：{problem.message}")
    said = f"新增 {len(found.added)}，改动 {len(found.changed)}，不变 {len(found.unchanged)}"
    if found.problems:
        fail(f"有 {len(found.problems)} 处不对，没有保存；改好后重新导入")
    print(f"{said}。" if found.stored else f"{said}；只是试读，没有保存。")


def _tell_passwords(found: RegisterImport) -> None:
    table = Table("登录名", "姓名", "初始密码")
    for account in found.passwords:
        table.add_row(account.login, account.name, account.password)
    Console().print(table)
    print("初始密码只显示这一次，7 天内有效，第一次登录时要改。")


def _changes(one: RegisterRow) -> str:
    return "".join(f"；{change.field} {change.old or '（空）'} → {change.new}" for change in one.changes)
