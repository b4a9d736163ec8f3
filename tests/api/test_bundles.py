"""A bundle of published results: asked for, written by a worker, handed out; same results, same bytes, nobody named."""

import re
from pathlib import Path, PurePosixPath

import pytest

from app.client import Conflict, Jixiao
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.publication.bundle import MANIFEST, Manifest, faults_of
from app.domain.scoring.canonical import digest
from app.main import Application
from app.services.people import NewToken
from app.services.worker import Watch
from tests.support.published import REGION, YEAR, bundled, publish_all, unpacked

pytestmark = pytest.mark.anyio


async def test_a_bundle_is_asked_for_written_by_a_worker_and_handed_out_to_who_asked(idle: Application) -> None:
    await publish_all(idle)
    new = NewToken("公开", frozenset({Right.REPORT_DECIDE}), Place("region", REGION), days=1)
    async with Jixiao(app=idle.api, token=(await idle.services.people.issue(new, OPERATOR))[1]) as client:
        asked = await client.published.bundle(REGION, YEAR)
        with pytest.raises(Conflict, match="还没有打包完"):
            await client.published.archive(asked.id)
        job = await idle.services.jobs.claim()
        assert job is not None
        result = await idle.services.bundling.run(job.request, Watch())
        await idle.services.jobs.end(job.id, job.attempt, "done", result=result)
        done, archive = await client.published.bundled(asked.id), await client.published.archive(asked.id)
    assert (done.state, done.digest, done.size) == ("done", digest(archive.data), len(archive.data))


async def test_the_same_results_are_the_same_bytes_that_hold_together_and_name_nobody(
    idle: Application, tmp_path: Path
) -> None:
    people = await publish_all(idle)
    archive = await bundled(idle)
    assert await bundled(idle) == archive
    folder = unpacked(archive, tmp_path / "out")
    files = {one.relative_to(folder).as_posix(): one for one in folder.rglob("*") if one.is_file()}
    assert list(faults_of(files.keys(), lambda path: files[path].read_bytes())) == []
    manifest = Manifest.model_validate_json(files[MANIFEST].read_bytes())
    assert [one.department.name for one in manifest.reports] == ["示范审批局", "示范文化局"]
    assert [(one.department.name, one.reason) for one in manifest.withdrawn] == [("示范水务局", "决算数有误")]
    assert {one.department for one in manifest.delays} == {"示范园林局", "示范档案馆"}
    for path, file in files.items():
        if not path.endswith((".pdf", ".xlsx")):
            text = file.read_text("utf-8")
            assert [said for said in people.secrets if said in text] == [], path
        for link in re.findall(r'(?:href|src)="([^"#]+)"', text) if path.endswith(".html") else ():
            assert not PurePosixPath(link).is_absolute(), (path, link)
            assert (file.parent / link).is_file(), (path, link)
