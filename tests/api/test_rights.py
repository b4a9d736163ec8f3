"""Who may call what: every operation × every role in its own and in other places, on one small organisation.

A new operation wants one line in CALLS; what is then expected of each caller follows from the right that the operation
names (`@needs`), from what roles give (`role.py`) and from where the thing is. Calls change nothing: they are refused
for their version or content once the caller is let in, and being refused for that (409, 412, 422) is being let in.
"""

import json
from dataclasses import dataclass, replace
from typing import Any, Final

import httpx
import pytest
from fastapi.routing import APIRoute

from app.api.guard import Anyone, Need, need_of, rights_of
from app.api.services import Services
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.people.role import DEPARTMENT_ROLES, Role
from app.domain.workflow.moves import MOVES
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.services.report_document import read_document
from app.services.whatif import WhatIfRequest
from tests.support.browsing import browsing
from tests.support.organisation import ABOVE, HERE, NEIGHBOUR, SECTION_OF_HERE, UNIT_OF_A, A, organise, review
from tests.support.people import NO_CALLER, PASSWORD, Caller, a_person, a_system

pytestmark = pytest.mark.anyio

SCHEME: Final = json.loads(shipped_schemes()[0].canonical)
OFFICE: Final = f"{Role.PERFORMANCE_OFFICE} @ region:{HERE}"
"""Who begins the draft and the job."""
PREPARER: Final = f"{Role.PREPARER} @ department:1"
"""Who asks for the import."""
FIRST: Final = "somebody without roles"
"""The account, and the session, that are asked for by number."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a call is about: where it is, and by which right one knows of it (None: by none, so nothing is hidden)."""

    at: Location = A
    seen_by: Right | tuple[Right, ...] | None = None
    owner: str = ""
    """The only caller whose it is, wherever that is."""
    seen_at: Location | None = None
    """Where one has to hold `seen_by`, if not `at`."""
    wants: tuple[Right, ...] = ()
    """Beside what the operation needs: one of these, there."""


NOTHING: Final = None
"""A list, which each sees their own part of; or an operation that is about no row."""
ONESELF: Final = Thing(owner="whoever calls")
REPORT: Final = Thing(A, Right.REPORT_READ)
UNIT: Final = Thing(UNIT_OF_A, Right.REPORT_READ)
ROUND: Final = Thing(A, Right.ROUND_READ)
PLANNED: Final = replace(ROUND, at=Location(HERE), seen_at=A)
"""The round to be changed: it is its region's, though A knows of it."""
DEPARTMENT: Final = Thing(A, Right.DEPARTMENT_READ)
REGISTERED: Final = replace(DEPARTMENT, at=Location(HERE), seen_at=A)
"""The department to be changed: its region registers it."""
REGION: Final = Thing(Location(HERE))
ACCOUNT: Final = Thing(Location(HERE), Right.USER_READ)
TOKEN: Final = Thing(Location(HERE), Right.ROLE_GRANT)
DRAFT: Final = Thing(Location(HERE), (Right.SCHEME_WRITE, Right.SCHEME_REVIEW))
JOB: Final = Thing(owner=OFFICE)
SESSION: Final = Thing(owner=FIRST)
IMPORT: Final = Thing(owner=PREPARER)

VALUES: Final = {
    "report_id": 1, "department_id": 1, "account_id": 1, "session_id": 1, "token_id": 1, "draft_id": 1, "job_id": 1,
    "scheme_id": SCHEME["id"], "version": 1, "round_id": 1, "follow_up_id": 1, "attachment_id": 1, "unit_id": 2,
    "waiver": "w1", "import_id": 2, "item_number": 1, "publication_id": 1, "bundle_id": 3,
    "indicator": "staffing_control_rate",
}  # fmt: skip
"""What stands in the braces of an address."""

NEW_DEPARTMENT: Final = {"region": HERE, "budget_code": "101", "name": "又一个"}  # the code is taken
NEW_REPORT: Final = {"department": 1, "fiscal_year": 2021}  # there is one
NEW_TOKEN: Final = {"name": "某系统", "rights": ["reports:read"], "place": "region", "key": HERE, "days": 1}
WEAK: Final = {"old": PASSWORD, "new": "短"}
PLAN: Final = {"title": "自评", "scheme": {"id": "nix", "version": 1}, "deadline": "2022-06-30"}
NEW_ROUND: Final = PLAN | {"region": HERE, "fiscal_year": 2021}  # there is no such scheme
TOO_LATE: Final = {"text": "台账", "deadline": "2000-01-01"}
UNKNOWN: Final = {"indicator": "nix", "claimed": "1", "reason": "x"}
WHY: Final = {"reason": "x"}
WAIVER: Final = {"key": "0123456789abcdef", "reason": "x"}
NO_LIST: Final = b"what no table is"

CALLS: Final[dict[str, tuple[Thing | None, Any]]] = {
    # operation: (what it is about, the body that is sent)
    "GET /healthz": (NOTHING, None),
    "GET /readyz": (NOTHING, None),
    "GET /api/v1/reports": (NOTHING, None),
    "GET /api/v1/reports:export": (NOTHING, None),
    "POST /api/v1/reports": (REPORT, NEW_REPORT),
    "GET /api/v1/reports/{report_id}": (REPORT, None),
    "PUT /api/v1/reports/{report_id}": (REPORT, {}),
    "PATCH /api/v1/reports/{report_id}": (REPORT, {}),
    "DELETE /api/v1/reports/{report_id}": (REPORT, None),
    "GET /api/v1/reports/{report_id}/scorecard": (REPORT, None),
    "GET /api/v1/reports/{report_id}/findings": (REPORT, None),
    "POST /api/v1/reports/{report_id}/presence": (REPORT, {"place": "cover"}),
    "GET /api/v1/reports/{report_id}/document": (REPORT, None),
    "GET /api/v1/reports/{report_id}/template": (REPORT, None),
    "GET /api/v1/reports/{report_id}/publications": (REPORT, None),
    "GET /api/v1/published-years": (NOTHING, None),
    "GET /api/v1/published-statistics": (NOTHING, None),
    "GET /api/v1/published-indicators/{indicator}": (NOTHING, None),
    "GET /api/v1/published-delays": (NOTHING, None),
    "GET /api/v1/published-withdrawals": (NOTHING, None),
    "GET /api/v1/published-reports": (NOTHING, None),
    "GET /api/v1/published-reports/{publication_id}": (NOTHING, None),
    "GET /api/v1/published-reports/{publication_id}/scorecard": (NOTHING, None),
    "GET /api/v1/published-reports/{publication_id}/scheme": (NOTHING, None),
    "GET /api/v1/published-reports/{publication_id}/document": (NOTHING, None),
    "POST /api/v1/published-reports/{publication_id}:recompute": (NOTHING, {}),
    "POST /api/v1/published-bundles": (REGION, {"region": HERE, "fiscal_year": 2021}),  # a job, which nobody does
    "GET /api/v1/published-bundles/{bundle_id}": (JOB, None),
    "GET /api/v1/published-bundles/{bundle_id}/content": (JOB, None),
    "POST /api/v1/reports/{report_id}/waivers": (REPORT, WAIVER),
    "POST /api/v1/reports/{report_id}/waivers/{waiver}:decide": (REPORT, {"note": "x"}),
    "GET /api/v1/reports/{report_id}/revisions": (REPORT, None),
    "POST /api/v1/reports/{report_id}/own-indicators:decide": (REPORT, {"evidence": "x", "ids": ["y"], "approved": 1}),
    "POST /api/v1/reports/{report_id}:move": (replace(REPORT, wants=(Right.REPORT_FILL,)), {"move": "sign_preparer"}),
    "POST /api/v1/reports:move": (NOTHING, {"items": [{"report": 1, "version": 999, "move": "publish"}]}),
    "POST /api/v1/reports/{report_id}:answer": (REPORT, {"answers": {"r1": "x"}}),
    "PATCH /api/v1/reports/{report_id}/review": (REPORT, {"opinion": "x"}),
    "GET /api/v1/reports/{report_id}/changes-since-return": (REPORT, None),
    "GET /api/v1/reports/{report_id}/units/{unit_id}": (UNIT, None),
    "PUT /api/v1/reports/{report_id}/units/{unit_id}": (UNIT, {}),
    "GET /api/v1/reports/{report_id}/attachments": (REPORT, None),
    "POST /api/v1/reports/{report_id}/attachments": (REPORT, b"evidence"),  # it has passed
    "GET /api/v1/reports/{report_id}/attachments/{attachment_id}/content": (REPORT, None),
    "DELETE /api/v1/reports/{report_id}/attachments/{attachment_id}": (REPORT, None),  # it has passed
    "POST /api/v1/reports/{report_id}/rectifications": (REPORT, TOO_LATE),
    "POST /api/v1/reports/{report_id}/appeals": (REPORT, UNKNOWN),
    "GET /api/v1/follow-ups": (NOTHING, None),
    "GET /api/v1/follow-ups/{follow_up_id}": (REPORT, None),
    "POST /api/v1/follow-ups/{follow_up_id}:begin": (REPORT, None),
    "POST /api/v1/follow-ups/{follow_up_id}:confirm": (REPORT, {"findings": [{"indicator": "nix", "points": "1"}]}),
    "POST /api/v1/follow-ups/{follow_up_id}:grade": (REPORT, {"quality": {}}),
    "POST /api/v1/follow-ups/{follow_up_id}:finish": (REPORT, None),
    "POST /api/v1/follow-ups/{follow_up_id}:reopen": (REPORT, None),
    "POST /api/v1/follow-ups/{follow_up_id}:close": (REPORT, None),
    "POST /api/v1/follow-ups/{follow_up_id}:reply": (
        replace(REPORT, wants=(Right.HEAD_SIGN, Right.REPORT_FILL)), {"text": "x"}),
    "POST /api/v1/follow-ups/{follow_up_id}:accept": (REPORT, {}),
    "POST /api/v1/follow-ups/{follow_up_id}:send-back": (REPORT, WHY),
    "POST /api/v1/follow-ups/{follow_up_id}:uphold": (REPORT, WHY | {"points": "1"}),
    "POST /api/v1/follow-ups/{follow_up_id}:dismiss": (REPORT, WHY),
    "POST /api/v1/follow-ups/{follow_up_id}:withdraw": (REPORT, None),
    "GET /api/v1/tasks": (NOTHING, None),
    "GET /api/v1/review-queue": (NOTHING, None),
    "GET /api/v1/rounds": (NOTHING, None),
    "POST /api/v1/rounds": (REGION, NEW_ROUND),
    "GET /api/v1/rounds/{round_id}": (ROUND, None),
    "PUT /api/v1/rounds/{round_id}": (PLANNED, PLAN),
    "POST /api/v1/rounds/{round_id}:issue": (PLANNED, None),
    "POST /api/v1/rounds/{round_id}:withdraw": (PLANNED, WHY),
    "POST /api/v1/rounds/{round_id}:extend": (PLANNED, WHY | {"department": 1, "due": "2022-07-15"}),
    "POST /api/v1/rounds/{round_id}:remind": (PLANNED, {"text": "x"}),
    "POST /api/v1/rounds/{round_id}:close": (PLANNED, None),
    "POST /api/v1/rounds/{round_id}:draw": (PLANNED, {"percentage": "0", "seed": 1}),
    "GET /api/v1/rounds/{round_id}/board": (ROUND, None),
    "GET /api/v1/rounds/{round_id}/late": (ROUND, None),
    "GET /api/v1/follow-up-counts": (NOTHING, None),
    "GET /api/v1/results": (NOTHING, None),
    "GET /api/v1/results/table": (NOTHING, None),
    "GET /api/v1/statistics/years": (NOTHING, None),
    "GET /api/v1/statistics/points": (NOTHING, None),
    "GET /api/v1/statistics/indicators": (NOTHING, None),
    "GET /api/v1/statistics/indicators/{scheme_id}/{version}/{indicator}": (NOTHING, None),
    "GET /api/v1/departments": (NOTHING, None),
    "POST /api/v1/departments:import": (NOTHING, NO_LIST),
    "GET /api/v1/departments:template": (NOTHING, None),
    "POST /api/v1/departments": (REGION, NEW_DEPARTMENT),
    "GET /api/v1/departments/{department_id}": (DEPARTMENT, None),
    "PUT /api/v1/departments/{department_id}": (REGISTERED, {"name": "甲局", "section": 1}),  # as it is
    "GET /api/v1/departments/{department_id}/units": (DEPARTMENT, None),
    "GET /api/v1/sections": (NOTHING, None),
    "POST /api/v1/sections": (REGION, {"region": HERE, "name": SECTION_OF_HERE}),  # it is there
    "GET /api/v1/schemes": (NOTHING, None),
    "POST /api/v1/schemes": (REGION, SCHEME),
    "POST /api/v1/schemes:lint": (NOTHING, {}),
    "GET /api/v1/schemes/{scheme_id}": (NOTHING, None),
    "GET /api/v1/schemes/{scheme_id}/versions": (NOTHING, None),
    "GET /api/v1/schemes/{scheme_id}/versions/{version}": (NOTHING, None),
    "GET /api/v1/schemes/{scheme_id}/versions/{version}/changes": (NOTHING, None),
    "GET /api/v1/schemes/{scheme_id}/versions/{version}/template": (NOTHING, None),
    "POST /api/v1/scorecards": (NOTHING, {}),
    "POST /api/v1/findings": (NOTHING, {}),
    "GET /api/v1/checks": (NOTHING, None),
    "GET /api/v1/scheme-drafts": (NOTHING, None),
    "POST /api/v1/scheme-drafts": (NOTHING, {}),
    "POST /api/v1/scheme-drafts:read": (NOTHING, {}),
    "GET /api/v1/scheme-drafts/{draft_id}": (DRAFT, None),
    "PUT /api/v1/scheme-drafts/{draft_id}": (DRAFT, {"document": {}}),
    "POST /api/v1/scheme-drafts/{draft_id}:move": (replace(DRAFT, wants=(Right.SCHEME_WRITE,)), {"move": "submit"}),
    "DELETE /api/v1/scheme-drafts/{draft_id}": (DRAFT, None),
    "POST /api/v1/whatifs": (NOTHING, {}),
    "GET /api/v1/whatifs/{job_id}": (JOB, None),
    "GET /api/v1/jobs": (NOTHING, None),
    "GET /api/v1/jobs/{job_id}": (JOB, None),
    "POST /api/v1/jobs/{job_id}:cancel": (JOB, None),
    "GET /api/v1/report-imports": (NOTHING, None),
    "POST /api/v1/report-imports": (NOTHING, b"no form"),
    "GET /api/v1/report-imports/{import_id}": (IMPORT, None),
    "DELETE /api/v1/report-imports/{import_id}": (IMPORT, None),
    "POST /api/v1/report-imports/{import_id}:apply": (IMPORT, {}),  # a job, which nobody does
    "GET /api/v1/report-imports/{import_id}/items/{item_number}": (IMPORT, None),
    "POST /api/v1/report-imports/{import_id}/items/{item_number}:apply": (IMPORT, None),  # it is not read yet
    "GET /api/v1/accounts": (NOTHING, None),
    "POST /api/v1/accounts": (REGION, {"login": "a", "name": "张三", "region": HERE}),  # too short
    "GET /api/v1/accounts/{account_id}": (ACCOUNT, None),
    "PUT /api/v1/accounts/{account_id}": (ACCOUNT, {"name": "李四"}),
    "POST /api/v1/accounts/{account_id}:reset-password": (ACCOUNT, None),
    "POST /api/v1/accounts/{account_id}:unlock": (ACCOUNT, None),
    "PUT /api/v1/accounts/{account_id}/roles": (ACCOUNT, {"roles": []}),
    "POST /api/v1/accounts:import": (NOTHING, NO_LIST),
    "GET /api/v1/accounts:template": (NOTHING, None),
    "GET /api/v1/tokens": (NOTHING, None),
    "POST /api/v1/tokens": (REGION, NEW_TOKEN),
    "DELETE /api/v1/tokens/{token_id}": (TOKEN, None),  # nobody calls with it
    "GET /api/v1/events": (NOTHING, None),
    "POST /api/v1/events:verify": (NOTHING, None),
    "GET /api/v1/me": (NOTHING, None),
    "PUT /api/v1/me/password": (ONESELF, WEAK),
    "POST /api/v1/sessions": (NOTHING, {}),
    "GET /api/v1/sessions": (NOTHING, None),
    "DELETE /api/v1/sessions/{session_id}": (SESSION, None),  # nobody calls with it
    "DELETE /api/v1/sessions/current": (ONESELF, None),  # the last call that people make
}  # fmt: skip

EVERY_MOVE: Final = [
    ("POST /api/v1/reports/{report_id}:move", replace(REPORT, wants=(rule.right,)), {"move": move})
    for move, rule in MOVES.items()
] + [
    (
        "POST /api/v1/scheme-drafts/{draft_id}:move",
        replace(DRAFT, wants=(Right.SCHEME_REVIEW,)),
        {"move": move, "remark": "x"},
    )
    for move in ("approve", "return", "publish")
]
"""Each move wants its own right."""

WHERE: Final = {
    **dict.fromkeys(DEPARTMENT_ROLES, tuple(f"department:{number}" for number in (1, 2, 3, 4))),
    Role.SECTION_REVIEWER: ("section:1", "section:2", "section:3", f"region:{HERE}", f"region:{NEIGHBOUR}"),
}
"""Where roles are held: of A's own and of others' departments and sections; all others in regions."""
REGIONS: Final = (f"region:{HERE}", f"region:{NEIGHBOUR}", f"region:{ABOVE}")

MIXED: Final = {
    "fills next door, reads here": [(Role.PREPARER, "department:3"), (Role.PANEL_LEAD, "department:1")],
    "decides next door, reads here": [(Role.PERFORMANCE_OFFICE, REGIONS[1]), (Role.RE_EVALUATOR, REGIONS[0])],
    "reviews next door, decides here": [(Role.SECTION_REVIEWER, REGIONS[1]), (Role.PERFORMANCE_OFFICE, REGIONS[0])],
    "makes accounts next door, gives roles here": [
        (Role.SYSTEM_ADMINISTRATOR, REGIONS[1]),
        (Role.SECURITY_ADMINISTRATOR, REGIONS[0]),
    ],
    "gives roles next door, makes accounts here": [
        (Role.SECURITY_ADMINISTRATOR, REGIONS[1]),
        (Role.SYSTEM_ADMINISTRATOR, REGIONS[0]),
    ],
}
"""Two roles in two places: what one gives must not hold where the other does. Some of them nobody may have together."""

LET_IN: Final = 200
"""Stands for every status but 401, 403, 404 and faults."""


def expected(caller: Caller, need: Need, thing: Thing | None) -> int:
    """What becomes of a call: 401, 403, 404, or LET_IN."""
    if need is Anyone.OPEN:
        return LET_IN
    if caller is NO_CALLER:
        return 401
    locked_out, rights = caller.actor.must_change_password and need is not Anyone.SIGNED_IN, rights_of(need)
    if locked_out or (rights and not any(caller.actor.holds(right) for right in rights)):
        return 403
    if thing is not None and not knows_of(caller, thing):
        return 404
    return LET_IN if thing is None or allowed(caller, need, thing) else 403


def knows_of(caller: Caller, thing: Thing) -> bool:
    """Whether they may know that it is there."""
    if thing is ONESELF:
        return caller.actor.kind == "user"
    if thing.owner:
        return caller.name == thing.owner
    return thing.seen_by is None or may_any(caller, thing.seen_by, thing.seen_at or thing.at)


def allowed(caller: Caller, need: Need, thing: Thing) -> bool:
    """Whether they hold what is needed where the thing is."""
    needed = isinstance(need, Anyone) or thing.owner or may_any(caller, need, thing.at)
    return bool(needed and (not thing.wants or may_any(caller, thing.wants, thing.at)))


def may_any(caller: Caller, rights: Right | tuple[Right, ...], at: Location) -> bool:
    """Whether they hold one of the rights there."""
    return any(caller.actor.may(right, at) for right in rights_of(rights))


def operations(application: Application) -> dict[str, APIRoute]:
    """The routes of the application by method and address."""
    found = [route for route in application.api.routes if isinstance(route, APIRoute)]
    return {f"{method} {route.path}": route for route in found for method in sorted(route.methods or ())}


async def callers(application: Application) -> list[Caller]:
    """One person for each role in each place, one without, one whose password is not yet theirs, and systems."""
    services = application.services
    await organise(services)
    await review(application)
    nobody_calls_with_it = await a_system(services, "revoked by the matrix", [Right.REPORT_READ], f"region:{HERE}")
    found = [NO_CALLER, await a_person(services, FIRST, ())]
    again, _ = await services.access.sign_in(found[1].actor.login, PASSWORD, "tests", "")
    found[1] = Caller(FIRST, found[1].actor, again)  # session 1 is left to be ended
    for role in Role:
        for where in WHERE.get(role, REGIONS):
            name, region = f"{role} @ {where}", where.removeprefix("region:") if where in REGIONS else HERE
            found.append(await a_person(services, name, [(role, where)], region=region))
    found += [await a_person(services, name, held) for name, held in MIXED.items()]
    office = next(one for one in found if one.name == OFFICE)
    await services.drafts.create({}, (), office.actor)
    asked = WhatIfRequest(2021, (SCHEME["id"], 1), (SCHEME["id"], 1), ())
    await services.jobs.add("what_if", office.actor, await services.whatifs.checked(asked))
    preparer = next(one for one in found if one.name == PREPARER)
    assert (await services.imports.begin([("a.txt", b"a")], None, preparer.actor)).id == VALUES["import_id"]
    await a_public_copy(services)
    assert (await services.bundling.ask(HERE, 2021, office.actor)).id == VALUES["bundle_id"]
    found.append(await a_person(services, "first password", [(Role.PERFORMANCE_OFFICE, f"region:{HERE}")], first=True))
    found.append(await a_system(services, "system that reads section 1", [Right.REPORT_READ], "section:1"))
    found.append(await a_system(services, "system that writes schemes", [Right.SCHEME_WRITE], f"region:{HERE}"))
    found.append(await a_system(services, "system that reviews schemes", [Right.SCHEME_REVIEW], f"region:{HERE}"))
    found.append(await a_system(services, "system that may everything in section 1", Right, "section:1"))
    found.append(await a_system(services, "system that may everything in department 1", Right, "department:1"))
    found.append(await a_system(services, "system that may everything in the unit", Right, "department:2"))
    found.append(await a_system(services, "system that may everything next door", Right, f"region:{NEIGHBOUR}"))
    found.append(await a_system(services, "system that may everything", Right, f"region:{HERE}"))
    assert (found[1].actor.id, nobody_calls_with_it.actor.id, office.actor.kind) == (1, 1, "user")
    return found


async def a_public_copy(services: Services) -> None:
    """Publication 1, as the move that publishes keeps it."""
    stored = await services.database.reading.reports.get(1)
    assert stored is not None
    read = read_document(stored.document)
    async with services.database.transaction() as store:
        await services.publishing.keep(store, 1, read.report(), read.department, read.head.updated_at)


async def test_every_operation_has_a_line_and_every_line_an_operation(idle: Application) -> None:
    assert [name for name in operations(idle) if name not in CALLS] == [], "operations without a line in CALLS"
    assert [name for name in CALLS if name not in operations(idle)] == [], "lines without an operation"
    others = {getattr(one, "path", "") for one in idle.api.routes if not isinstance(one, APIRoute)}
    assert others == {"/api/v1/openapi.json"}


async def test_everybody_may_what_their_roles_give_in_their_places_and_nothing_else(idle: Application) -> None:
    everybody, routes, wrong = await callers(idle), operations(idle), []
    async with browsing(idle, "") as http:
        for name, thing, body in (*EVERY_MOVE, *((name, *call) for name, call in CALLS.items())):
            need = need_of(routes[name].endpoint)
            for caller in everybody:
                said, wanted = await answered(http, name, body, caller), expected(caller, need, thing)
                if said != wanted:
                    wrong.append(f"{name}: {caller.name}: {said}, expected {wanted}")
    assert not wrong, "\n".join(wrong)


async def answered(http: httpx.AsyncClient, name: str, body: Any, caller: Caller) -> int:
    """The status of one call; LET_IN for all that are no refusal of the caller."""
    method, path = name.format(**VALUES).split(" ")
    headers = {"If-Match": '"999"'} | ({"Authorization": f"Bearer {caller.bearer}"} if caller.bearer else {})
    more = {} if body is None else {"content": body} if isinstance(body, bytes) else {"json": body}
    status = (await http.request(method, path, headers=headers, **more)).status_code
    return status if status in (401, 403, 404) or status >= 500 else LET_IN
