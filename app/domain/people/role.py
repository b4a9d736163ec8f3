"""The roles, what each allows, and which of them one person cannot have together."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from itertools import combinations
from typing import Final

from app.domain.people.right import Right


class Role(StrEnum):
    """The official roles and the three separated administrators (GB/T 22239-2019, 8.1.5)."""

    PREPARER = "preparer"
    PANEL_LEAD = "panel_lead"
    DEPARTMENT_HEAD = "department_head"
    SECTION_REVIEWER = "section_reviewer"
    RE_EVALUATOR = "re_evaluator"
    PERFORMANCE_OFFICE = "performance_office"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """The official word."""
        return LABELS[self]


LABELS: Final = {
    Role.PREPARER: "填报人",
    Role.PANEL_LEAD: "评价组组长",
    Role.DEPARTMENT_HEAD: "部门负责人",
    Role.SECTION_REVIEWER: "财政归口业务科室审核人",
    Role.RE_EVALUATOR: "抽查复核人",
    Role.PERFORMANCE_OFFICE: "财政绩效科",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}

DEPARTMENT_ROLES: Final = frozenset({Role.PREPARER, Role.PANEL_LEAD, Role.DEPARTMENT_HEAD})
FINANCE_ROLES: Final = frozenset({Role.SECTION_REVIEWER, Role.RE_EVALUATOR, Role.PERFORMANCE_OFFICE})
ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})

_IN_A_DEPARTMENT: Final = frozenset({Right.REPORT_READ, Right.ROUND_READ, Right.DEPARTMENT_READ})
_IN_FINANCE: Final = _IN_A_DEPARTMENT | {Right.PERSONAL_READ}

RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.PREPARER: _IN_A_DEPARTMENT | {Right.REPORT_FILL},
    Role.PANEL_LEAD: _IN_A_DEPARTMENT | {Right.PANEL_SIGN},
    Role.DEPARTMENT_HEAD: _IN_A_DEPARTMENT | {Right.HEAD_SIGN},
    Role.SECTION_REVIEWER: _IN_FINANCE | {Right.REPORT_REVIEW},
    Role.RE_EVALUATOR: _IN_FINANCE | {Right.REPORT_RE_EVALUATE},
    Role.PERFORMANCE_OFFICE: _IN_FINANCE
    | {
        Right.REPORT_DECIDE,
        Right.ROUND_MANAGE,
        Right.SCHEME_WRITE,
        Right.SCHEME_REVIEW,
        Right.WHAT_IF,
        Right.DEPARTMENT_MANAGE,
    },
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {Right.USER_READ, Right.USER_MANAGE, Right.DEPARTMENT_READ, Right.DEPARTMENT_MANAGE}
    ),
    Role.SECURITY_ADMINISTRATOR: frozenset({Right.USER_READ, Right.ROLE_GRANT, Right.DEPARTMENT_READ}),
    Role.AUDIT_ADMINISTRATOR: frozenset({Right.AUDIT_READ}),
}


def conflicts(roles: Collection[Role]) -> Iterator[str]:
    """Why these roles cannot be one person's, in words; nothing where they can.

    填报人 and 部门负责人, any department role and any finance role, and an administrator and anything else are barred
    (DESIGN section 5; the three administrators by GB/T 22239-2019). 组长 and 负责人 may be one in a small department.
    """
    for one, other in combinations(sorted(set(roles), key=list(Role).index), 2):
        if barred(one, other):
            yield f"“{one.label}”和“{other.label}”不能是同一个人"


def barred(one: Role, other: Role) -> bool:
    """Whether one person cannot have both."""
    pair = {one, other}
    if len(pair) == 1:
        return False
    if pair & ADMINISTRATORS:
        return True
    if pair & DEPARTMENT_ROLES and pair & FINANCE_ROLES:
        return True
    return pair in ({Role.PREPARER, Role.DEPARTMENT_HEAD}, {Role.SECTION_REVIEWER, Role.RE_EVALUATOR})
