"""Forms in the terminal: what is read of them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.cli.reading import plain_errors, read_report
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
