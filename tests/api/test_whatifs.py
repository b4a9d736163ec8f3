"""What-ifs as jobs: asked for, done by the worker, and equal to scoring each report by itself."""

import asyncio
from typing import Any

import pytest

from app.client import Invalid, Jixiao, NotFound
from app.contract.job import NewWhatIf, WhatIfView
from app.contract.report import NewReport
from app.contract.scoring import Scheme, SchemeName, ScoreRequest
from app.domain.scoring.evidence import evidence_of
from app.schemes.loader import shipped_schemes
from tests.support.builders import a_department

pytestmark = pytest.mark.anyio
SEED = shipped_schemes()[0]


def stricter() -> Scheme:
    data = SEED.scheme.model_dump(mode="json", exclude_defaults=True) | {"version": 2}
    data["items"][0]["items"][0]["items"][0]["rule"]["deduct"] = "1"
    return Scheme.model_validate(data)


def asked(new: Any, year: int = 2021) -> NewWhatIf:
    return NewWhatIf(fiscal_year=year, old=SchemeName(id=SEED.scheme.id, version=1), new=new)


async def done(client: Jixiao, wanted: NewWhatIf) -> WhatIfView:
    job = await client.whatifs.create(wanted)
    for _ in range(600):
        if job.state not in ("waiting", "running"):
            return job
        await asyncio.sleep(0.05)
        job = await client.whatifs.get(job.id)
    raise AssertionError(job)


async def filed(client: Jixiao, *staff: str, **supplement: Any) -> None:
    for at, count in enumerate(staff):
        department = await a_department(client, f"9990{at:02}")
        form = {"profile": {"staff_in_post": count, "established_posts": "40"}}
        new = {"department": department.id, "fiscal_year": 2021, "form": form, "supplement": supplement}
        await client.reports.create(NewReport.model_validate(new))


async def test_a_scheme_that_is_not_published_is_tried_on_the_reports_of_a_year(client: Jixiao) -> None:
    await filed(client, "40", "43", "60")
    job = await done(client, asked(stricter()))
    assert (job.state, job.error, job.done, job.total) == ("done", "", 3, 3)
    assert job.result is not None
    assert (job.result.total, job.result.gained, job.result.lost) == (3, 0, 1)
    for row in job.result.reports:
        report = await client.reports.get(int(row.id))
        evidence = evidence_of(SEED.scheme, report.form, report.supplement)
        for scheme, total in ((SEED.scheme, row.old), (stricter(), row.new)):
            assert (await client.scorecards.create(ScoreRequest(scheme=scheme, evidence=evidence))).computed == total


async def test_reports_that_only_their_documents_say_are_scored_from_them(client: Jixiao) -> None:
    await filed(client, "41", not_applicable={"staffing_control_rate": "没有编制"})
    job = await done(client, asked(stricter()))
    assert job.result is not None
    assert (job.done, job.result.total, job.result.lost) == (1, 1, 1)


async def test_a_year_without_reports_has_an_empty_result(client: Jixiao) -> None:
    job = await done(client, asked(stricter(), 2019))
    assert job.result is not None
    assert (job.result.total, job.result.reports, job.result.spread) == (0, (), ())


async def test_an_unknown_version_and_an_unusable_scheme_are_refused_at_once(client: Jixiao) -> None:
    with pytest.raises(NotFound):
        await client.whatifs.create(asked(SchemeName(id=SEED.scheme.id, version=9)))
    data = stricter().model_dump(mode="json", exclude_defaults=True) | {"total_points": "99"}
    with pytest.raises(Invalid) as refused:
        await client.whatifs.create(asked(Scheme.model_validate(data)))
    assert refused.value.errors[0].pointer == "/scheme/total_points"
    assert (await client.jobs.list()).items == ()


async def test_a_job_that_has_ended_is_not_cancelled_any_more(client: Jixiao) -> None:
    job = await done(client, asked(stricter(), 2019))
    assert (await client.jobs.cancel(job.id)).state == "done"
    assert [one.id for one in (await client.jobs.list()).items] == [job.id]
