"""Filled forms as departments send them, made of the demo's form: text files, and archives of them."""

import asyncio
import io
import zipfile
from collections.abc import Mapping

from app.cli.demo import REPORT
from app.client import Jixiao
from app.contract.report_import import ReportImport

DEMO = REPORT.read_text("utf-8")
NAME = "岳阳楼区示范服务局"
CODE = "999001"


def a_form(code: str = CODE, name: str = NAME, staff: str = "18", *, sure: bool = True) -> bytes:
    """A form of that department; one that is not sure has three indicators that share their points."""
    text = DEMO.replace(CODE, code).replace(NAME, name).replace("\t实有人数\n\t18", f"\t实有人数\n\t{staff}")
    for one in ("社会效益", "生态效益") if sure else ():
        assert f"\t{one}\n\t\n\t\n\t5" in text
        text = text.replace(f"\t{one}\n\t\n\t\n\t5", f"\t{one}\n\t{one}的标准\n\t5\n\t5")
    return text.encode()


def an_archive(files: Mapping[str, bytes]) -> bytes:
    """A zip, its names in UTF-8 with the mark that says so."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def an_unmarked_archive(name: bytes, content: bytes) -> bytes:
    """A zip of one file whose name is just these bytes, as old programs write it."""
    stands_for = "n" * len(name)
    return an_archive({stands_for: content}).replace(stands_for.encode(), name)


async def read(client: Jixiao, *files: tuple[str, bytes], region: str | None = None) -> ReportImport:
    """An import of these files, once all of them are read."""
    return await settled(client, await client.report_imports.create(files, region))


async def settled(client: Jixiao, one: ReportImport) -> ReportImport:
    """The import, once it has ended."""
    for _ in range(600):
        if one.state not in ("waiting", "running"):
            return one
        await asyncio.sleep(0.05)
        one = await client.report_imports.get(one.id)
    raise AssertionError(one)
