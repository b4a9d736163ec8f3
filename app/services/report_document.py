"""How a report is written down: the exact body that `GET` answers, and its item in lists.

The contract describes both (`Report`, `ReportSummary`); a test holds this writer to it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json

from app.domain.decimals import plain
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.report import ReportHead, SelfEvaluationReport, State
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.scorecard import PointsGiven
from app.domain.scoring.self_assessment import self_total
from app.domain.scoring.settling import Totals, totals
from app.domain.workflow.case import ReportCase
from app.domain.workflow.waiving import WaiverState
from app.services.ports import ReportRecord, StoredDepartment
from app.whatif.facts import Layout, pack


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A stored body, read: as plain JSON values, with its head; the whole aggregate is validated when asked for."""

    data: dict[str, Any]
    head: ReportHead

    @property
    def content(self) -> dict[str, Any]:
        """What people fill in, as plain JSON values."""
        return {"form": self.data["form"], "supplement": self.data["supplement"]}

    @property
    def department(self) -> StoredDepartment:
        """Whose report it is."""
        return StoredDepartment(**self.data["department"])

    def supplement(self) -> Supplement:
        """What was answered beyond the form."""
        return Supplement.model_validate(self.data["supplement"])

    def report(self) -> SelfEvaluationReport:
        """The aggregate."""
        form, supplement = Form.model_validate(self.data["form"]), Supplement.model_validate(self.data["supplement"])
        return self.head.with_content(form, supplement)


def read_document(document: bytes) -> ReadDocument:
    """What a stored body says."""
    data = from_json(document)
    head = ReportHead(
        department=data["department"]["id"],
        fiscal_year=data["fiscal_year"],
        scheme_id=data["scheme"]["id"],
        scheme_version=data["scheme"]["version"],
        state=State(data["state"]),
        version=data["version"],
        created_at=datetime.fromisoformat(data["created_at"]),
        updated_at=datetime.fromisoformat(data["updated_at"]),
        case=ReportCase.model_validate(data["workflow"]) if "workflow" in data else ReportCase(),
    )
    return ReadDocument(data, head)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a write derives from a report: its content as plain JSON values, its facts, its points under its scheme."""

    content: dict[str, Any]
    facts: bytes
    totals: Totals
    own: PointsGiven | None


def content_of(form: Form, supplement: Supplement) -> dict[str, Any]:
    """What people fill in, as plain JSON values."""
    return {"form": form.model_dump(mode="json"), "supplement": supplement.model_dump(mode="json")}


def derived_from(report: SelfEvaluationReport, scheme: CompiledScheme, layout: Layout) -> Derived:
    """Everything that is computed of a report before it is written down; `layout` is that of its scheme's facts."""
    return Derived(
        content_of(report.form, report.supplement),
        pack(layout, report.form, report.supplement),
        totals(scheme, evidence_of(scheme.scheme, report.form, report.supplement)),
        self_total(scheme, report.form.self_scoring),
    )


def record_of(
    report_id: int, report: ReportHead, department: StoredDepartment, derived: Derived, section: int | None
) -> ReportRecord:
    """Everything that is stored of a report."""
    found, given = derived.totals, derived.own
    head = {
        "id": report_id,
        "version": report.version,
        "department": {
            "region": department.region,
            "budget_code": department.budget_code,
            "name": department.name,
            "id": department.id,
        },
        "fiscal_year": report.fiscal_year,
        "scheme": {"id": report.scheme_id, "version": report.scheme_version},
        "state": report.state.value,
    }
    self_points = plain(given.points) if given else None
    low, high = plain(found.computed.low), plain(found.computed.high)
    waiting_for = str(report.case.waits_for(report.state))
    points = {
        "waiting_for": waiting_for,
        "self_assessed_points": self_points,
        "rating": given.rating if given else None,
        "computed_low": low,
        "computed_high": high,
        "missing": found.missing,
    }
    times = {"created_at": stamp(report.created_at), "updated_at": stamp(report.updated_at)}
    return ReportRecord(
        department_id=department.id,
        section_id=section,
        region=department.region,
        fiscal_year=report.fiscal_year,
        state=report.state.value,
        scheme_id=report.scheme_id,
        scheme_version=report.scheme_version,
        version=report.version,
        self_points=self_points,
        computed_low=low,
        computed_high=high,
        missing=found.missing,
        waiting_for=waiting_for,
        waiver=WaiverState.ASKED.value if report.case.asks_for_waivers(report.state) else "",
        submitted_at=stamp(report.case.submitted_at) if report.case.submitted_at else "",
        created_at=times["created_at"],
        updated_at=times["updated_at"],
        summary=to_json({**head, **points, "updated_at": times["updated_at"]}).decode(),
        document=to_json({**head, **times, "workflow": report.case.model_dump(mode="json"), **derived.content}),
        facts=derived.facts,
    )


def stamp(moment: datetime) -> str:
    """A moment as it is stored and sent: RFC 3339 in UTC."""
    return moment.isoformat().replace("+00:00", "Z")
