"""Duties that are kept apart, and rights that roles give."""

from itertools import combinations

import pytest

from app.domain.people.right import Right
from app.domain.people.role import ADMINISTRATORS, DEPARTMENT_ROLES, FINANCE_ROLES, RIGHTS, Role, barred, conflicts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.PANEL_LEAD, Role.PREPARER),
        (Role.PANEL_LEAD, Role.DEPARTMENT_HEAD),
        (Role.PERFORMANCE_OFFICE, Role.SECTION_REVIEWER),
        (Role.PERFORMANCE_OFFICE, Role.RE_EVALUATOR),
    ],
)
def test_only_these_roles_may_be_one_persons(one: Role, other: Role) -> None:
    allowed = {(Role.PREPARER, Role.PANEL_LEAD), (Role.PANEL_LEAD, Role.DEPARTMENT_HEAD)}
    allowed |= {(Role.SECTION_REVIEWER, Role.PERFORMANCE_OFFICE), (Role.RE_EVALUATOR, Role.PERFORMANCE_OFFICE)}
    assert not barred(one, other)
    assert {pair for pair in combinations(Role, 2) if not barred(*pair)} == allowed


def test_a_bar_is_the_same_from_both_sides_and_none_bars_itself() -> None:
    assert all(barred(one, other) == barred(other, one) for one, other in combinations(Role, 2))
    assert not any(barred(one, one) for one in Role)


@pytest.mark.parametrize("role", Role)
def test_an_administrator_is_nothing_else(role: Role) -> None:
    assert all(barred(role, one) for one in ADMINISTRATORS - {role})


def test_a_conflict_names_both_roles_in_their_official_words() -> None:
    assert list(conflicts([Role.DEPARTMENT_HEAD, Role.PREPARER, Role.PREPARER])) == [
        "“填报人”和“部门负责人”不能是同一个人"
    ]
    assert len(list(conflicts([Role.PREPARER, Role.PANEL_LEAD, Role.SECTION_REVIEWER]))) == 2


def test_no_administrator_reads_reports_and_nobody_else_makes_accounts_or_gives_roles() -> None:
    administrators = {right for role in ADMINISTRATORS for right in RIGHTS[role]}
    assert not {right for right in administrators if right.value.startswith("reports:")}
    others = {right for role in DEPARTMENT_ROLES | FINANCE_ROLES for right in RIGHTS[role]}
    assert not others & {Right.USER_MANAGE, Right.ROLE_GRANT, Right.AUDIT_READ, Right.USER_READ}
    holders = {right: [role for role in ADMINISTRATORS if right in RIGHTS[role]] for right in administrators}
    assert holders[Right.USER_MANAGE] == [Role.SYSTEM_ADMINISTRATOR]
    assert holders[Right.ROLE_GRANT] == [Role.SECURITY_ADMINISTRATOR]
    assert holders[Right.AUDIT_READ] == [Role.AUDIT_ADMINISTRATOR]


def test_every_role_and_every_right_has_its_word_and_somebody_who_has_it() -> None:
    assert all(one.label for one in (*Role, *Right))
    assert set(RIGHTS) == set(Role)
    assert set().union(*RIGHTS.values()) == set(Right)
