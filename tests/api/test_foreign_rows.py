"""Nobody sees a row of another place: not in a list, a page, a filter, an answer by number, a count or a refusal.

Organisations, people and their roles are made at random; what each may see is computed beside the service, in plain
Python, from where roles hold (`place.py`).
"""

import random
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest
from pydantic_core import from_json

from app.domain.people.place import Location
from app.domain.people.right import OWN, Right
from app.domain.rounds.moment import china_day
from app.main import Application, utc_now
from app.services.rounds import ASKED
from app.services.whatif import WhatIfRequest
from app.services.worker import Watch
from tests.support.browsing import browsing
from tests.support.filled_forms import a_form
from tests.support.people import Caller
from tests.support.problems import NOBODYS, without_numbers
from tests.support.random_organisation import CONTACT, PHONE, REGIONS, YEARS, Organisation, random_organisation
from tests.support.random_rounds import Doings, random_doings, where_of

pytestmark = pytest.mark.anyio
OF_A_REPORT = (
    "/reports/{}", "/reports/{}?include=scorecard", "/reports/{}/scorecard", "/reports/{}/revisions",
    "/reports/{}/changes-since-return", "/reports/{}/attachments", "/reports/{}/findings",
    "/reports/{}?include=findings",
)  # fmt: skip
"""What is answered of a report to whoever may read it."""
SEEDS = (5, pytest.param(1, marks=pytest.mark.slow))


class Eyes:
    """What somebody sees through the API."""

    def __init__(self, http: httpx.AsyncClient, caller: Caller) -> None:
        self._http, self._headers = http, {"Authorization": f"Bearer {caller.bearer}"}
        self.may, self.holds = caller.actor.may, caller.actor.holds

    async def get(self, path: str) -> httpx.Response:
        return await self._http.get(f"/api/v1{path}", headers=self._headers)

    async def listed(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Everything that a list gives, two at a time."""
        found: list[dict[str, Any]] = []
        after = ""
        while True:
            asked = httpx.QueryParams({**query, "limit": 2, "after": after})
            answer = (await self.get(f"{path}?{asked}")).raise_for_status().json()
            found += answer["items"]
            if answer["next"] is None:
                return found
            after = answer["next"]

    async def numbers(self, path: str, key: str = "id", **query: Any) -> list[int]:
        return [one[key] for one in await self.listed(path, **query)]

    async def found(self, path: str, numbers: Iterable[int]) -> set[int]:
        """Which of these numbers are answered; the others are told in the words for a number that nothing has."""
        unknown, seen = without_numbers(await self.get(path.format(NOBODYS))), set()
        for number in numbers:
            answer = await self.get(path.format(number))
            if answer.status_code == 200:
                seen.add(number)
            else:
                assert without_numbers(answer) == unknown, path.format(number)
        return seen


@pytest.fixture(params=SEEDS)
async def organisation(idle: Application, request: pytest.FixtureRequest) -> Organisation:
    return await random_organisation(idle.services, random.Random(request.param))


@pytest.fixture
async def doings(idle: Application, organisation: Organisation, request: pytest.FixtureRequest) -> Doings:
    seed = request.node.callspec.params["organisation"]
    return await random_doings(idle, organisation, random.Random(seed))


@pytest.fixture
async def everybody(idle: Application, organisation: Organisation) -> list[Eyes]:
    http = browsing(idle, "")
    return [Eyes(http, caller) for caller in organisation.callers]


def those(rows: dict[int, Any], eyes: Eyes, right: Right, at: Callable[[int], Location]) -> set[int]:
    """The numbers of the rows that somebody may see."""
    return {number for number in rows if eyes.may(right, at(number))}


async def test_reports_are_those_of_ones_places_in_every_list_filter_and_order(
    organisation: Organisation, everybody: list[Eyes]
) -> None:
    reports = organisation.reports
    for eyes in (one for one in everybody if one.holds(Right.REPORT_READ)):
        own = those(reports, eyes, Right.REPORT_READ, organisation.location)
        assert await eyes.numbers("/reports") == sorted(own, reverse=True)
        by_points = await eyes.numbers("/reports", order="points")
        assert (sorted(by_points), len(by_points)) == (sorted(own), len(own))
        for year in YEARS:
            assert set(await eyes.numbers("/reports", fiscal_year=year)) == {n for n in own if reports[n][1] == year}
        for region in REGIONS:
            of = {n for n in own if reports[n][0].region == region}
            assert set(await eyes.numbers("/reports", region=region)) == of
        for number in organisation.departments:
            of = {n for n in own if reports[n][0].id == number}
            assert set(await eyes.numbers("/reports", department=number)) == of
        for path in OF_A_REPORT:
            assert await eyes.found(path, range(1, max(reports) + 3)) == own


async def test_departments_and_units_are_those_of_ones_places(
    organisation: Organisation, everybody: list[Eyes]
) -> None:
    rows = organisation.departments
    for eyes in (one for one in everybody if one.holds(Right.DEPARTMENT_READ)):
        own = those(rows, eyes, Right.DEPARTMENT_READ, lambda number: rows[number].location)
        assert await eyes.numbers("/departments") == sorted(own)
        assert await eyes.found("/departments/{}", range(1, len(rows) + 3)) == own
        for region in REGIONS:
            of = {n for n in own if rows[n].region == region}
            assert set(await eyes.numbers("/departments", region=region)) == of
        for one in rows.values():
            same = {n for n in own if rows[n].budget_code == one.budget_code}
            assert set(await eyes.numbers("/departments", budget_code=one.budget_code)) == same
            there = {n for n in same if rows[n].region == one.region}
            assert set(await eyes.numbers("/departments", region=one.region, budget_code=one.budget_code)) == there
        for number in own:
            units = {one["id"] for one in (await eyes.get(f"/departments/{number}/units")).json()}
            assert units == {n for n in own if rows[n].parent == number}


async def test_people_tokens_and_sections_are_those_of_ones_regions(
    organisation: Organisation, everybody: list[Eyes]
) -> None:
    lists = (
        ("/accounts", Right.USER_READ, organisation.accounts),
        ("/tokens", Right.ROLE_GRANT, organisation.tokens),
        ("/sections", Right.DEPARTMENT_READ, organisation.sections),
    )
    for path, right, rows in lists:
        for eyes in (one for one in everybody if one.holds(right)):
            own = {number for number, region in rows.items() if eyes.may(right, Location(region))}
            assert await eyes.numbers(path) == sorted(own)
            if path == "/accounts":
                assert await eyes.found("/accounts/{}", range(1, max(rows) + 3)) == own


async def test_events_are_those_of_ones_regions_whatever_is_searched_for(
    idle: Application, organisation: Organisation, everybody: list[Eyes]
) -> None:
    events = await idle.services.database.reading.events.after(0, 10_000)
    for eyes in (one for one in everybody if one.holds(Right.AUDIT_READ)):
        own = [one for one in events if eyes.may(Right.AUDIT_READ, Location(one.region))]
        assert await eyes.numbers("/events", "number") == [one.number for one in reversed(own)]
        for kind in ("report_started", "signed_in", "department_registered"):
            assert set(await eyes.numbers("/events", "number", kind=kind)) == {o.number for o in own if o.kind == kind}
        for number in organisation.reports:
            name = f"report:{number}"
            of = {one.number for one in own if one.subject == name}
            assert set(await eyes.numbers("/events", "number", subject=name)) == of


async def test_drafts_are_those_of_ones_regions_and_jobs_are_ones_own(
    idle: Application, organisation: Organisation, everybody: list[Eyes]
) -> None:
    services, drafts = idle.services, dict[int, str]()
    owners = [one for one in organisation.callers if one.actor.holds(Right.SCHEME_WRITE)]
    for one in owners:
        if any(place.kind == "region" for place in one.actor.places(Right.SCHEME_WRITE)):
            draft = await services.drafts.create({}, (), one.actor)
            drafts[draft.id] = draft.region
    asked = await services.whatifs.checked(WhatIfRequest(2021, ("provincial", 1), ("provincial", 1), ()))
    jobs = {(await services.jobs.add("what_if", one.actor, asked)).id: one.actor.key for one in organisation.callers}
    for eyes, caller in zip(everybody, organisation.callers, strict=True):
        assert await eyes.found("/jobs/{}", jobs) == {n for n, owner in jobs.items() if owner == caller.actor.key}
        rights = (Right.SCHEME_WRITE, Right.SCHEME_REVIEW)
        if any(eyes.holds(one) for one in rights):
            own = {n for n, region in drafts.items() if any(eyes.may(one, Location(region)) for one in rights)}
            assert await eyes.numbers("/scheme-drafts") == sorted(own)
            assert await eyes.found("/scheme-drafts/{}", range(1, len(drafts) + 3)) == own


async def test_imports_are_ones_own_and_find_only_departments_and_reports_of_ones_places(
    idle: Application, organisation: Organisation, everybody: list[Eyes]
) -> None:
    services, departments = idle.services, organisation.departments
    forms = [(f"{number}.txt", a_form(one.budget_code, one.name)) for number, one in departments.items()]
    fill = [caller for caller in organisation.callers if caller.actor.holds(Right.REPORT_FILL)]
    owners = {(await services.imports.begin(forms, None, one.actor)).id: one.actor for one in fill}
    for eyes, caller in zip(everybody, organisation.callers, strict=True):
        if caller in fill:
            own = {number for number, owner in owners.items() if owner.key == caller.actor.key}
            assert set(await eyes.numbers("/report-imports")) == own
            assert await eyes.found("/report-imports/{}", owners) == own
            assert await eyes.found("/report-imports/{}/items/1", owners) == own
    while job := await services.jobs.claim():
        await services.import_reading.run(job, Watch())
        await services.jobs.end(job.id, job.attempt, "done")
        may = owners[job.id].may
        for one, department in await services.imports.items(job.id, owners[job.id]):
            assert department is None or may(Right.REPORT_FILL, department.location)
            assert one.report is None or may(Right.REPORT_READ, organisation.location(one.report))


async def test_a_what_if_counts_and_names_only_reports_of_ones_places(
    idle: Application, organisation: Organisation
) -> None:
    whatifs = idle.services.whatifs
    for caller in organisation.callers:
        asked = WhatIfRequest(2021, ("provincial", 1), ("provincial", 1), caller.actor.places(Right.WHAT_IF))
        result = from_json(await whatifs.run(await whatifs.checked(asked), Watch()))
        of_the_year = [number for number, (_, year) in organisation.reports.items() if year == 2021]
        own = {number for number in of_the_year if caller.actor.may(Right.WHAT_IF, organisation.location(number))}
        assert result["total"] == len(own)
        assert {int(one["id"]) for one in result["reports"]} <= own


async def test_personal_data_is_shown_to_the_department_and_to_who_may_ask_for_it(
    organisation: Organisation, doings: Doings, everybody: list[Eyes]
) -> None:
    assert doings.passed
    for eyes in everybody:
        for number in those(organisation.reports, eyes, Right.REPORT_READ, organisation.location):
            at = organisation.location(number)
            own = any(eyes.may(right, at) for right in OWN)
            for path in OF_A_REPORT:
                text = (await eyes.get(path.format(number))).text
                told = CONTACT in text or PHONE in text
                assert not told or own, path
                assert told or not own or path not in ("/reports/{}", "/reports/{}/revisions")
            unmasked = await eyes.get(f"/reports/{number}?include=personal")
            assert unmasked.status_code == (200 if own or eyes.may(Right.PERSONAL_READ, at) else 403)
            assert (PHONE in unmasked.text) == (unmasked.status_code == 200)


async def test_rounds_their_entries_boards_and_late_lists_are_those_of_ones_places(
    organisation: Organisation, doings: Doings, everybody: list[Eyes]
) -> None:
    for eyes in (one for one in everybody if one.holds(Right.ROUND_READ)):
        seen = dict[int, set[int]]()
        for number, one in doings.rounds.items():
            asked = {n for n in one.departments if eyes.may(Right.ROUND_READ, where_of(organisation, n))}
            if eyes.may(Right.ROUND_READ, Location(one.region)) or (one.state in ASKED and asked):
                seen[number] = asked
        assert await eyes.numbers("/rounds") == sorted(seen, reverse=True)
        for name, values in (("region", REGIONS), ("fiscal_year", YEARS), ("state", ("draft", "issued", "withdrawn"))):
            for value in values:
                asked_for: dict[str, Any] = {name: value}
                of = {number for number in seen if getattr(doings.rounds[number], name) == value}
                assert set(await eyes.numbers("/rounds", **asked_for)) == of
        for path in ("/rounds/{}", "/rounds/{}/board", "/rounds/{}/late"):
            assert await eyes.found(path, range(1, max(doings.rounds) + 3)) == set(seen)
        for number, asked in seen.items():
            told = (await eyes.get(f"/rounds/{number}")).json()
            assert {one["department"] for one in told["entries"]} == asked
            assert bool(told["history"]) == eyes.may(Right.ROUND_READ, Location(told["region"]))
            assert (await eyes.get(f"/rounds/{number}/board")).json()["total"] == len(asked)
            due = doings.rounds[number].deadline < china_day(utc_now())
            done = {
                organisation.reports[n][0].id
                for n in doings.passed
                if organisation.reports[n][1] == told["fiscal_year"]
            }
            late = await eyes.numbers(f"/rounds/{number}/late", "department")
            assert sorted(late) == (sorted(asked - done) if due else [])


async def test_follow_ups_and_files_are_those_of_reports_that_one_may_read(
    organisation: Organisation, doings: Doings, everybody: list[Eyes]
) -> None:
    for eyes in (one for one in everybody if one.holds(Right.REPORT_READ)):
        reports = those(organisation.reports, eyes, Right.REPORT_READ, organisation.location)
        own = {number for number, (_, report) in doings.follow_ups.items() if report in reports}
        assert await eyes.numbers("/follow-ups") == sorted(own, reverse=True)
        assert set(await eyes.numbers("/follow-ups", kind="rectification", state="issued")) == own
        assert await eyes.found("/follow-ups/{}", range(1, max(doings.follow_ups) + 3)) == own
        for report in organisation.reports:
            of = {number for number in own if doings.follow_ups[number][1] == report}
            assert set(await eyes.numbers("/follow-ups", report=report)) == of
            there = {n for n, where in doings.attachments.items() if where == report and report in reports}
            assert await eyes.found(f"/reports/{report}/attachments/{{}}/content", doings.attachments) == there
            if report in reports:
                assert set(await eyes.numbers(f"/reports/{report}/attachments")) == there


async def test_units_are_answered_to_who_may_read_reports_there(
    organisation: Organisation, doings: Doings, everybody: list[Eyes]
) -> None:
    assert doings.passed
    for eyes in (one for one in everybody if one.holds(Right.REPORT_READ)):
        seen = those(organisation.departments, eyes, Right.REPORT_READ, lambda number: where_of(organisation, number))
        for report, (department, _) in organisation.reports.items():
            units = {n for n in seen if organisation.departments[n].parent == department.id}
            assert await eyes.found(f"/reports/{report}/units/{{}}", organisation.departments) == units


async def test_tasks_count_and_name_only_what_one_may_do_in_ones_places(
    organisation: Organisation, doings: Doings, everybody: list[Eyes]
) -> None:
    open_ones = set(organisation.reports) - doings.passed
    for eyes in everybody:
        found = (await eyes.get("/tasks")).json()
        fill = those(organisation.reports, eyes, Right.REPORT_FILL, organisation.location) & open_ones
        publish = those(organisation.reports, eyes, Right.REPORT_DECIDE, organisation.location) & doings.passed
        counted = {one["kind"]: one["count"] for one in found["tasks"]}
        assert counted == {kind: len(of) for kind, of in (("fill", fill), ("publish", publish)) if of}
        for task in found["tasks"]:
            assert {one["id"] for one in task["reports"]} <= (fill if task["kind"] == "fill" else publish)
        for one in found["units"]:
            unit = organisation.departments[one["unit"]["id"]]
            assert eyes.may(Right.REPORT_FILL, unit.location)
            assert organisation.reports[one["report"]][0].id == unit.parent
