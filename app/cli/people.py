"""On the server itself: the first administrators, API tokens, and whether the audit log holds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from app.cli.reading import fail, plain_errors
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.main import Application
from app.services.people import NewToken
from app.settings import Settings

Result = TypeVar("Result")


def run_quietly(work: Callable[[Application], Awaitable[Result]]) -> Result:
    """An errand with the database at hand, without serving and without the worker."""

    async def opened() -> Result:
        settings = Settings().model_copy(update={"worker": False})
        async with Application(settings).running() as application:
            return await work(application)

    with plain_errors():
        return asyncio.run(opened())


def administrators_command(
    region: Annotated[str, typer.Option(help="区划代码，如 430602")],
) -> None:
    """为一个区划建立系统、安全、审计三个管理员账号，初始密码只显示这一次."""
    made = run_quietly(lambda application: application.services.people.first_administrators(region, OPERATOR))
    table = Table("登录名", "初始密码", "角色")
    for account, password in made:
        table.add_row(account.login, password, account.roles[0].role.label)
    Console().print(table)
    print("初始密码只显示这一次，7 天内有效，第一次登录时要改。系统管理员建账号，安全管理员授角色。")


def token_command(
    name: Annotated[str, typer.Argument(help="哪个系统用")],
    right: Annotated[list[str] | None, typer.Option(help="权限，可写几次；all 为全部")] = None,
    place: Annotated[str, typer.Option(help="范围：区划代码，或 section:3、department:7")] = "",
    days: Annotated[int, typer.Option(help="有效天数")] = 90,
) -> None:
    """发放一个系统令牌，只显示这一次."""
    kind, _, key = place.rpartition(":")
    if kind not in ("", "region", "section", "department") or not key.isdecimal():
        fail("请用 --place 写明范围，例如 --place 430602 或 --place department:7")
    where = Place("section" if kind == "section" else "department" if kind == "department" else "region", key)
    known = {one.value for one in Right}
    wanted = known if right == ["all"] else set(right or ())
    if not wanted or wanted - known:
        fail(f"请用 --right 写明权限（{'、'.join(sorted(known))}，或 all）")
    new = NewToken(name, frozenset(map(Right, wanted)), where, days)
    _, secret = run_quietly(lambda application: application.services.people.issue(new, OPERATOR))
    print(secret)


audit = typer.Typer(help="审计日志", no_args_is_help=True)


@audit.command("verify")
def verify_audit_command(
    noted: Annotated[str, typer.Option(help="以前核对时记下的末尾摘要，如 12:9f86…；整个重写过的日志由此发现")] = "",
) -> None:
    """从第一条到最后一条核对审计日志的摘要链；有改动时逐条指出，退出码为 1."""
    number, _, digest = noted.partition(":")
    if noted and not (number.isdecimal() and digest):
        fail("--noted 请照核对时显示的样子写，例如 12:9f86…")
    known = (int(number), digest) if noted else None
    found = run_quietly(lambda application: application.services.audit.verify(known))
    for one in found.breaks[:100]:
        print(one.why)
    if found.breaks:
        fail(f"审计日志共 {found.count} 条，有 {len(found.breaks)} 处不符")
    print(f"审计日志共 {found.count} 条，摘要链完整")
    print(f"末尾的摘要 {found.newest}（请另行记下，以后用 --noted 核对）")
