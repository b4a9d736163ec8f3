"""A small county with one person a role, signed in: for tests of what people do one after another."""

from dataclasses import dataclass, field

from app.client import Jixiao
from app.contract.report import NewReport, ReportView
from app.contract.workflow import Move, Objection, ReportMove
from app.domain.people.account import RoleInPlace
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.role import DEPARTMENT_ROLES, Role
from app.main import Application
from app.services.people import NewAccount
from app.services.ports import StoredDepartment

REGION = "430602"
PASSWORD = "Quiet-Lake-7421"
LOGINS = {
    Role.PREPARER: "preparer",
    Role.PANEL_LEAD: "lead",
    Role.DEPARTMENT_HEAD: "head",
    Role.SECTION_REVIEWER: "reviewer",
    Role.RE_EVALUATOR: "sampler",
    Role.PERFORMANCE_OFFICE: "office",
}


@dataclass
class Office:
    """An organisation on a running application; `sign_in` gives a client for one of its people."""

    application: Application
    section: int = 0
    department: int = 0
    unit: int = 0
    bearers: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def opened(cls, application: Application) -> "Office":
        """Section, department and unit, with one person a role."""
        office = cls(application)
        departments = application.services.departments
        office.section = (await departments.add_section(REGION, "行政政法科", OPERATOR)).id
        whole = StoredDepartment(0, REGION, "110001", "示范局", None, office.section)
        office.department = (await departments.register(whole, OPERATOR)).id
        unit = StoredDepartment(0, REGION, "110001-1", "示范中心", office.department, office.section)
        office.unit = (await departments.register(unit, OPERATOR)).id
        for role, login in LOGINS.items():
            await office.employ(login, role, office.place_of(role))
        await office.employ("unit", Role.PREPARER, Place("department", str(office.unit)))
        return office

    def place_of(self, role: Role) -> Place:
        if role in DEPARTMENT_ROLES:
            return Place("department", str(self.department))
        if role is Role.SECTION_REVIEWER:
            return Place("section", str(self.section))
        return Place("region", REGION)

    async def employ(self, login: str, role: Role, place: Place) -> None:
        """Make an account with one role and sign it in; its name is the role's."""
        people, access = self.application.services.people, self.application.services.access
        new = NewAccount(login, f"{role.label[:6]}{login}", role.label, REGION)
        account, first = await people.create(new, OPERATOR)
        await people.grant(account.id, account.version, [RoleInPlace(role, place)], OPERATOR)
        _, who = await access.sign_in(login, first, "test", "")
        await access.change_password(who, first, PASSWORD)
        self.bearers[login], _ = await access.sign_in(login, PASSWORD, "test", "")

    async def sign_in(self, login: str) -> None:
        """Sign one of the people in anew: sessions end while a test's clock goes on."""
        self.bearers[login], _ = await self.application.services.access.sign_in(login, PASSWORD, "test", "")

    def as_(self, login: str) -> Jixiao:
        """A client for one of the people."""
        return Jixiao(app=self.application.api, token=self.bearers[login])

    async def a_report(self) -> ReportView:
        """A report that the preparer has started."""
        return await self.as_("preparer").reports.create(NewReport(department=self.department, fiscal_year=2021))

    async def do(self, login: str, report: ReportView, move: Move, why: str = "", *reasons: Objection) -> ReportView:
        """A move of somebody on the version that they have seen."""
        wanted = ReportMove(move=move, why=why, objections=reasons)
        return await self.as_(login).workflow.move(report.id, report.version, wanted)

    async def submitted(self) -> ReportView:
        """A report with the three signatures of its department."""
        report = await self.a_report()
        for login, move in (
            ("preparer", Move.SIGN_PREPARER),
            ("lead", Move.SIGN_PANEL),
            ("head", Move.SUBMIT),
        ):
            report = await self.do(login, report, move)
        return report
