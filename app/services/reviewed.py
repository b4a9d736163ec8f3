"""What follow-ups have to know of a report's review, from the report as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.follow_ups.re_evaluation import Stood, points_that_stood
from app.domain.people.role import Role, barred
from app.domain.workflow.case import ReportCase
from app.services.errors import NotFound
from app.services.ports import Database
from app.services.report_document import ReadDocument, read_document
from app.services.schemes import SchemeService


@dataclass(frozen=True, slots=True)
class StoredReviewed:
    """The port `Reviewed` over stored reports; one whose document has no `workflow` yet has been through nothing."""

    database: Database
    schemes: SchemeService

    async def barred(self, report_id: int) -> frozenset[str]:
        """Everybody who ever filled it in, or acted on it as what bars judging it: who published it may."""
        case = _case(await self._read(report_id))
        acted = (one.person for one in case.took if barred(one.role, Role.RE_EVALUATOR))
        return frozenset((*case.filled_by, *acted))

    async def stood(self, report_id: int) -> Mapping[str, Stood]:
        """Confirmed points, else computed ones, else the department's own; in an unsplit pool the pool is the limit."""
        read = await self._read(report_id)
        report, confirmed = read.report(), _case(read).confirmed
        scheme = await self.schemes.compiled(report.scheme_id, report.scheme_version)
        card = await self.schemes.scorecard(report)
        found = {}
        for indicator, one in zip(scheme.indicators, card.indicators, strict=True):
            section = confirmed[one.id].points if one.id in confirmed else None
            most = indicator.pool_points if one.max_points is None else one.max_points
            points = points_that_stood(section, one.computed_points, one.self_assessed_points)
            found[one.id] = Stood(points, most + indicator.rule.bonus_cap)
        return found

    async def maximum(self, report_id: int, indicator: str) -> Decimal | None:
        """The most that an indicator can have; None where there is no such indicator."""
        limit = (await self.stood(report_id)).get(indicator)
        return limit.most if limit is not None else None

    async def _read(self, report_id: int) -> ReadDocument:
        stored = await self.database.reading.reports.get(report_id)
        if stored is None:
            message = f"没有编号为 {report_id} 的报告，可能已被删除；请从报告列表进入"
            raise NotFound(message)
        return read_document(stored.document)


def _case(read: ReadDocument) -> ReportCase:
    return ReportCase.model_validate(read.data.get("workflow") or {})
