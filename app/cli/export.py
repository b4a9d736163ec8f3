"""`jixiao export`: the official form as a file, of a report on a server or of one that lies here."""

import asyncio
from pathlib import Path
from typing import Annotated, get_args

import typer

from app.cli.reading import connected, fail, plain_errors, read_report
from app.contract.document import DocumentFormat
from app.documents.envelope import Envelope
from app.documents.writing.copies import Copy, Format
from app.domain.form.form import Form
from app.domain.personal import masked


def export_command(
    report: Annotated[str, typer.Argument(help="服务器上报告的编号，或文件（jixiao read 能读的都可以）")],
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪个文件；格式由扩展名决定")],
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
    *,
    printed: Annotated[bool, typer.Option(help="文字部分引用的数字写成数字，用于打印")] = False,
    public: Annotated[bool, typer.Option(help="公开稿：隐去个人信息（只用于文件；服务器按您的权限给出）")] = False,
) -> None:
    """把报告写成官方表式（Word、Excel、PDF、CSV、JSON）；读文件时不连服务器."""
    wanted = _format_of(output)
    with plain_errors():
        if report.isdecimal() and not Path(report).exists():
            data = asyncio.run(_downloaded(server, int(report), wanted, printed=printed))
        else:
            data = _copy(read_report(Path(report)), printed=printed, public=public).written(wanted)
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


def _copy(envelope: Envelope, *, printed: bool, public: bool) -> Copy:
    form = envelope.form
    if public:
        form = Form.model_validate(masked(form.model_dump(mode="json")))
    return Copy(form, envelope.supplement, masked=public, printed=printed)


async def _downloaded(server: str, report: int, wanted: Format, *, printed: bool) -> bytes:
    name = next(one for one in get_args(DocumentFormat) if one == wanted.value)
    async with connected(server) as jixiao:
        return (await jixiao.reports.document(report, name, printed=printed)).data
