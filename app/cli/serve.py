"""Running the service and looking after its database: serve, worker, migrate, demo, rebuild, openapi."""

import asyncio
import ipaddress
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from app.cli.demo import load_demo
from app.cli.demo_people import load_people
from app.cli.reading import fail, plain_errors
from app.client import acting
from app.domain.people.account import Account
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.main import Application, create_worker
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.services.people import NewToken
from app.settings import Settings


def serve_command(
    host: Annotated[str | None, typer.Option(help="监听地址（HOST）")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口（PORT）")] = None,
    workers: Annotated[int | None, typer.Option(help="服务进程数（WORKERS）")] = None,
) -> None:
    """启动服务."""
    settings = Settings()
    address, number = host or settings.host, port if port is not None else settings.port
    if not (settings.https or settings.allow_remote or _is_loopback(address)):
        fail(
            f"密码和报告不能以明文经过网络，所以不监听 {address}；前面有 HTTPS 网关时请设置 HTTPS=true，"
            "只在封闭的测试网中用时请设置 ALLOW_REMOTE=true"
        )
    if not asyncio.run(_ready(settings)):
        fail("数据库还没有准备好，请先运行 jixiao migrate（make run 会自动做）")
    print(
        f"绩效 Jixiao：页面 http://{address}:{number}/  接口 http://{address}:{number}/api/v1/openapi.json", flush=True
    )
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=address,
        port=number,
        workers=workers or settings.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )


def worker_command() -> None:
    """处理后台任务，直到被停止（服务进程默认自己处理，WORKER=false 时才需要）."""
    settings = Settings()
    if not asyncio.run(_ready(settings)):
        fail("数据库还没有准备好，请先运行 jixiao migrate")
    print("绩效 Jixiao：等待任务", flush=True)
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    async with _quiet(settings).running() as application:
        worker = create_worker(application.services, settings)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, worker.stop)
        await worker.run()


async def _ready(settings: Settings) -> bool:
    async with _quiet(settings).running() as application:
        return await application.services.database.ready()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def migrate_command() -> None:
    """把数据库升级到最新结构，并装入自带的评分方案."""
    settings = Settings()
    migrate(settings.database_url)
    with plain_errors():
        added = asyncio.run(_publish(settings))
    print(f"数据库已是最新结构；新装入 {added} 个评分方案", flush=True)


async def _publish(settings: Settings) -> int:
    async with _quiet(settings).running() as application:
        added = len(await application.services.schemes.publish(shipped_schemes()))
        await application.services.reports.pack_facts()
        return added


def demo_command() -> None:
    """装入演示数据和每种角色一个账号（数字取自真实表式，人名和文字是虚构的）；已有的不动."""
    with plain_errors():
        where, people = asyncio.run(_demo(Settings()))
    print(where, flush=True)
    if people:
        table = Table("登录名", "初始密码", "角色", title="演示账号：密码只显示这一次，第一次登录时要改")
        for account, password in people:
            table.add_row(account.login, password, account.roles[0].role.label)
        Console().print(table)


async def _demo(settings: Settings) -> tuple[str, list[tuple[Account, str]]]:
    async with _quiet(settings).running() as application, _by_hand(application):
        where = await load_demo(application.client)
        return where, await load_people(application)


@asynccontextmanager
async def _by_hand(application: Application) -> AsyncIterator[None]:
    """Calls inside the block may do everything: they are made on the server itself, with a token that ends with it."""
    people = application.services.people
    new = NewToken("服务器上的命令行", frozenset(Right), Place("region", "000000"), days=1)
    token, secret = await people.issue(new, OPERATOR)
    try:
        with acting(secret):
            yield
    finally:
        await people.revoke(token.id, OPERATOR)


def rebuild_command() -> None:
    """按报告正文重建列表用的摘要、分数、查雷同用的文字索引和评价结果."""
    with plain_errors():
        reports, results = asyncio.run(_rebuild(Settings()))
        print(f"重建了 {reports} 份报告的摘要和文字索引，其中 {results} 份已送审的评价结果")


async def _rebuild(settings: Settings) -> tuple[int, int]:
    async with _quiet(settings).running() as application:
        services = application.services
        return await services.reports.rebuild(), await services.results.rebuild()


def _quiet(settings: Settings) -> Application:
    """The application without its worker, for a single errand."""
    return Application(settings.model_copy(update={"worker": False}))


def openapi_command() -> None:
    """输出接口的 OpenAPI 说明."""
    print(json.dumps(Application(Settings()).api.openapi(), ensure_ascii=False, indent=1, sort_keys=True))
