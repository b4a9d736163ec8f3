"""Second-level units fill in their own rows of their department's report; the department adds up and signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.form.finances import ExpenditureRow, FixedAssetsRow, InstitutionRow, RevenueRow, ThreePublicRow
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement, TargetItem
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.domain.scoring.scheme import EvidenceSpec
from app.domain.workflow.moves import EDITABLE
from app.services.errors import NotFound, NotReady, Stale
from app.services.ports import StoredDepartment, StoredReport
from app.services.report_document import ReadDocument, content_of, read_document
from app.services.report_keeping import ReportKeeping, no_report
from app.services.schemes import SchemeService

TABLES: Final[dict[str, type[InstitutionRow]]] = {
    "revenue": RevenueRow,
    "expenditure": ExpenditureRow,
    "three_public": ThreePublicRow,
    "fixed_assets": FixedAssetsRow,
}
"""The tables of the form that have a row an institution."""


@dataclass(frozen=True, slots=True)
class UnitPart:
    """What a unit fills in of a report: its row of each table, and its line of each list that the scheme asks for."""

    report: int
    version: int
    state: str
    fiscal_year: int
    department: StoredDepartment
    """Whose report it is."""
    unit: StoredDepartment
    rows: Mapping[str, InstitutionRow]
    lists: Mapping[str, EvidenceSpec]
    lines: Mapping[str, TargetItem]


class UnitService:
    """A unit sees and changes nothing of a report but its own rows, which bear its name."""

    def __init__(self, keeping: ReportKeeping, schemes: SchemeService) -> None:
        self._keeping, self._schemes = keeping, schemes

    async def get(self, report_id: int, unit_id: int, who: Actor) -> UnitPart:
        """A unit's part. Raises NotFound, also where the asker may not know of it."""
        stored, unit, department = await self._found(report_id, unit_id, Right.REPORT_READ, who)
        return await self._part(stored, read_document(stored.document), unit, department)

    async def put(
        self,
        report_id: int,
        unit_id: int,
        expected: int,
        rows: Mapping[str, InstitutionRow],
        lines: Mapping[str, TargetItem],
        who: Actor,
    ) -> UnitPart:
        """Put a unit's rows and lines in the places of those that bear its name, or add them.

        Raises NotFound, Forbidden, Stale, WrongState, BarredPerson, and NotReady for a list that is not asked for.
        """
        stored, unit, department = await self._found(report_id, unit_id, Right.REPORT_FILL, who)
        if stored.version != expected:
            raise Stale(stored.version)
        before = read_document(stored.document)
        lists = await self._lists(before)
        if unknown := set(lines) - set(lists):
            raise NotReady([(f"/lines/{name}", "评分方案没有要这个列表，请刷新后再填") for name in sorted(unknown)])
        form = _with_rows(Form.model_validate(before.data["form"]), unit.name, rows)
        supplement = _with_lines(before.data["supplement"], unit.name, lines)
        after = content_of(form, supplement)
        if after != before.content:
            now, head = self._keeping.clock(), before.head
            case, state = head.case.edited(head.paper(before.content), after, who, now)
            report = head.following(case, state, now).with_content(form, supplement)
            record = self._keeping.recorded(stored, before, report, await self._keeping.derived(report))
            await self._keeping.keep(before, stored, record, after, who)
            stored = StoredReport(stored.id, record.version, record.state, stored.location, record.document)
        return await self._part(stored, read_document(stored.document), unit, department)

    async def open_reports(self, unit: StoredDepartment) -> list[tuple[int, int]]:
        """(report, year) of its department's reports that can be filled in now, newest year first."""
        if unit.parent is None:
            return []
        found = await self._keeping.database.reading.reports.of_department(unit.parent)
        return [(report, year) for report, year, state in found if state in EDITABLE]

    async def _found(
        self, report_id: int, unit_id: int, right: Right, who: Actor
    ) -> tuple[StoredReport, StoredDepartment, StoredDepartment]:
        reading = self._keeping.database.reading
        unit, stored = await reading.departments.get(unit_id), await reading.reports.get(report_id)
        if unit is None or stored is None or unit.parent is None or unit.parent != stored.location.department:
            raise no_report(report_id)
        if not who.may(Right.REPORT_READ, unit.location):
            raise no_report(report_id)
        who.require(right, unit.location)
        department = await reading.departments.get(unit.parent)
        if department is None:
            message = f"部门 {unit.parent} 已不在登记中，请联系系统管理员"
            raise NotFound(message)
        return stored, unit, department

    async def _lists(self, before: ReadDocument) -> dict[str, EvidenceSpec]:
        scheme = await self._schemes.compiled(before.head.scheme_id, before.head.scheme_version)
        return {name: one for name, one in scheme.scheme.evidence.items() if one.kind == "items"}

    async def _part(
        self, stored: StoredReport, before: ReadDocument, unit: StoredDepartment, department: StoredDepartment
    ) -> UnitPart:
        form, answers = Form.model_validate(before.data["form"]), before.supplement().answers()
        rows = {
            name: next((row for row in getattr(form, name).rows if row.institution.strip() == unit.name), model())
            for name, model in TABLES.items()
        }
        lists = await self._lists(before)
        lines: dict[str, TargetItem] = {}
        for name in lists:
            answer = answers.get(name)
            listed = answer if isinstance(answer, tuple) else ()
            lines[name] = next((one for one in listed if one.title.strip() == unit.name), TargetItem(title=unit.name))
        year = before.head.fiscal_year
        return UnitPart(stored.id, stored.version, stored.state, year, department, unit, rows, lists, lines)


def _with_rows(form: Form, name: str, rows: Mapping[str, InstitutionRow]) -> Form:
    changed: dict[str, Any] = {}
    for table, row in rows.items():
        named = row.model_copy(update={"institution": name})
        there = getattr(form, table)
        kept = [named if one.institution.strip() == name else one for one in there.rows]
        if named not in kept and any(value is not None for key, value in named if key != "institution"):
            kept.append(named)
        changed[table] = there.model_copy(update={"rows": tuple(kept)})
    return form.model_copy(update=changed)


def _with_lines(supplement: Mapping[str, Any], name: str, lines: Mapping[str, TargetItem]) -> Supplement:
    changed = dict(supplement)
    for evidence, line in lines.items():
        told = line.model_copy(update={"title": name}).model_dump(mode="json")
        there = changed.get(evidence)
        kept = [told if str(one.get("title", "")).strip() == name else one for one in there or []]
        blank = line.target is None and line.actual is None
        changed[evidence] = kept if told in kept or blank else [*kept, told]
    return Supplement.model_validate(changed)
