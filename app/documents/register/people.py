"""Lists of people with their roles, and the place where these hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.documents.register.column import REGION, Column, code_column, text_column
from app.documents.register.problem import CellProblem, ReadRegister
from app.documents.register.table import Entry, duplicates, read_table
from app.domain.people import account
from app.domain.people.role import DEPARTMENT_ROLES, Role, conflicts

ALLOWED: Final = "、".join(role.label for role in Role)

LOGIN: Final = Column(
    "登录名",
    "小写字母、数字、点、下划线或短横线，3 到 40 个，以字母开头",
    account.LOGIN.pattern,
    "zhang.shili",
    required=True,
    also=("用户名",),
)
NAME: Final = text_column("姓名", 40, "张示例", required=True)
TITLE: Final = text_column("职务", 60, "办公室科员")
ROLES: Final = Column("角色", f"下面的一个或几个，用顿号分开：{ALLOWED}", ".+", "填报人、评价组组长", required=True)
CODE: Final = code_column("部门预算编码", "001002", also=("预算编码", "单位预算编码"))
SECTION: Final = text_column("科室", 60, "", also=("归口科室", "归口业务科室", "财政归口业务科室"))
COLUMNS: Final = (LOGIN, NAME, TITLE, ROLES, CODE, SECTION, REGION)

UNIQUE: Final = "一个登录名只能有一行"
APART: Final = "请把其中一个角色交给另一个人"
_BY_NAME: Final = {name: role for role in Role for name in (role.value, role.label, role.label.removeprefix("财政"))}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with roles. Each role holds at the place that it wants (`place_of`), within the region."""

    row: int
    login: str
    name: str
    title: str
    roles: tuple[Role, ...]
    region: str
    budget_code: str | None
    section: str | None


def place_of(role: Role) -> Column:
    """The column that says where a role holds."""
    if role in DEPARTMENT_ROLES:
        return CODE
    return SECTION if role is Role.SECTION_REVIEWER else REGION


def place_rule(role: Role) -> str:
    """The same in words, as messages and templates say it."""
    return f"角色“{role.label}”要填“{place_of(role).name}”"


RULES: Final = (
    UNIQUE,
    *map(place_rule, Role),
    *(f"{conflict}；{APART}" for conflict in conflicts(tuple(Role))),
)
"""In words, for who fills in a list; these are also the messages."""


def read_people(data: bytes, name: str = "", default_region: str | None = None) -> ReadRegister[PersonLine]:
    """The people in a file's bytes; `default_region` stands where a row gives none. Raises NotAForm."""
    table = read_table(data, name, (*COLUMNS[:-1], replace(REGION, required=default_region is None)))
    problems = list(duplicates(table.entries, lambda entry: entry[LOGIN] or None, LOGIN, UNIQUE))
    lines: dict[int, PersonLine] = {}
    for entry in table.entries:
        words = _words(entry)
        roles = tuple(dict.fromkeys(_BY_NAME[word] for word in words if word in _BY_NAME))
        problems += _wrong_roles(entry, words, roles)
        lines[entry.row] = PersonLine(
            row=entry.row,
            login=entry[LOGIN],
            name=entry[NAME],
            title=entry[TITLE],
            roles=roles,
            region=entry[REGION] or default_region or "",
            budget_code=entry[CODE] or None,
            section=entry[SECTION] or None,
        )
    return table.register(lines, problems)


def _words(entry: Entry) -> list[str]:
    return [word for word in re.split(r"[、,;\s]+", entry[ROLES]) if word]


def _wrong_roles(entry: Entry, words: list[str], roles: tuple[Role, ...]) -> Iterator[CellProblem]:
    if entry[ROLES] and not words:
        yield entry.problem(ROLES, ROLES.rule)
    for word in words:
        if word not in _BY_NAME:
            yield entry.problem(ROLES, f"“{word}”不是角色；{ROLES.rule}")
    for conflict in conflicts(roles):
        yield entry.problem(ROLES, f"{conflict}；{APART}")
    for role in roles:
        place = place_of(role)
        if place is not REGION and entry.blank(place):  # a region is required of every row, or the caller gives it
            yield entry.problem(place, f"没有填写；{place_rule(role)}；{place.rule}")
