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
from app.domain.people.right import Right
from app.main import Application
from app.services.whatif import WhatIfRequest
from app.services.worker import Watch
from tests.support.browsing import browsing
from tests.support.people import Caller
from tests.support.problems import NOBODYS, without_numbers
from tests.support.random_organisation import REGIONS, YEARS, Organisation, random_organisation

pytestmark = pytest.mark.anyio
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
        for path in ("/reports/{}", "/reports/{}/scorecard", "/reports/{}/revisions"):
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
        if eyes.holds(Right.SCHEME_WRITE):
            rights = (Right.SCHEME_WRITE, Right.SCHEME_REVIEW)
            own = {n for n, region in drafts.items() if any(eyes.may(one, Location(region)) for one in rights)}
            assert await eyes.numbers("/scheme-drafts") == sorted(own)
            assert await eyes.found("/scheme-drafts/{}", range(1, len(drafts) + 3)) == own


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
