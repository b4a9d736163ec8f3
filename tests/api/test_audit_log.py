"""The audit log: every write leaves an event, none has personal data, and whatever is changed in it is named."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli.main import main
from app.client import Jixiao
from app.contract.people import NewSection, PasswordChange
from app.domain.audit import Event
from app.domain.follow_ups.quality import QUALITY
from app.domain.people.actor import OPERATOR
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.main import Application
from app.persistence.sqlite import SQLiteDatabase
from app.services.people import NewToken
from app.services.worker import Watch
from app.settings import Settings
from tests.api.test_rights import SCHEME, operations
from tests.support.browsing import browsing
from tests.support.filled_forms import a_form
from tests.support.findings import WRONG, key_of
from tests.support.organisation import HERE, organise
from tests.support.people import PASSWORD, a_person, a_system, an_account, place

pytestmark = pytest.mark.anyio

CONTACT = {"form": {"profile": {"contact": "王建国", "phone": "13907301234"}, "preparer": {"name": "李小红"}}}

WRITES: list[tuple[str, str, Any, list[str]]] = [
    # method, address, body, the kinds of events that it leaves
    ("POST", "/reports", {"department": 3, "fiscal_year": 2021, **CONTACT}, ["report_started"]),
    ("PATCH", "/reports/1", CONTACT, ["report_changed"]),
    ("PUT", "/reports/1", {}, ["report_changed"]),
    ("PATCH", "/reports/1", {}, []),  # nothing is different
    ("PATCH", "/reports/1?validate_only=true", CONTACT, []),
    ("DELETE", "/reports/1", None, ["report_deleted"]),
    ("POST", "/departments", {"region": HERE, "budget_code": "9", "name": "新局"}, ["department_registered"]),
    ("PUT", "/departments/1", {"name": "甲改"}, ["department_edited"]),
    ("POST", "/sections", {"region": HERE, "name": "新科"}, ["section_added"]),
    ("POST", "/sections", {"region": HERE, "name": "新科"}, []),
    ("POST", "/schemes", SCHEME | {"version": 2}, ["scheme_version_added"]),
    ("POST", "/schemes", SCHEME | {"version": 2}, []),
    ("POST", "/scheme-drafts", {"content": {"document": SCHEME | {"version": 3}}}, ["scheme_draft_begun"]),
    ("PUT", "/scheme-drafts/1", {"document": SCHEME | {"version": 4}}, ["scheme_draft_edited"]),
    ("POST", "/scheme-drafts/1:move", {"move": "submit"}, ["scheme_draft_submitted"]),
    ("POST", "/scheme-drafts/1:move", {"move": "return", "remark": "改"}, ["scheme_draft_returned"]),
    ("DELETE", "/scheme-drafts/1", None, ["scheme_draft_deleted"]),
    ("POST", "/whatifs", {"fiscal_year": 2021, "from": {"id": SCHEME["id"], "version": 1},
                          "to": {"id": SCHEME["id"], "version": 2}}, ["job_added"]),
    ("POST", "/jobs/1:cancel", None, ["job_cancelled"]),
    ("POST", "/jobs/1:cancel", None, []),
    ("POST", "/accounts", {"login": "lisi", "name": "李四", "region": HERE}, ["account_created"]),
    ("PUT", "/accounts/1", {"name": "张三丰"}, ["account_edited"]),
    ("POST", "/accounts/1:reset-password", None, ["password_reset"]),
    ("POST", "/accounts/1:unlock", None, ["account_unlocked"]),
    ("PUT", "/accounts/1/roles", {"roles": [{"role": "preparer", "place": "department", "key": "1"}]},
     ["roles_changed"]),
    ("POST", "/tokens", {"name": "某", "rights": ["reports:read"], "place": "region", "key": HERE, "days": 1},
     ["token_issued"]),
    ("DELETE", "/tokens/1", None, ["token_revoked"]),
    ("DELETE", "/tokens/1", None, []),
]  # fmt: skip

PEOPLE: dict[str, list[tuple[Role, str]]] = {
    "preparer": [(Role.PREPARER, "department:1")],
    "lead": [(Role.PANEL_LEAD, "department:1")],
    "head": [(Role.DEPARTMENT_HEAD, "department:1")],
    "unit": [(Role.PREPARER, "department:2")],
    "reviewer": [(Role.SECTION_REVIEWER, "section:1")],
    "office": [(Role.PERFORMANCE_OFFICE, f"region:{HERE}")],
    "ruler": [(Role.PERFORMANCE_OFFICE, f"region:{HERE}")],
    "another ruler": [(Role.PERFORMANCE_OFFICE, f"region:{HERE}")],
    "evaluator": [(Role.RE_EVALUATOR, f"region:{HERE}")],
    "clerk": [(Role.SYSTEM_ADMINISTRATOR, f"region:{HERE}")],
}
PLAN = {"title": "自评", "scheme": {"id": SCHEME["id"], "version": 1}, "deadline": "2099-06-30", "departments": [1]}
WHY = {"reason": "核对后再办"}
RATE = "staffing_control_rate"
FULL = {"quality": {one.id: {"points": str(one.points)} for one in QUALITY}}
REVIEWED = {"confirmed": {RATE: {"points": "1.5", "reason": "按实有人数核定"}}, "opinion": "同意"}
APPEAL = {"indicator": RATE, "claimed": "5", "reason": "借调人员不占编制"}

WAIVED = {"key": key_of("A1", WRONG), "reason": "王建国 13907301234 说明"}
GRANTED = {"until": "2099-12-31", "note": "王建国核实"}
UNIT_ROWS = {"revenue": {"institution": "甲局下属中心", "total": "1.50"}}
DEPARTMENTS = "行政区划代码,预算编码,部门名称,归口科室\n430602,103,丁局,农业科\n"
PERSON = "登录名,姓名,行政区划代码,角色,预算编码\nwangwu,王五,430602,填报人,101\n"

FORMS = [("files", ("自评.txt", a_form("101001", "甲局下属中心")))]

BY_PEOPLE: list[tuple[str, str, str, Any, list[str]]] = [
    # who, and as above: a report's way from round to appeal, each step on what the one before has left
    ("office", "POST", "/rounds", PLAN | {"region": HERE, "fiscal_year": 2021}, ["round_created"]),
    ("office", "PUT", "/rounds/1", PLAN | {"title": "2021 年自评"}, ["round_edited"]),
    ("office", "POST", "/rounds/1:issue", None, ["round_issued"]),
    ("office", "POST", "/rounds/1:withdraw", WHY, ["round_withdrawn"]),
    ("office", "POST", "/rounds/1:issue", None, ["round_issued"]),
    ("office", "POST", "/rounds/1:extend", WHY | {"department": 1, "due": "2099-07-15"}, ["round_extended"]),
    ("office", "POST", "/rounds/1:remind", {"departments": [1], "text": "请报送"}, ["round_reminded"]),
    ("preparer", "PATCH", "/reports/1", CONTACT, ["report_changed"]),
    ("unit", "PUT", "/reports/1/units/2", UNIT_ROWS, ["report_changed"]),
    ("unit", "PUT", "/reports/1/units/2", UNIT_ROWS, []),
    ("preparer", "POST", "/reports/1/attachments?name=a.txt", "证据".encode(), ["attachment_added"]),
    ("preparer", "POST", "/reports/1/attachments?name=a.txt", "证据".encode(), []),
    ("preparer", "GET", "/reports/1/attachments/1/content", None, []),
    ("office", "GET", "/reports/1/attachments/1/content", None, ["attachment_read"]),
    ("preparer", "DELETE", "/reports/1/attachments/1", None, ["attachment_removed"]),
    ("office", "GET", "/reports/1?include=personal", None, ["personal_data_read"]),
    ("preparer", "GET", "/reports/1/document?format=docx", None, ["report_exported"]),
    ("office", "GET", "/reports/1/document?format=csv", None, ["report_exported"]),
    ("preparer", "GET", "/reports/1/template", None, ["report_exported"]),
    ("preparer", "PATCH", "/reports/1", {"form": WRONG}, ["report_changed"]),
    ("preparer", "POST", "/reports/1/waivers?validate_only=true", WAIVED, []),
    ("preparer", "POST", "/reports/1/waivers", WAIVED, ["waiver_asked"]),
    ("office", "POST", "/reports/1/waivers/w1:decide", {"note": "王建国"}, ["waiver_decided"]),
    ("office", "POST", "/reports/1/waivers/w1:decide", GRANTED, ["waiver_decided"]),
    ("preparer", "POST", "/reports/1:move", {"move": "sign_preparer"}, ["report_moved"]),
    ("lead", "POST", "/reports/1:move", {"move": "sign_panel"}, ["report_moved"]),
    ("head", "POST", "/reports/1:move?validate_only=true", {"move": "submit"}, []),
    ("head", "POST", "/reports/1:move", {"move": "submit"}, ["report_moved"]),
    ("reviewer", "POST", "/reports/1:move", {"move": "start_review"}, ["report_moved"]),
    ("reviewer", "POST", "/reports/1:move", {"move": "return", "objections": [{"text": "请核对"}]}, ["report_moved"]),
    ("preparer", "POST", "/reports/1:answer", {"answers": {"r1": "已核对"}}, ["return_answered"]),
    ("head", "POST", "/reports/1:move", {"move": "submit"}, ["report_moved"]),
    ("reviewer", "POST", "/reports/1:move", {"move": "start_review"}, ["report_moved"]),
    ("reviewer", "PATCH", "/reports/1/review", REVIEWED, ["review_written"]),
    ("reviewer", "PATCH", "/reports/1/review", {}, []),
    ("reviewer", "POST", "/reports/1:move", {"move": "pass"}, ["report_moved"]),
    ("office", "POST", "/reports:move", {"items": [{"report": 1, "move": "publish"}]}, ["report_moved"]),
    ("office", "POST", "/rounds/1:draw", {"percentage": "100", "seed": 7}, ["re_evaluation_drawn", "round_drawn"]),
    ("office", "POST", "/rounds/1:draw", {"percentage": "100", "seed": 7}, []),
    ("evaluator", "POST", "/follow-ups/1:begin", None, ["re_evaluation_begun"]),
    ("evaluator", "POST", "/follow-ups/1:confirm",
     {"findings": [{"indicator": RATE, "points": "2", "reason": "有误"}]}, ["re_evaluation_confirmed"]),
    ("evaluator", "POST", "/follow-ups/1:grade", FULL, ["re_evaluation_graded"]),
    ("evaluator", "POST", "/follow-ups/1:finish", None, ["re_evaluation_finished"]),
    ("evaluator", "POST", "/follow-ups/1:reopen", None, ["re_evaluation_reopened"]),
    ("evaluator", "POST", "/follow-ups/1:finish", None, ["re_evaluation_finished"]),
    ("office", "POST", "/follow-ups/1:close", None, ["re_evaluation_closed", "points_settled"]),
    ("office", "POST", "/reports/1/rectifications", {"text": "补台账", "deadline": "2099-09-30"},
     ["rectification_issued"]),
    ("preparer", "POST", "/follow-ups/2:reply", {"text": "已补"}, ["rectification_replied"]),
    ("office", "POST", "/follow-ups/2:send-back", WHY, ["rectification_sent_back"]),
    ("head", "POST", "/follow-ups/2:reply", {"text": "都补了"}, ["rectification_replied"]),
    ("office", "POST", "/follow-ups/2:accept", {}, ["rectification_accepted"]),
    ("head", "POST", "/reports/1/appeals", APPEAL, ["appeal_raised"]),
    ("head", "POST", "/follow-ups/3:withdraw", None, ["appeal_withdrawn"]),
    ("head", "POST", "/reports/1/appeals", APPEAL, ["appeal_raised"]),
    ("ruler", "POST", "/follow-ups/4:uphold", WHY | {"points": "3"}, ["appeal_upheld", "points_settled"]),
    ("head", "POST", "/reports/1/appeals", APPEAL, ["appeal_raised"]),
    ("another ruler", "POST", "/follow-ups/5:dismiss", WHY, ["appeal_dismissed"]),
    ("office", "POST", "/rounds/1:close", None, ["round_closed"]),
    ("clerk", "POST", "/departments:import?dry_run=true", DEPARTMENTS.encode(), []),
    ("clerk", "POST", "/departments:import", DEPARTMENTS.encode(), ["section_added", "department_registered"]),
    ("clerk", "POST", "/departments:import", DEPARTMENTS.encode(), []),
    ("clerk", "POST", "/accounts:import", PERSON.encode(), ["account_created"]),
    ("unit", "POST", "/report-imports", FORMS, ["job_added"]),  # the worker reads it meanwhile, and writes nothing
    ("unit", "POST", "/report-imports/1/items/1:apply", None,
     ["report_started", "attachment_added", "report_imported"]),
    ("unit", "POST", "/report-imports/1/items/1:apply", None, []),
    ("unit", "DELETE", "/report-imports/1", None, ["report_import_deleted"]),
    ("unit", "POST", "/report-imports", FORMS, ["job_added"]),
    ("unit", "POST", "/report-imports/2:apply", {}, ["job_added"]),
    ("office", "POST", "/published-bundles", {"region": HERE, "fiscal_year": 2021}, ["job_added"]),
]  # fmt: skip

WRITES_NOTHING = {
    "POST /api/v1/schemes:lint", "POST /api/v1/scorecards", "POST /api/v1/findings", "POST /api/v1/scheme-drafts:read",
    "POST /api/v1/events:verify", "POST /api/v1/reports/{report_id}/presence",
    "POST /api/v1/published-reports/{publication_id}:recompute",
}  # fmt: skip
ELSEWHERE = {
    "POST /api/v1/sessions", "DELETE /api/v1/sessions/current", "DELETE /api/v1/sessions/{session_id}",
    "PUT /api/v1/me/password",  # all four below: only people do them
    "POST /api/v1/reports/{report_id}/own-indicators:decide",  # stores a report as PUT does
}  # fmt: skip


def test_every_operation_that_writes_is_among_those_whose_events_are_looked_at() -> None:
    forgotten = [
        name
        for name, route in operations(Application(Settings())).items()
        if not name.startswith("GET ")
        and name not in WRITES_NOTHING | ELSEWHERE
        and not any(
            kinds and name.startswith(f"{method} ") and route.path_regex.match(f"/api/v1{path.partition('?')[0]}")
            for method, path, _, kinds in (*WRITES, *(line[1:] for line in BY_PEOPLE))
        )
    ]
    assert forgotten == [], "operations that write, without a line in WRITES"


@pytest.fixture
async def everything_at_hand(idle: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A system that may do everything, beside account 1 and a token 1 that nobody uses."""
    await organise(idle.services)
    await an_account(idle.services)
    await a_system(idle.services, "unused", [Right.REPORT_READ], f"region:{HERE}")
    caller = await a_system(idle.services, "everything", Right, "region:430600")
    async with browsing(idle, caller.bearer) as http:
        yield http


async def events(application: Application, after: int = 0) -> list[Event]:
    return await application.services.database.reading.events.after(after, 10_000)


async def test_every_write_leaves_its_event_with_who_and_where_and_the_chain_holds(
    idle: Application, everything_at_hand: httpx.AsyncClient
) -> None:
    for method, path, body, kinds in WRITES:
        before = await events(idle)
        answer = await written(everything_at_hand, method, path, body)
        left = await events(idle, before[-1].number)
        assert [one.kind for one in left] == kinds, (method, path)
        assert all(one.actor == "token:2" and one.region in (HERE, "430600") for one in left), left
        assert all(one.request == answer.headers["x-request-id"] for one in left)
    await nothing_secret_is_told_and_the_chain_holds(idle)


async def test_every_step_of_people_leaves_its_event_with_who_and_where_and_the_chain_holds(idle: Application) -> None:
    await organise(idle.services)
    people = {name: await a_person(idle.services, name, roles) for name, roles in PEOPLE.items()}
    for who, method, path, body, kinds in BY_PEOPLE:
        before = await events(idle)
        async with browsing(idle, people[who].bearer) as http:
            answer = await written(http, method, path, body)
        left = await events(idle, before[-1].number)
        assert [one.kind for one in left] == kinds, (method, path)
        assert all(one.actor == people[who].actor.key and one.region == HERE for one in left), left
        assert all(one.request == answer.headers["x-request-id"] for one in left)
        await imports_are_read(idle)
    await nothing_secret_is_told_and_the_chain_holds(idle)


async def imports_are_read(application: Application) -> None:
    """Do what the worker does with imports; it leaves no event."""
    before = await events(application)
    while job := await application.services.jobs.claim():
        if job.kind == "report_import":
            await application.services.import_reading.run(job, Watch())
        await application.services.jobs.end(job.id, job.attempt, "done")
    assert await events(application) == before


async def written(http: httpx.AsyncClient, method: str, path: str, body: Any) -> httpx.Response:
    """The answer to a write on the versions that are there."""
    version = await current(http, path)
    if path == "/reports:move":
        (one,) = body["items"]
        tag = (await http.get(f"/api/v1/reports/{one['report']}")).headers["etag"]
        body = {"items": [one | {"version": int(re.findall(r"\d+", tag)[0])}]}
    kind = "content" if isinstance(body, bytes) else "files" if isinstance(body, list) else "json"
    answer = await http.request(method, f"/api/v1{path}", headers=version, **({} if body is None else {kind: body}))
    assert answer.status_code < 300, (method, path, answer.text)
    return answer


async def nothing_secret_is_told_and_the_chain_holds(application: Application) -> None:
    told = "".join(one.details for one in await events(application))
    assert not [secret for secret in ("王建国", "13907301234", "李小红", PASSWORD) if secret in told]
    assert (await application.services.audit.verify()).breaks == []


async def current(http: httpx.AsyncClient, path: str) -> dict[str, str]:
    """If-Match with the version that a thing now has."""
    bare = path.partition("?")[0].removesuffix("/roles").removesuffix("/review")
    bare = bare.partition("/waivers")[0]
    bare = bare if bare.startswith("/jobs") else bare.rpartition(":")[0] or bare
    tag = (await http.get(f"/api/v1{bare}")).headers.get("etag", "") if not bare.endswith(_FILES) else ""
    return {"If-Match": tag} if tag else {}


_FILES = ("/content", "/document", "/template")
"""What is downloaded has no version, and asking for it would leave an event."""


async def test_ones_own_doings_are_in_the_log_of_ones_own_region(idle: Application) -> None:
    person = await a_person(idle.services, "somebody", ())
    async with Jixiao(app=idle.api, token=person.bearer) as client:
        bearer, _ = await idle.services.access.sign_in(person.actor.login, PASSWORD, "", "")
        await client.access.end_session((await client.access.sessions())[0].id)
        await client.access.change_password(PasswordChange(old=PASSWORD, new="Quite-Another-7"))
        await client.access.sign_out()
    found = [(one.kind, one.region) for one in await events(idle)]
    kinds = ["account_created", "signed_in", "signed_in", "session_ended", "password_changed", "signed_out"]
    assert found[1:] == [(kind, HERE) for kind in kinds]
    assert bearer not in "".join(map(str, await events(idle)))


async def test_a_write_that_fails_leaves_no_event_and_a_lost_event_no_write(
    idle: Application, everything_at_hand: httpx.AsyncClient
) -> None:
    before = await events(idle)
    new = {"region": HERE, "budget_code": "101", "name": "又一个"}
    assert (await everything_at_hand.post("/api/v1/departments", json=new)).status_code == 409
    assert await events(idle) == before
    async with idle.services.database.transaction() as store:  # an event that stands where the next one has to
        number = (await store.events.head())[0] + 1
        await store.events.add(Event(number, *["x"] * 10))
    async with Jixiao(app=idle.api, token=everything_at_hand.headers["authorization"][7:]) as client:
        with pytest.raises(Exception, match="服务出错"):
            await client.people.add_section(NewSection(region=HERE, name="没有写下的科"))
        assert "没有写下的科" not in [one.name for one in (await client.people.sections()).items]


async def test_writers_at_the_same_time_keep_the_chain_whole(idle: Application) -> None:
    async def write(n: int) -> None:
        new = NewToken(f"系统 {n}", frozenset({Right.REPORT_READ}), place(f"region:{HERE}"), days=1)
        await idle.services.people.issue(new, OPERATOR)

    before = len(await events(idle))
    await asyncio.gather(*(write(n) for n in range(60)))
    found = await idle.services.audit.verify()
    assert (found.breaks, found.count) == ([], before + 60)


async def test_one_section_is_added_by_many_at_the_same_time(
    idle: Application, everything_at_hand: httpx.AsyncClient
) -> None:
    before, new = len(await events(idle)), {"region": HERE, "name": "同时登记的科"}
    answers = await asyncio.gather(*(everything_at_hand.post("/api/v1/sections", json=new) for _ in range(8)))
    assert ({one.status_code for one in answers}, len({one.json()["id"] for one in answers})) == ({201}, 1)
    assert len(await events(idle)) == before + 1


COLUMNS = [one.name for one in fields(Event)]


async def verified(application: Application) -> str:
    """What `jixiao audit verify` prints of the application's own database, in a process' place."""
    database = application.services.database
    assert isinstance(database, SQLiteDatabase)
    environment = {"DATABASE_URL": f"sqlite:///{database._path}"}
    result = await asyncio.to_thread(CliRunner().invoke, main, ["audit", "verify"], env=environment)
    assert result.exit_code in (0, 1), result.exception
    return result.output


@pytest.fixture
async def file(idle: Application, tmp_path: Path) -> AsyncIterator[sqlite3.Connection]:
    """The database file, in the hands of somebody who goes round the service."""
    if not isinstance(idle.services.database, SQLiteDatabase):
        pytest.skip("the file is SQLite's; on PostgreSQL the same rows are read by the same code")
    await organise(idle.services)
    connection = sqlite3.connect(tmp_path / "jixiao.db", isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("number", [1, 3, 9])
async def test_one_byte_of_any_column_of_an_event_is_named(
    idle: Application, file: sqlite3.Connection, number: int
) -> None:
    assert "摘要链完整" in await verified(idle)
    (last,) = file.execute("SELECT max(number) FROM event").fetchone()
    assert last == 9
    for column in (one for one in COLUMNS if one != "number"):
        (value,) = file.execute(f"SELECT {column} FROM event WHERE number = ?", (number,)).fetchone()  # noqa: S608
        for changed in ((chr(ord(value[0]) ^ 1) + value[1:] if value else "x").encode(), b"\xff" + value.encode()[1:]):
            change = f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE number = ?"  # noqa: S608
            file.execute(change, (changed, number))
            assert f"第 {number} 条" in await verified(idle), (column, changed)
            file.execute(change, (value.encode(), number))
    assert "摘要链完整" in await verified(idle)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("DELETE FROM event WHERE number = 5", "第 5 条不见了"),
        ("DELETE FROM event WHERE number IN (4, 5)", "第 4 条至第 5 条不见了"),
        ("DELETE FROM event WHERE number >= 8", "第 8 条至第 9 条不见了（末尾被截去）"),
        ("DELETE FROM event", "第 1 条至第 9 条不见了"),
        ("UPDATE event SET number = 50 WHERE number = 5", "第 5 条不见了"),
        ("UPDATE event SET number = 0 WHERE number = 1", "第 1 条不见了"),
        ("UPDATE event_head SET digest = 'x'", "末尾的摘要与登记的不符（登记到第 9 条）"),
        ("INSERT INTO event SELECT 10, at, actor, name, kind, subject, region, request, details, digest, digest "
         "FROM event WHERE number = 9", "第 10 条"),
    ],
)  # fmt: skip
async def test_events_that_are_cut_out_or_put_in_are_named(
    idle: Application, file: sqlite3.Connection, change: str, named: str
) -> None:
    file.execute(change)
    assert named in await verified(idle)


async def test_an_auditor_sees_by_the_interface_what_the_command_says(
    idle: Application, file: sqlite3.Connection
) -> None:
    file.execute("UPDATE event SET details = ? WHERE number = 4", (json.dumps({"name": "别的"}),))
    auditor = await a_person(idle.services, "auditor", [(Role.AUDIT_ADMINISTRATOR, f"region:{HERE}")])
    async with Jixiao(app=idle.api, token=auditor.bearer) as client:
        found = await client.audit.verify()
    assert [one.number for one in found.breaks] == [4]
