"""The history is complete: taken back revision by revision, it leads through every document to the first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from app.client import Jixiao
from app.contract.report import ReportContent
from app.domain.changes import reverted
from app.domain.people.actor import OPERATOR
from app.domain.report import SITTING, STEPS, content_at
from app.main import create_services
from app.services.ports import Database
from app.services.report_keeping import revision_of
from app.services.reports import Content, Start
from app.settings import Settings
from tests.support.builders import a_department, a_report

pytestmark = pytest.mark.anyio
A_SITTING_LATER = SITTING + timedelta(seconds=1)

FORMS: list[dict[str, Any]] = [
    {"profile": {"staff_in_post": "18.00", "duties": "负责“示范”\n工作"}},
    {"revenue": {"rows": [{"institution": "本级", "total": "0.10"}, {"institution": "二级", "total": None}]}},
    {"revenue": {"rows": [{"institution": "二级", "total": "1.5"}]}, "profile": {"staff_in_post": "18"}},
    {"profile": {"staff_in_post": {"unread": "约18人"}, "duties": "负责“示范”\n工作"}},
    {"revenue": {"rows": [{}, {}, {"other": {"none": "无"}}], "total": {"other": {"not_applicable": "没有"}}}},
    {},
]


def content(form: dict[str, Any]) -> Content:
    given = ReportContent.model_validate({"form": form})
    return Content(given.form, given.supplement)


def filled_in(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("form", "supplement")}


async def test_each_revision_taken_back_gives_the_document_before_it_down_to_the_first(
    database: Database, client: Jixiao
) -> None:
    now = datetime(2022, 5, 10, 8, tzinfo=UTC)
    reports = create_services(database, Settings(), lambda: now).reports
    department = await a_department(client)
    started = await reports.create(Start(department.id, 2021, ("yueyanglou-2021", 1), content(FORMS[0])), OPERATOR)
    documents = [started.document]
    for version, form in enumerate(FORMS[1:], 1):
        now += A_SITTING_LATER
        documents.append((await reports.replace(started.id, version, content(form), OPERATOR)).document)

    here, before = from_json(documents[-1]), None
    for document in documents[-2::-1]:
        (revision,) = await reports.revisions(started.id, OPERATOR, before, 1)
        before, earlier = revision.number, from_json(document)
        here |= {"version": revision.from_version, "updated_at": earlier["updated_at"]}
        here |= reverted(filled_in(here), revision.changes)
        assert to_json(here) == document
    (revision,) = await reports.revisions(started.id, OPERATOR, before, 50)
    assert reverted(filled_in(here), revision.changes) == ReportContent().model_dump(mode="json")


async def test_one_sitting_is_one_revision_that_leads_back_to_the_blank_form(
    database: Database, client: Jixiao
) -> None:
    report = await a_report(client, staff_in_post="43")
    for version, form in enumerate(FORMS[1:4], 1):
        await client.reports.put(report.id, version, ReportContent.model_validate({"form": form}))
    stored = await database.reading.reports.get(report.id)
    assert stored is not None
    (revision,) = await create_services(database, Settings()).reports.revisions(report.id, OPERATOR, None, 50)
    assert (revision.from_version, revision.to_version) == (0, 4)
    back = reverted(filled_in(from_json(stored.document)), revision.changes)
    assert back == ReportContent().model_dump(mode="json")


async def test_within_a_sitting_the_content_of_each_of_its_last_saves_can_be_told(
    database: Database, client: Jixiao
) -> None:
    report = await a_report(client)
    contents = [{}, filled_in((await client.reports.get(report.id)).model_dump(mode="json"))]
    for version in range(1, STEPS + 5):
        kept = await client.reports.patch(report.id, version, {"form": {"profile": {"duties": f"第{version}次"}}})
        contents.append(filled_in(kept.model_dump(mode="json")))
    listed = [revision_of(one) for one in await database.reading.reports.revisions(report.id, None, 20)]
    assert len(listed) == 1
    known = [content_at(version, contents[-1], listed) for version in range(1, len(contents))]
    assert known[-STEPS:] == contents[-STEPS:]
    assert set(map(str, known[:-STEPS])) == {"None"}
