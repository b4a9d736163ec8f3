"""How a report is written down: the exact body that `GET` answers, and its item in lists.

The contract describes both (`Report`, `ReportSummary`); a test holds this writer to it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json

from app.domain.decimals import plain
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.report import SelfEvaluationReport, State
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.self_assessment import self_total
from app.domain.scoring.settling import totals
from app.services.ports import ReportRecord, StoredDepartment


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A stored body, read: as plain JSON values and as the aggregate."""

    data: dict[str, Any]
    report: SelfEvaluationReport

    @property
    def content(self) -> dict[str, Any]:
        """What people fill in, as plain JSON values."""
        return {"form": self.data["form"], "supplement": self.data["supplement"]}

    @property
    def department(self) -> StoredDepartment:
        """Whose report it is."""
        return StoredDepartment(**self.data["department"])


def read_document(document: bytes) -> ReadDocument:
    """The report in a stored body."""
    data = from_json(document)
    report = SelfEvaluationReport(
        department=data["department"]["id"],
        fiscal_year=data["fiscal_year"],
        scheme_id=data["scheme"]["id"],
        scheme_version=data["scheme"]["version"],
        state=State(data["state"]),
        version=data["version"],
        created_at=datetime.fromisoformat(data["created_at"]),
        updated_at=datetime.fromisoformat(data["updated_at"]),
        form=Form.model_validate(data["form"]),
        supplement=Supplement.model_validate(data["supplement"]),
    )
    return ReadDocument(data, report)


def record_of(
    report_id: int, report: SelfEvaluationReport, department: StoredDepartment, scheme: CompiledScheme
) -> ReportRecord:
    """Everything that is stored of a report."""
    found = totals(scheme, evidence_of(scheme.scheme, report.form, report.supplement))
    given = self_total(scheme, report.form.self_scoring)
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
    points = {
        "self_assessed_points": self_points,
        "rating": given.rating if given else None,
        "computed_low": low,
        "computed_high": high,
        "missing": found.missing,
    }
    times = {"created_at": stamp(report.created_at), "updated_at": stamp(report.updated_at)}
    body = b'%b,"form":%b,"supplement":%b}' % (
        _json({**head, **times})[:-1].encode(),
        report.form.model_dump_json().encode(),
        report.supplement.model_dump_json().encode(),
    )
    return ReportRecord(
        department_id=department.id,
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
        created_at=times["created_at"],
        updated_at=times["updated_at"],
        summary=_json({**head, **points, "updated_at": times["updated_at"]}),
        document=body,
    )


def stamp(moment: datetime) -> str:
    """A moment as it is stored and sent: RFC 3339 in UTC."""
    return moment.isoformat().replace("+00:00", "Z")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
