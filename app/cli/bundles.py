"""`jixiao bundle`: a year's published results as files; `jixiao verify` of such a folder needs no server."""

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.reading import connected, fail, plain_errors
from app.domain.publication.bundle import DATA, faults_of

LOOK: Final = 0.5
"""Seconds between looks at how far the server is."""


def bundle_command(
    output: Annotated[Path, typer.Argument(help="写到哪个文件夹；要是空的或还没有")],
    year: Annotated[int, typer.Option(help="评价年度")],
    region: Annotated[str, typer.Option(help="行政区划代码，含其下级")],
    server: Annotated[str, typer.Option(help="服务器地址")] = "http://127.0.0.1:8000",
) -> None:
    """把一个年度的公开结果写成一个文件夹：网页、PDF、Excel、数据、方案、清单和校验和."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        fail(f"{output} 不是空文件夹；请另给一个，以免新旧文件混在一起")
    with plain_errors():
        archive = asyncio.run(_archive(server, region, year))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            path = output / name
            if not path.resolve().is_relative_to(output.resolve()):
                fail(f"包里的文件名不对：{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(opened.read(name))
    verify_bundle(output)


async def _archive(server: str, region: str, year: int) -> bytes:
    async with connected(server) as jixiao:
        bundle = await jixiao.published.bundle(region, year)
        while bundle.state in ("waiting", "running"):
            await asyncio.sleep(LOOK)
            bundle = await jixiao.published.bundled(bundle.id)
        if bundle.state != "done":
            fail(bundle.error or "打包没有完成")
        return (await jixiao.published.archive(bundle.id)).data


def verify_bundle(folder: Path) -> None:
    """Check every byte of a bundle and recompute every score; ends with 1 and each file that is wrong."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    faults = list(faults_of(paths.keys(), lambda path: paths[path].read_bytes()))
    if faults:
        told = "\n".join(f"  {one.path}：{one.message}" for one in faults)
        fail(f"不一致，{len(faults)} 处：\n{told}")
    reports = sum(1 for path in paths if path.endswith(f"/{DATA}"))
    print(f"一致：{len(paths)} 个文件，{reports} 份报告的得分都能重算")
