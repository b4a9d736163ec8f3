"""Examining reports: what is known of one beside its own content, and what of its findings somebody is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from pydantic_core import from_json

from app.domain.checks.context import (
    COMPARED,
    COMPARED_PER_PERSON,
    STAFF,
    Context,
    Passage,
    Peers,
    Registered,
    per_person,
)
from app.domain.checks.examine import FindingCounts, counts_of, examine
from app.domain.checks.finding import Finding, Stage
from app.domain.checks.telling import without_names, without_passages
from app.domain.form.form import Form
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import FINANCE, OWN
from app.domain.personal import maskings
from app.domain.report import SelfEvaluationReport, State
from app.domain.rounds.moment import china_day
from app.domain.workflow.case import ReportCase
from app.domain.workflow.waiving import covered
from app.services.ports import Clock, Database, StoredDepartment
from app.services.schemes import SchemeService
from app.whatif.facts import form_figures

YEARS: Final = 3
"""Years of earlier reports that a report is compared with."""
MOST_PEERS: Final = 300
"""Reports of the region that a report's figures are compared with, at the most."""
LEAST_PEERS: Final = 5
"""Fewer values would tell whose they are, and compare nothing."""

STAGES: Final[Mapping[State, Stage]] = {
    State.DRAFTING: Stage.DRAFT,
    State.PANEL_SIGNED: Stage.DRAFT,
    State.RETURNED: Stage.DRAFT,
    State.SUBMITTED: Stage.SUBMISSION,
    State.UNDER_REVIEW: Stage.SUBMISSION,
    State.PASSED: Stage.PUBLICATION,
    State.PUBLISHED: Stage.PUBLICATION,
}
"""What a report is examined for where nobody says otherwise."""


class Passages(Protocol):
    """An index of the texts of reports."""

    async def similar(self, form: Form, department: int, region: str) -> Sequence[Passage]:
        """Texts of other departments of the region that resemble some of a form's."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was looked for, and what was found."""

    stage: Stage
    findings: tuple[Finding, ...]


class ExaminationService:
    """Examines reports with all that is known here; each costs a handful of statements, whatever it holds.

    Peers are left out where `live` is set, for a person who is typing: reading the figures of 300 reports takes some
    milliseconds at each key. What only peers tell is for whoever looks at the whole: when the report is opened, handed
    in or reviewed.
    """

    def __init__(
        self, database: Database, schemes: SchemeService, clock: Clock, passages: Passages | None = None
    ) -> None:
        self._database, self._schemes, self._clock, self._passages = database, schemes, clock, passages

    async def examined(
        self,
        report: SelfEvaluationReport,
        at: Location,
        who: Actor,
        stage: Stage | None = None,
        *,
        live: bool = False,
    ) -> Examination:
        """The findings of a report (as it is stored, nothing masked) that belongs to `at`, as `who` is told them.

        Each says under which of the report's waivers it may stand today.
        Everybody who may read the report is told every finding. Outside the department, names and phones are masked in
        their words as they are in the report. What is cited of another department's report is told in full to the
        finance side, whose work is to compare reports; everybody else is told where it stands: the department's own
        people know what they wrote, and have no right to what others wrote.
        """
        stage = stage or STAGES[report.state]
        findings, context = await self._found(report, stage, live=live)
        held = covered(findings, report.case.waivers, china_day(self._clock()))
        return Examination(stage, tuple(_told(held, report.form, context, at, who)))

    async def counted(self, report: SelfEvaluationReport) -> FindingCounts:
        """The findings of a report at submission, counted; those that a waiver covers today stand apart."""
        findings, _ = await self._found(report, Stage.SUBMISSION)
        return counts_of(covered(findings, report.case.waivers, china_day(self._clock())))

    async def named(self, report: SelfEvaluationReport, key: str) -> Finding | None:
        """The finding of that key at submission, in words that the report may keep: no names, no phones."""
        findings, context = await self._found(report, Stage.SUBMISSION)
        found = [one for one in findings if one.key == key]
        return next(iter(without_names(found, _known(report.form, context))), None)

    async def _found(
        self, report: SelfEvaluationReport, stage: Stage, *, live: bool = False
    ) -> tuple[list[Finding], Context]:
        context = await self._context(report, live=live)
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        return examine(scheme, report.form, report.supplement, context, stage), context

    async def _context(self, report: SelfEvaluationReport, *, live: bool) -> Context:
        read, year = self._database.reading, report.fiscal_year
        department = await read.departments.get(report.department)
        earlier = await read.reports.handed_in_before(report.department, year, year - YEARS)
        peers: dict[str, Peers] = {}
        passages: Sequence[Passage] = ()
        registered = None
        if department is not None:
            registered = await self._registered(department, report.form)
            if not live:
                peers = await self._peers(department, year)
            if self._passages is not None:
                passages = await self._passages.similar(report.form, department.id, department.region)
        return Context(
            registered=registered,
            fiscal_year=year,
            deadline=await read.rounds.due_for(report.department, year),
            history={of: _form_in(document) for of, document in earlier},
            peers=peers,
            passages=tuple(passages),
            signed=_signed(report.case),
            attached=frozenset(one.indicator for one in report.case.attachments if one.indicator),
        )

    async def _registered(self, department: StoredDepartment, form: Form) -> Registered:
        """The department as it is registered; another department is looked for only where the codes differ."""
        code, used_by = form.cover.budget_code, ""
        if code and code != department.budget_code:
            other = await self._database.reading.departments.find(department.region, code)
            used_by = other.name if other is not None else ""
        return Registered(department.name, department.budget_code, used_by)

    async def _peers(self, department: StoredDepartment, fiscal_year: int) -> dict[str, Peers]:
        """Figures of the region's other reports of the year that were handed in, from their facts."""
        region = department.region
        found = await self._database.reading.reports.facts_in_region(region, fiscal_year, department.id, MOST_PEERS)
        values: dict[str, list[Decimal]] = {}
        for packed in found:
            for name, value in _compared(packed):
                values.setdefault(name, []).append(value)
        return {
            name: Peers(f"同区划同年度的 {len(listed)} 个部门", tuple(listed))
            for name, listed in values.items()
            if len(listed) >= LEAST_PEERS
        }


_AMOUNTS: Final = tuple(dict.fromkeys((*COMPARED, *COMPARED_PER_PERSON)))
_PLACES: Final = tuple(pointer.removeprefix("/form") for pointer in _AMOUNTS)


def _compared(packed: bytes) -> list[tuple[str, Decimal]]:
    """(key, value) of a report's figures that others are compared with."""
    figures = dict(zip(_AMOUNTS, form_figures(packed, _PLACES), strict=True))
    staff = figures[STAFF]
    known = [(name, figures[name]) for name in COMPARED]
    if staff:
        amounts = ((name, figures[name]) for name in COMPARED_PER_PERSON)
        known += [(per_person(name), amount / staff) for name, amount in amounts if amount is not None]
    return [(name, value) for name, value in known if value is not None]


def _form_in(document: bytes) -> Form:
    return Form.model_validate(from_json(document)["form"])


def _signed(case: ReportCase) -> dict[str, date]:
    return {one.slot.value: china_day(one.at) for one in case.signatures if one.void is None}


def _known(form: Form, context: Context) -> dict[str, str]:
    """What is personal on the forms that findings quote, and how it is masked."""
    known: dict[str, str] = {}
    for one in (form, *context.history.values()):
        known |= maskings(one.model_dump(mode="json"))
    return known


def _told(findings: Sequence[Finding], form: Form, context: Context, at: Location, who: Actor) -> Sequence[Finding]:
    """What of the findings somebody is told (`ExaminationService.examined`)."""
    if not any(who.may(right, at) for right in OWN):
        findings = without_names(findings, _known(form, context))
    if not any(who.may(right, at) for right in FINANCE):
        findings = without_passages(findings, {one.department for one in context.passages})
    return findings
