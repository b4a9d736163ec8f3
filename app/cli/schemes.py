"""Schemes in the terminal: list them, check one, compare two, publish one to a server."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.reading import connected, find_scheme, plain_errors, scheme_text
from app.cli.scoring import AsJson
from app.contract.scoring import Scheme
from app.domain.scoring.scheme_changes import scheme_changes
from app.schemes.loader import example_schemes, lint_text, shipped_schemes


def schemes_command() -> None:
    """列出自带的评分方案，先是正式的，再是示例."""
    for one in (*shipped_schemes(), *example_schemes()):
        print(f"{one.scheme.id}@{one.scheme.version}  {one.scheme.title}  {one.digest[:12]}")


def lint_command(
    scheme: Annotated[str, typer.Argument(help="自带方案的编号，或 YAML/JSON 文件")], *, as_json: AsJson = False
) -> None:
    """检查一个方案：各档有无空隙和重叠，文字和参数是否一致；不能使用的方案以 1 退出."""
    text, name = scheme_text(scheme)
    found = lint_text(text, name)
    if as_json:
        told = [{"line": line, **asdict(finding)} for line, finding in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    for line, finding in found if not as_json else []:
        level = {"error": "错误", "warning": "提示"}[finding.severity]
        print(f"{name}:{line} {level} {finding.indicator or finding.pointer}：{finding.message}")
    if not found:
        print(f"{name}：没有发现问题")
    if any(finding.severity == "error" for _, finding in found):
        raise typer.Exit(1)


def diff_command(
    old: Annotated[str, typer.Argument(help="原来的方案：自带方案的编号，或 YAML/JSON 文件")],
    new: Annotated[str, typer.Argument(help="改后的方案")],
    *,
    as_json: AsJson = False,
) -> None:
    """用文字说明两个方案的不同，注明哪些会改变得分."""
    with plain_errors():
        found = scheme_changes(find_scheme(old), find_scheme(new))
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        print(f"{one.title}　{one.text}{'' if one.scores else '（不改变得分）'}")
    if not found:
        print("两个方案没有不同")


def publish_command(
    scheme: Annotated[str, typer.Argument(help="YAML/JSON 文件，或自带方案的编号")],
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
) -> None:
    """把一个方案发布到服务器；发布后不能改动，改动另立新版."""
    with plain_errors():
        compiled = find_scheme(scheme)
        found = asyncio.run(_publish(compiled.scheme, server))
    print(f"已发布：{found.id} 第 {found.version} 版 {server}/schemes/{found.id}/{found.version}")


async def _publish(scheme: Scheme, server: str) -> Scheme:
    async with connected(server) as jixiao:
        return await jixiao.schemes.publish(scheme)
