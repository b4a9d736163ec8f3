"""`jixiao export`: the official form as a file, of a report on a server or of one that lies here."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from app.cli.reading import connected, fail, find_scheme, plain_errors, read_report
from app.contract.document import DocumentFormat
from app.contract.report import STATE_NAMES, ReportSummary
from app.contract.result import TableFormat
from app.documents.envelope import Envelope
from app.documents.writing.copies import Copy, Format, digest_of
from app.documents.writing.results import Result, results_csv, results_xlsx
from app.documents.writing.told import read_differently
from app.domain.checks.examine import examine
from app.domain.decimals import plain
from app.domain.form.form import Form
from app.domain.personal import masked

_MOST_TOLD: Final = 10
"""Places that are named one by one."""


def export_command(
    report: Annotated[str, typer.Argument(help="服务器上报告的编号，或文件（jixiao read 能读的都可以）")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件；格式由扩展名决定")],
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    *,
    printed: Annotated[bool, typer.Option(help="文字部分引用的数字写成数字，用于打印")] = False,
    public: Annotated[bool, typer.Option(help="公开稿：隐去个人信息（只用于文件；服务器按您的权限给出）")] = False,
    scheme: Annotated[str, typer.Option(help="按这个方案检查，核对结果写进 Excel（只用于文件）")] = "",
) -> None:
    """把报告写成官方表式（Word、Excel、PDF、CSV、JSON）；读文件时不连服务器."""
    wanted = _format_of(output)
    with plain_errors():
        if report.isdecimal() and not Path(report).exists():
            data = asyncio.run(_downloaded(server, int(report), wanted, printed=printed))
        else:
            copy = _copy(read_report(Path(report)), scheme, printed=printed, public=public)
            data = copy.written(wanted, os.environ.get("FONT_FOLDER", ""))
            _tell(copy, wanted, data)
    _save(output, data)


def _tell(copy: Copy, wanted: Format, data: bytes) -> None:
    """Say what a copy to work on would not give back if it were imported again."""
    if copy.as_figures or wanted not in (Format.DOCX, Format.XLSX):
        return
    if lost := read_differently(copy.form, data):
        places = "、".join(lost[:_MOST_TOLD]) + ("等" if len(lost) > _MOST_TOLD else "")
        typer.echo(f"注意：再导入这个文件时，有 {len(lost)} 处会与现在不同，请核对：{places}", err=True)


def digest_command(
    report: Annotated[Path, typer.Argument(help="报告的数据：下载的 JSON，或 jixiao read 能读的文件")],
    expect: Annotated[str, typer.Option(help="纸上印的摘要，或扫二维码得到的文字；不一致时以 1 退出")] = "",
) -> None:
    """算出报告数据的摘要，与 PDF 上印的（或二维码里的）核对."""
    with plain_errors():
        found = digest_of(read_report(report))
    if expect and expect.strip() != found:
        fail(f"不一致：文件的摘要是 {found}，这份数据与纸上的不是同一份")
    print(f"{'一致：' if expect else ''}{found}")


def results_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件：.xlsx 或 .csv")],
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    year: Annotated[int | None, typer.Option(help="评价年度；不写则所有年度")] = None,
    region: Annotated[str | None, typer.Option(help="行政区划代码；不写则您能看到的全部")] = None,
    *,
    drafts: Annotated[bool, typer.Option(help="连同还没有送审的报告；这时没有审定得分、核对结果和逾期天数")] = False,
) -> None:
    """把服务器上已送审报告的评价结果写成一张表，一份报告一行，审定得分高的在前."""
    writers = {".xlsx": results_xlsx, ".csv": results_csv}
    name = output.suffix.lower()
    if name not in writers:
        fail(f"不认识扩展名“{output.suffix}”，可以写成 .xlsx、.csv")
    with plain_errors():
        if drafts:
            data = writers[name](asyncio.run(_reports(server, year, region)))
        else:
            data = asyncio.run(_table(server, "csv" if name == ".csv" else "xlsx", year, region))
    _save(output, data)


async def _table(server: str, wanted: TableFormat, year: int | None, region: str | None) -> bytes:
    async with connected(server) as jixiao:
        return (await jixiao.results.table(wanted, fiscal_year=year, region=region)).data


async def _reports(server: str, year: int | None, region: str | None) -> list[Result]:
    found: list[Result] = []
    after: str | None = None
    async with connected(server) as jixiao:
        while True:
            page = await jixiao.reports.list(fiscal_year=year, region=region, after=after, limit=200)
            found += [_result(one) for one in page.items]
            after = page.next
            if after is None:
                return found


def _result(one: ReportSummary) -> Result:
    return Result(
        budget_code=one.department.budget_code,
        department=one.department.name,
        fiscal_year=one.fiscal_year,
        state=STATE_NAMES[one.state],
        scheme=f"{one.scheme.id}@{one.scheme.version}",
        self_assessed_points=plain(one.self_assessed_points) if one.self_assessed_points is not None else "",
        self_assessed_rating=one.rating or "",
        computed_low=plain(one.computed_low),
        computed_high=plain(one.computed_high),
        missing=one.missing,
    )


def _save(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        fail(f"不能写入 {output}：{error.strerror}")
    print(f"已写入 {output}（{len(data):,} 字节）")


def _format_of(output: Path) -> Format:
    try:
        return Format(output.suffix.lower().removeprefix("."))
    except ValueError:
        fail(f"不认识扩展名“{output.suffix}”，可以写成 {'、'.join(f'.{one.value}' for one in Format)}")


def _copy(envelope: Envelope, scheme: str, *, printed: bool, public: bool) -> Copy:
    form, supplement = envelope.form, envelope.supplement
    if public:
        form = Form.model_validate(masked(form.model_dump(mode="json")))
    findings = tuple(examine(find_scheme(scheme), form, supplement)) if scheme else None
    return Copy(form, supplement, findings, masked=public, printed=printed)


async def _downloaded(server: str, report: int, wanted: Format, *, printed: bool) -> bytes:
    name = next(one for one in get_args(DocumentFormat) if one == wanted.value)
    async with connected(server) as jixiao:
        return (await jixiao.reports.document(report, name, printed=printed)).data
