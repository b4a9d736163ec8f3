"""Contents are stored once, and removed with the last attachment that needs them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.client import Jixiao
from app.domain.attachment import Attachment
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.workflow.refusals import WrongState
from app.domain.workflow.state import State
from app.main import Application
from app.services.errors import NotFound
from app.services.people import NewToken
from app.services.ports import AlreadyStored, Database
from tests.support import files
from tests.support.builders import a_report
from tests.support.rounds import stand

pytestmark = pytest.mark.anyio
CONTENT = b"%PDF" * 10


def on(report: int, indicator: str = "", digest: str = "d" * 64) -> Attachment:
    return Attachment("证明.pdf", "application/pdf", len(CONTENT), digest, 0, report, indicator, "张三", "2022-05-10")


async def put(database: Database, *new: Attachment) -> list[int]:
    async with database.transaction() as store:
        return [await store.attachments.add(one, CONTENT) for one in new]


async def remove(database: Database, report: int, number: int) -> Attachment | None:
    async with database.transaction() as store:
        return await store.attachments.remove(report, number)


async def kept(database: Database, digest: str = "d" * 64) -> bool:
    try:
        return await database.reading.attachments.content(digest) == CONTENT
    except KeyError:
        return False


async def test_what_is_stored_is_read_back_by_report(database: Database) -> None:
    first, second, _ = await put(database, on(1), on(1, "x"), on(2))
    found = await database.reading.attachments.of(1)
    assert [(one.id, one.indicator) for one in found] == [(first, ""), (second, "x")]
    assert await database.reading.attachments.get(1, first) == found[0]
    assert await database.reading.attachments.get(2, first) is None


async def test_a_content_goes_with_the_last_file_that_needs_it(database: Database) -> None:
    first, second = await put(database, on(1), on(2))
    assert await remove(database, 2, first) is None
    assert await remove(database, 1, first) is not None
    assert await kept(database)
    await remove(database, 2, second)
    assert not await kept(database)


async def test_the_files_of_a_report_go_together(database: Database) -> None:
    await put(database, on(1), on(1, "x", "e" * 64), on(2))
    async with database.transaction() as store:
        await store.attachments.remove_of(1)
    assert await database.reading.attachments.of(1) == []
    assert [await kept(database, digest) for digest in ("d" * 64, "e" * 64)] == [True, False]


async def test_one_content_is_on_one_indicator_once(database: Database) -> None:
    await put(database, on(1))
    with pytest.raises(AlreadyStored):
        await put(database, on(1, "x"), on(1))
    assert [one.indicator for one in await database.reading.attachments.of(1)] == [""]


async def test_a_failed_transaction_leaves_neither_file_nor_content(database: Database) -> None:
    async def failing() -> None:
        async with database.transaction() as store:
            await store.attachments.add(on(1), CONTENT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await database.reading.attachments.of(1) == []
    assert not await kept(database)


async def test_adding_and_removing_one_content_at_once_never_loses_it(database: Database) -> None:
    for at in range(1, 21):
        (number,) = await put(database, on(at))
        outcomes = await asyncio.gather(
            remove(database, at, number), put(database, on(1000 + at)), return_exceptions=True
        )
        added = isinstance(outcomes[1], list)
        assert added or isinstance(outcomes[1], AlreadyStored)
        assert await kept(database) == bool(added)
        for one in await database.reading.attachments.of(1000 + at):
            await remove(database, 1000 + at, one.id)


async def body(data: bytes) -> AsyncIterator[bytes]:
    yield data


@pytest.fixture
async def client(application: Application) -> AsyncIterator[Jixiao]:
    new = NewToken("测试", frozenset(Right), Place("region", "000000"), days=1)
    token = (await application.services.people.issue(new, OPERATOR))[1]
    async with Jixiao(app=application.api, token=token) as client:
        yield client


async def test_the_same_file_added_by_many_at_once_is_there_once(application: Application, client: Jixiao) -> None:
    reports = [(await a_report(client, str(number))).id for number in range(3)]
    adding = [client.attachments.add(report, "a.pdf", files.PDF) for report in reports * 4]
    numbers = {(await one).id for one in asyncio.as_completed(adding)}
    assert len(numbers) == 3


async def a_report_at(application: Application, client: Jixiao, state: str) -> int:
    report = await a_report(client)
    await stand(application, report.id, State(state))
    return report.id


@pytest.mark.parametrize("state", ["submitted", "under_review", "passed", "published"])
async def test_after_submission_nothing_is_added_or_removed(
    application: Application, client: Jixiao, state: str
) -> None:
    attachments = application.services.attachments
    report = await a_report_at(application, client, state)
    (number,) = await put(application.services.database, on(report))
    with pytest.raises(WrongState, match="增减附件"):
        await attachments.add(report, "", "a.pdf", body(files.PDF), OPERATOR)
    with pytest.raises(WrongState):
        await attachments.remove(report, number, OPERATOR)
    assert len(await attachments.of(report, OPERATOR)) == 1


@pytest.mark.parametrize("state", ["drafting", "panel_signed", "returned"])
async def test_before_submission_files_come_and_go(application: Application, client: Jixiao, state: str) -> None:
    attachments = application.services.attachments
    report = await a_report_at(application, client, state)
    added = await attachments.add(report, "", "a.pdf", body(files.PDF), OPERATOR)
    await attachments.remove(report, added.attachment.id, OPERATOR)
    assert await attachments.of(report, OPERATOR) == []


async def test_a_deleted_draft_takes_its_files_with_it(application: Application, client: Jixiao) -> None:
    report = await a_report(client)
    added = await client.attachments.add(report.id, "a.pdf", files.PDF)
    await client.reports.delete(report.id, (await client.reports.get(report.id)).version)
    assert not await kept(application.services.database, added.digest)
    with pytest.raises(NotFound):
        await application.services.attachments.of(report.id, OPERATOR)
