"""Examining offline, with the same engine as the server; and the catalogue of checks as a page."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.text import Text

from app.cli.reading import fail, find_scheme, plain_errors, read_report, scheme_for
from app.cli.scoring import AsJson, SchemeName
from app.contract.finding import Findings, Severity, Stage
from app.contract.finding_table import findings_csv
from app.documents.catalogue_page import catalogue_page
from app.domain.checks.context import Context
from app.domain.checks.examine import errors_in, examine
from app.domain.form.cover import Cover
from app.domain.model import Value

CALLED: Final = ("文件", "部门（单位）", "年度")
"""What a report is called in the table."""
COLOURS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


class Examined(Value):
    """What was found in one file."""

    file: str
    department: str
    fiscal_year: int | None
    examination: Findings


def check_command(
    files: Annotated[
        list[Path],
        typer.Argument(help="报告：表式（Word、Excel、PDF、文本等），或 jixiao read 给出的 JSON；- 为标准输入"),
    ],
    scheme: SchemeName = "",
    stage: Annotated[Stage, typer.Option(help="按哪一步检查：填报中、送审、公开")] = Stage.SUBMISSION,
    last_year: Annotated[Path | None, typer.Option(help="同一部门上年的报告，用来对照；只能和一份报告一起用")] = None,
    *,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV，用表格软件打开")] = False,
) -> None:
    """检查报告：前后矛盾、缺理由、与规则不符的逐条指出；有错误时以 1 退出（不连服务器）."""
    if as_json and as_csv:
        fail("--json 和 --csv 只能用一个")
    if last_year is not None and len(files) > 1:
        fail("--last-year 是一个部门的，只能和一份报告一起用")
    found, unread = _examined(files, scheme, stage, last_year)
    if as_json:
        print(TypeAdapter(list[Examined]).dump_json(found, indent=2).decode())
    elif as_csv:
        sys.stdout.buffer.write(_csv(found))
    else:
        _show(found)
    if unread or any(one.examination.errors for one in found):
        raise typer.Exit(1)


def checks_command() -> None:
    """输出检查目录（Markdown）：查什么、为什么、依据、等级、参数和例子."""
    print(catalogue_page(), end="")


def _examined(files: Sequence[Path], scheme: str, stage: Stage, last_year: Path | None) -> tuple[list[Examined], int]:
    """What was found in each file, and how many files could not be read; why is said then."""
    found, unread = [], 0
    for path in files:
        try:
            with plain_errors():
                found.append(_examined_file(path, scheme, stage, last_year))
        except typer.Exit:
            unread += 1
    return found, unread


def _examined_file(path: Path, scheme: str, stage: Stage, last_year: Path | None) -> Examined:
    envelope = read_report(path)
    compiled = find_scheme(scheme) if scheme else scheme_for(envelope)
    cover = envelope.form.cover
    context = _beside(cover, last_year) if last_year is not None else Context()
    findings = examine(compiled, envelope.form, envelope.supplement, context, stage)
    errors = len(errors_in(findings))
    told = Findings(stage=stage, findings=tuple(findings), errors=errors, warnings=len(findings) - errors)
    return Examined(file=str(path), department=cover.department_name, fiscal_year=cover.fiscal_year, examination=told)


def _beside(cover: Cover, last_year: Path) -> Context:
    """What is known with last year's report beside this one."""
    before = read_report(last_year).form
    year = before.cover.fiscal_year or (cover.fiscal_year - 1 if cover.fiscal_year else None)
    if year is None:
        fail(f"{last_year} 和这份报告的封面都没有年度，不能对照；请补上")
    return Context(history={year: before})


def _show(found: Sequence[Examined]) -> None:
    console = Console(soft_wrap=True)
    for one in found:
        year = f"{one.fiscal_year} 年度" if one.fiscal_year else "（未写年度）"
        console.print(Text(f"{one.file}　{one.department or '（未写部门）'}　{year}", style="bold"))
        for severity in Severity:
            for finding in (each for each in one.examination.findings if each.severity is severity):
                head = Text(f"  {severity.label} {finding.check} ", style=COLOURS[severity])
                console.print(head.append(finding.message, style="default"))
        console.print(Text(f"  {_summary(one.examination)}"))
    if len(found) > 1:
        wrong = sum(one.examination.errors > 0 for one in found)
        console.print(Text(f"{len(found)} 份报告：{wrong} 份有错误，{len(found) - wrong} 份没有"))


def _summary(found: Findings) -> str:
    if not found.findings:
        return f"按“{found.stage.label}”检查：没有发现问题"
    told = f"{found.errors} 处错误，{found.warnings} 处提醒"
    return f"按“{found.stage.label}”检查：{told}{'；改正错误后才能送审' if found.errors else ''}"


def _csv(found: Sequence[Examined]) -> bytes:
    reports = [((one.file, one.department, str(one.fiscal_year or "")), one.examination.findings) for one in found]
    return findings_csv(CALLED, reports)
