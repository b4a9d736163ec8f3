"""`/api/v1/reports/{id}/attachments`: bytes in and out, rights, limits and the log, on both engines."""

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound
from app.domain.attachment import MAX_SIZE, MB
from app.domain.audit import Event
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.main import Application
from app.services.people import NewToken
from app.services.ports import EventQuery
from tests.support import files
from tests.support.builders import a_report
from tests.support.files import a_pdf

pytestmark = pytest.mark.anyio
BYTES = {"Content-Type": "application/octet-stream"}
INDICATOR = "economic_benefit"


def path(report: int) -> str:
    return f"/api/v1/reports/{report}/attachments"


async def events(application: Application, report: int) -> list[Event]:
    query = EventQuery([""], subject=f"report:{report}")
    found = await application.services.database.reading.events.page(query)
    return [one for one in reversed(found) if one.kind.startswith("attachment_")]


async def somebody(application: Application, place: Place, *rights: Right) -> str:
    new = NewToken("某人", frozenset(rights), place, days=1)
    return (await application.services.people.issue(new, OPERATOR))[1]


@pytest.mark.parametrize(
    "data",
    [files.PDF, files.DOCX, files.XLS, "甲,1\r\n".encode("gb18030"), a_pdf(MAX_SIZE)],
    ids=["pdf", "docx", "xls", "text", "the largest"],
)
async def test_bytes_come_back_exactly(client: Jixiao, data: bytes) -> None:
    report = await a_report(client)
    added = await client.attachments.add(report.id, "证明", data, indicator=INDICATOR)
    assert (added.size, added.digest, added.indicator) == (len(data), hashlib.sha256(data).hexdigest(), INDICATOR)
    assert await client.attachments.content(report.id, added.id) == data
    assert await client.attachments.list(report.id) == (added,)


async def test_a_file_is_only_ever_saved_under_its_own_name(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    data = "甲,1".encode("gb18030")
    added = await client.attachments.add(report.id, "支出 明细'\"；.csv", data)
    answer = await http.get(f"{path(report.id)}/{added.id}/content")
    told = {name: answer.headers[name] for name in ("content-type", "x-content-type-options", "etag")}
    assert told == {"content-type": "text/csv", "x-content-type-options": "nosniff", "etag": f'"{added.digest}"'}
    name = "%E6%94%AF%E5%87%BA%20%E6%98%8E%E7%BB%86%27_%EF%BC%9B.csv"
    said = f"attachment; filename=\"attachment.csv\"; filename*=UTF-8''{name}"
    assert answer.headers["content-disposition"] == said
    again = await http.get(str(answer.url), headers={"If-None-Match": told["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_same_content_on_the_same_indicator_is_there_once(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    answers = [
        await http.post(path(report.id), params={"name": name, "indicator": at}, content=files.PDF, headers=BYTES)
        for name, at in (("a.pdf", INDICATOR), ("b.pdf", INDICATOR), ("a.pdf", ""))
    ]
    assert [one.status_code for one in answers] == [201, 200, 201]
    first, second, third = (one.json() for one in answers)
    assert first == second
    assert first["id"] != third["id"]


async def test_what_may_not_be_attached_is_refused_in_words(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    for query, data, status, code in (
        ({"name": "a.pdf"}, b"MZ\x00", 415, "attachment_refused"),
        ({"name": "a.pdf"}, b"", 415, "attachment_refused"),
        ({"name": "a.pdf", "indicator": "nix"}, files.PDF, 422, "no_such_indicator"),
        ({"name": "a.pdf", "indicator": "不是"}, files.PDF, 422, "invalid"),
        ({"nmae": "a.pdf"}, files.PDF, 422, "invalid"),
        ({"name": "a.pdf"}, a_pdf(MAX_SIZE + 1), 413, "too_large"),
        ({"name": "a.pdf"}, a_pdf(MAX_SIZE + MB), 413, "too_large"),
    ):
        answer = await http.post(path(report.id), params=query, content=data, headers=BYTES)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
    form = await http.post(path(report.id), files={"files": files.PDF})
    assert (form.status_code, form.json()["code"]) == (415, "no_bytes")
    assert await client.attachments.list(report.id) == ()


async def test_of_a_body_without_end_no_more_than_the_limit_is_read(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 65_536
            yield b" " * 65_536

    answer = await http.post(path(report.id), content=endless(), headers=BYTES)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert sent <= MAX_SIZE + 2 * 65_536
    sent = 0
    assert (await http.post("/api/v1/reports/999/attachments", content=endless(), headers=BYTES)).status_code == 404
    assert (await http.post(f"{path(report.id)}/1", content=endless(), headers=BYTES)).status_code in (405, 413)
    assert sent <= 3 * MB


async def test_a_larger_body_is_let_in_at_this_one_place_only(http: httpx.AsyncClient) -> None:
    for place in ("/api/v1/reports", "/api/v1/reports/1", "/reports/1/edit/cover", "/api/v1/reports/1/attachments/1"):
        answer = await http.post(place, content=a_pdf(3 * MB), headers=BYTES)
        assert answer.status_code == 413, place
    assert (await http.put(path(1), content=a_pdf(3 * MB), headers=BYTES)).status_code == 413


async def test_who_may_not_read_the_report_knows_of_no_file(application: Application, client: Jixiao) -> None:
    report = await a_report(client)
    added = await client.attachments.add(report.id, "a.pdf", files.PDF)
    other = (await a_report(client, "2")).department.id
    elsewhere = await somebody(application, Place("department", str(other)), Right.REPORT_READ, Right.REPORT_FILL)
    async with Jixiao(app=application.api, token=elsewhere) as stranger:
        for attempt in (
            stranger.attachments.list(report.id),
            stranger.attachments.content(report.id, added.id),
            stranger.attachments.add(report.id, "b.pdf", files.PNG),
            stranger.attachments.remove(report.id, added.id),
        ):
            with pytest.raises(NotFound):
                await attempt
    assert await client.attachments.list(report.id) == (added,)


async def test_a_reader_can_read_and_not_write(application: Application, client: Jixiao) -> None:
    report = await a_report(client)
    added = await client.attachments.add(report.id, "a.pdf", files.PDF)
    reading = await somebody(application, Place("region", "430602"), Right.REPORT_READ)
    async with Jixiao(app=application.api, token=reading) as reader:
        assert await reader.attachments.content(report.id, added.id) == files.PDF
        with pytest.raises(Forbidden):
            await reader.attachments.add(report.id, "b.pdf", files.PNG)
        with pytest.raises(Forbidden):
            await reader.attachments.remove(report.id, added.id)


async def test_the_log_tells_what_was_added_removed_and_read_from_outside(
    application: Application, client: Jixiao
) -> None:
    report = await a_report(client)
    own = await somebody(application, Place("department", str(report.department.id)), Right.REPORT_READ)
    added = await client.attachments.add(report.id, "a.pdf", files.PDF)
    async with Jixiao(app=application.api, token=own) as inside:
        await inside.attachments.content(report.id, added.id)
    await client.attachments.content(report.id, added.id)
    await client.attachments.remove(report.id, added.id)
    told = await events(application, report.id)
    assert [one.kind for one in told] == ["attachment_added", "attachment_read", "attachment_removed"]
    for one in told:
        assert all(part in one.details for part in ('"name":"a.pdf"', added.digest, f'"size":{added.size}'))
    assert (await application.services.audit.verify()).breaks == []


async def test_a_report_has_at_most_fifty_files(client: Jixiao) -> None:
    report = await a_report(client)
    for number in range(50):
        await client.attachments.add(report.id, "a.txt", f"第 {number} 份".encode())
    with pytest.raises(Conflict, match="最多 50 个"):
        await client.attachments.add(report.id, "a.txt", b"one more")
    assert (await client.attachments.add(report.id, "a.txt", "第 0 份".encode())).id == 1


async def test_an_unknown_file_is_not_found(client: Jixiao) -> None:
    report, other = await a_report(client, "1"), await a_report(client, "2")
    added = await client.attachments.add(report.id, "a.pdf", files.PDF)
    for attempt in (
        client.attachments.content(other.id, added.id),
        client.attachments.remove(other.id, added.id),
        client.attachments.content(report.id, added.id + 1),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_a_download_is_handed_on_with_its_headers(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    added = await client.attachments.add(report.id, "证明.pdf", files.PDF)
    download = await client.attachments.download(report.id, added.id)
    answer = await http.get(f"{path(report.id)}/{added.id}/content")
    assert (download.data, download.media_type) == (answer.content, "application/pdf")
    assert download.disposition == answer.headers["content-disposition"]


async def test_a_name_that_is_too_long_to_be_one_is_refused(client: Jixiao) -> None:
    report = await a_report(client)
    with pytest.raises(Invalid):
        await client.attachments.add(report.id, "长" * 501, files.PDF)
