"""One demo account a role, in the demo department and its finance bureau; their passwords are printed once."""

from typing import Final

from app.cli.demo import REGION
from app.domain.people.account import Account, RoleInPlace
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.role import DEPARTMENT_ROLES, Role
from app.main import Application
from app.services.people import NewAccount
from app.services.ports import DepartmentQuery

SECTION: Final = "行政政法科"
LOGINS: Final = {
    Role.PREPARER: ("tianbao", "演示填报人", "科员"),
    Role.PANEL_LEAD: ("zuzhang", "演示组长", "副局长"),
    Role.DEPARTMENT_HEAD: ("fuzeren", "演示负责人", "局长"),
    Role.SECTION_REVIEWER: ("shenhe", "演示审核人", "科长"),
    Role.RE_EVALUATOR: ("fuhe", "演示复核人", "科员"),
    Role.PERFORMANCE_OFFICE: ("jixiaoke", "演示绩效科", "科长"),
    Role.SYSTEM_ADMINISTRATOR: ("xitong", "演示系统管理员", ""),
    Role.SECURITY_ADMINISTRATOR: ("anquan", "演示安全管理员", ""),
    Role.AUDIT_ADMINISTRATOR: ("shenji", "演示审计管理员", ""),
}
"""Login, name and title of each role's account; the people are invented."""


async def load_people(application: Application) -> list[tuple[Account, str]]:
    """(account, first password) of accounts that were not there; the demo departments get their section."""
    services, made = application.services, []
    section = await services.departments.add_section(REGION, SECTION, OPERATOR)
    everywhere = (Place("region", REGION),)
    departments = await services.database.reading.departments.page(DepartmentQuery(everywhere, REGION, limit=200))
    demo = [one for one in departments if one.budget_code.startswith("999")]
    for one in demo:
        if one.section is None:
            await services.departments.edit(one.id, OPERATOR, name=one.name, parent=one.parent, section=section.id)
    for role, (login, name, title) in LOGINS.items():
        if await services.database.reading.accounts.find(login) is not None:
            continue
        account, password = await services.people.create(NewAccount(login, name, title, REGION), OPERATOR)
        place = _place(role, demo[0].id, section.id)
        made.append((await services.people.grant(account.id, 1, [RoleInPlace(role, place)], OPERATOR), password))
    return made


def _place(role: Role, department: int, section: int) -> Place:
    if role in DEPARTMENT_ROLES:
        return Place("department", str(department))
    return Place("section", str(section)) if role is Role.SECTION_REVIEWER else Place("region", REGION)
