"""The client as one object, a resource an attribute."""

from types import TracebackType
from typing import Any, Final, Self

from pydantic import TypeAdapter

from app.client.access import Access
from app.client.attachments import Attachments
from app.client.audit import Audit
from app.client.departments import Departments
from app.client.drafts import Drafts
from app.client.findings import FreeFindings
from app.client.follow_ups import FollowUps
from app.client.http import Transport
from app.client.jobs import Jobs, WhatIfs
from app.client.people import People
from app.client.publications import PublishedReports
from app.client.registers import Registers
from app.client.report_imports import ReportImports
from app.client.reports import Reports
from app.client.results import Results, Statistics
from app.client.review_queue import ReviewQueue
from app.client.rounds import Rounds
from app.client.schemes import Schemes, Scorecards
from app.client.waivers import Waivers
from app.client.workflow import Workflow
from app.contract.finding import CheckEntry, Checks

_CHECKS: Final = TypeAdapter(Checks)


class Jixiao:
    """A connection to one server: `async with Jixiao(address, token=token) as jixiao: await jixiao.reports.get(1)`.

    `token` is an API token or a session's; with `app`, the calls go into an application in this process instead of over
    the network.
    """

    def __init__(self, base_url: str = "", *, app: Any = None, token: str = "") -> None:
        self._transport = Transport(base_url, app, token)
        self.access = Access(self._transport)
        self.people = People(self._transport)
        self.audit = Audit(self._transport)
        self.reports = Reports(self._transport)
        self.workflow = Workflow(self._transport)
        self.review_queue = ReviewQueue(self._transport)
        self.waivers = Waivers(self._transport)
        self.departments = Departments(self._transport)
        self.schemes = Schemes(self._transport)
        self.scorecards = Scorecards(self._transport)
        self.findings = FreeFindings(self._transport)
        self.drafts = Drafts(self._transport)
        self.jobs = Jobs(self._transport)
        self.whatifs = WhatIfs(self._transport)
        self.rounds = Rounds(self._transport)
        self.results = Results(self._transport)
        self.statistics = Statistics(self._transport)
        self.follow_ups = FollowUps(self._transport)
        self.attachments = Attachments(self._transport)

        self.registers = Registers(self._transport)
        self.published = PublishedReports(self._transport)
        self.report_imports = ReportImports(self._transport)

    async def checks(self) -> tuple[CheckEntry, ...]:
        """The catalogue of checks, in the order in which faults are looked for."""
        return (await self._transport.call("GET", "/checks", _CHECKS)).checks

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
