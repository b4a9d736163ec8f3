"""`jixiao export`: the official form as a file, of a report on a server or of one that lies here."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from app.cli.reading import connected, fail, find_scheme, plain_errors, read_report, scheme_for
from app.contract.document import DocumentFormat
from app.contract.result import TableFormat
from app.documents.envelope import Envelope
from app.documents.template.workbook import template as write_template
from app.documents.writing.copies import Copy, Format, digest_of
from app.documents.writing.told import read_differently
from app.domain.checks.examine import examine
from app.domain.form.form import Form
from app.domain.personal import masked

_MOST_TOLD: Final = 10
"""Places that are named one by one."""


def export_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件；格式由扩展名决定")],
    report: Annotated[
        str, typer.Argument(help="服务器上报告的编号，或文件（jixiao read 能读的都可以）；空白填报表不写")
    ] = "",
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    *,
    printed: Annotated[bool, typer.Option(help="文字部分引用的数字写成数字，用于打印")] = False,
    public: Annotated[bool, typer.Option(help="公开稿：隐去个人信息（只用于文件；服务器按您的权限给出）")] = False,
    scheme: Annotated[str, typer.Option(help="按这个方案检查，核对结果写进 Excel（只用于文件）")] = "",
    template: Annotated[bool, typer.Option(help="填报表：离线填写、再导入的 Excel；文件和空白的按 --scheme")] = False,
) -> None:
    """把报告写成官方表式（Word、Excel、PDF、CSV、JSON）；读文件时不连服务器."""
    wanted = _format_of(output)
    on_server = report.isdecimal() and not Path(report).exists()
    if template and wanted is not Format.XLSX:
        fail(f"填报表只能写成 .xlsx，这里是 {output.name}")
    if not report and not (template and scheme):
        fail("请写明报告的编号或文件；要空白填报表，请写 --template --scheme 方案")
    with plain_errors():
        if template:
            data = asyncio.run(_template(server, int(report))) if on_server else _filled_template(report, scheme)
        elif on_server:
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
    formats: tuple[TableFormat, ...] = get_args(TableFormat)
    wanted = next((one for one in formats if output.suffix.lower() == f".{one}"), None)
    if wanted is None:
        fail(f"不认识扩展名“{output.suffix}”，可以写成 .xlsx、.csv")
    with plain_errors():
        data = asyncio.run(_results(server, wanted, year, region, drafts=drafts))
    _save(output, data)


async def _results(server: str, wanted: TableFormat, year: int | None, region: str | None, *, drafts: bool) -> bytes:
    async with connected(server) as jixiao:
        if drafts:
            return (await jixiao.reports.export(wanted, fiscal_year=year, region=region)).data
        return (await jixiao.results.table(wanted, fiscal_year=year, region=region)).data


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


def _filled_template(report: str, scheme: str) -> bytes:
    envelope = read_report(Path(report)) if report else Envelope()
    compiled = find_scheme(scheme) if scheme else scheme_for(envelope)
    return write_template(envelope.form, envelope.supplement, compiled)


async def _template(server: str, report: int) -> bytes:
    async with connected(server) as jixiao:
        return (await jixiao.reports.template(report)).data


async def _downloaded(server: str, report: int, wanted: Format, *, printed: bool) -> bytes:
    name = next(one for one in get_args(DocumentFormat) if one == wanted.value)
    async with connected(server) as jixiao:
        return (await jixiao.reports.document(report, name, printed=printed)).data
