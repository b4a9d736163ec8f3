"""`jixiao verify FOLDER` on a clean machine: any changed byte is named with its file, and so is a forged score."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import main
from app.domain.publication.bundle import BundleReport, Manifest, file_of, manifest_of
from app.domain.scoring.canonical import canonical_json, digest
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.support.published import bundled, publish_all, unpacked

REPORT = "reports/1-1/report.json"
KINDS = (
    "manifest.json", "checksums.txt", "README.txt", "style.css", "index.html", "schemes/yueyanglou-2021-1.json",
    REPORT, "reports/1-1/report.pdf", "reports/1-1/report.xlsx", "reports/1-1/index.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def bundle(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle; the service and the database that it came from are gone."""
    here = tmp_path_factory.mktemp("bundle")
    shutil.copy(migrated_file, here / "jixiao.db")

    async def made() -> bytes:
        settings = Settings(database_url=f"sqlite:///{here / 'jixiao.db'}", password_memory_kib=8_192, worker=False)
        async with Application(settings).running() as application:
            await application.services.schemes.publish(shipped_schemes())
            await publish_all(application)
            return await bundled(application)

    archive = asyncio.run(made())
    (here / "jixiao.db").unlink()
    return unpacked(archive, here / "out")


@pytest.fixture
def folder(bundle: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copytree(bundle, tmp_path / "out"))


def verified(folder: Path) -> str:
    result = CliRunner().invoke(main, ["verify", str(folder)])
    assert result.exit_code in (0, 1), result.exception
    assert (result.exit_code == 0) == result.output.startswith("一致")
    return result.output


def test_an_unchanged_bundle_is_verified_with_every_score_recomputed(folder: Path) -> None:
    assert "2 份报告的得分都能重算" in verified(folder)


@pytest.mark.parametrize("kind", KINDS)
def test_one_byte_changed_in_any_kind_of_file_is_named_and_nothing_else_is(folder: Path, kind: str) -> None:
    path = folder / kind
    before = path.read_bytes()
    for at in (0, len(before) // 2, len(before) - 1):
        path.write_bytes(before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :])
        said = verified(folder)
        assert ("不一致，1 处" in said, f"{kind}：已被改动" in said) == (True, True), (at, said)
    path.unlink()
    assert f"{kind}：没有这个文件" in verified(folder)


def test_a_file_that_was_added_is_named(folder: Path) -> None:
    (folder / "reports" / "more.html").write_text("x")
    assert "reports/more.html：清单里没有这个文件" in verified(folder)


def test_more_points_with_a_manifest_that_agrees_are_found_by_recomputing(folder: Path) -> None:
    told = json.loads((folder / REPORT).read_bytes())
    data = canonical_json({**told, "points": "100"})
    (folder / REPORT).write_bytes(data)
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    first, *others = (one.model_dump(mode="json") for one in manifest.reports)
    reports = [{**first, "points": "100", "digest": digest(data)}, *others]
    changed = manifest.model_copy(update={"reports": tuple(map(BundleReport.model_validate, reports))})
    forged = manifest_of(changed, [*(one for one in manifest.files if one.path != REPORT), file_of(REPORT, data)])
    (folder / "manifest.json").write_bytes(forged.body())
    (folder / "checksums.txt").write_bytes(forged.checksums())
    assert f"{REPORT}：/points：公布 100 分" in verified(folder)
