"""Departments in from a file: matched by region and code, all at once or nothing."""

import pytest

from app.client import Forbidden, Invalid, Jixiao
from app.contract.department import DepartmentEdit
from app.contract.query import AuditFilter
from app.contract.register import RegisterFile, RegisterImport
from app.main import Application
from tests.support.administrators import first_administrators
from tests.support.lists import DEPARTMENTS, as_file

pytestmark = pytest.mark.anyio
HERE = RegisterFile(region="430602", name="部门.csv")
TRIAL = HERE.model_copy(update={"dry_run": True})


async def imported(client: Jixiao, *more: list[object], file: RegisterFile = HERE) -> RegisterImport:
    return await client.registers.import_departments(as_file(DEPARTMENTS, *more), file)


async def names(client: Jixiao) -> list[str]:
    return sorted(one.name for one in (await client.departments.list()).items)


async def test_departments_units_and_sections_are_registered_together(client: Jixiao) -> None:
    found = await imported(client)
    assert [one.key for one in found.added] == ["001002", "001001", "001003"]
    assert (found.stored, found.ignored_columns, found.sections) == (True, ("备注",), ("农业科（区划 430602）",))
    by_name = {one.name: one for one in (await client.departments.list()).items}
    assert by_name["水文站"].parent == by_name["水利局"].id
    (section,) = (await client.people.sections()).items
    assert [by_name[name].section for name in ("水利局", "林业局", "水文站")] == [section.id, section.id, None]
    kinds = [one.kind for one in (await client.audit.list(AuditFilter())).items]
    assert (kinds.count("department_registered"), kinds.count("section_added")) == (3, 1)


async def test_a_second_import_doubles_nothing_and_says_what_it_changes(client: Jixiao) -> None:
    await imported(client)
    again = await imported(client)
    assert (len(again.added), len(again.changed), len(again.unchanged)) == (0, 0, 3)
    rows = [["预算编码", "部门名称", "上级预算编码", "归口科室"], ["001003", "林业和草原局", "", "环资科"]]
    changed = await client.registers.import_departments(as_file(rows), HERE)
    (row,) = changed.changed
    assert [(one.field, one.old, one.new) for one in row.changes] == [
        ("部门名称", "林业局", "林业和草原局"),
        ("归口科室", "农业科", "环资科"),
    ]
    assert await names(client) == ["林业和草原局", "水利局", "水文站"]


async def test_a_blank_cell_or_a_missing_column_leaves_parent_and_section_alone(client: Jixiao) -> None:
    await imported(client)
    rows = [["预算编码", "部门名称"], ["001002", "水文站"], ["001001", "水利局"]]
    found = await client.registers.import_departments(as_file(rows), HERE)
    assert (len(found.changed), len(found.unchanged)) == (0, 2)


async def test_a_trial_says_what_would_be_and_stores_nothing(client: Jixiao) -> None:
    found = await imported(client, file=TRIAL)
    assert (found.stored, len(found.added), len(found.sections)) == (False, 3, 1)
    assert await names(client) == []


async def test_every_wrong_cell_is_told_at_once_and_nothing_is_stored(client: Jixiao) -> None:
    wrong: list[list[object]] = [["", "没有编码的局", "", ""], ["001009", "观测点", "009999", ""]]
    found = await imported(client, *wrong, file=TRIAL)
    told = [(one.row, one.column) for one in found.problems]
    assert told == [(5, "预算编码"), (6, "上级预算编码")]
    with pytest.raises(Invalid) as refused:
        await imported(client, *wrong)
    assert [one.pointer for one in refused.value.errors] == ["/rows/5/预算编码", "/rows/6/上级预算编码"]
    assert refused.value.problem.code == "register_refused"
    assert await names(client) == []


async def test_two_levels_hold_against_what_is_stored(client: Jixiao) -> None:
    await imported(client)
    header = ["预算编码", "部门名称", "上级预算编码"]
    below_a_unit = as_file([header, ["001004", "观测点", "001002"]])
    has_units = as_file([header, ["001001", "水利局", "001003"]])
    told = [(await client.registers.import_departments(data, TRIAL)).problems for data in (below_a_unit, has_units)]
    assert ["已经登记为二级单位" in told[0][0].message, "还有二级单位" in told[1][0].message] == [True, True]


async def test_only_regions_of_ones_own_are_imported(application: Application) -> None:
    bearers = await first_administrators(application)
    async with Jixiao(app=application.api, token=bearers["system"]) as system:
        found = await imported(system, file=TRIAL.model_copy(update={"region": "430621"}))
        assert {(one.column, one.value) for one in found.problems} == {("区划代码", "430621")}
    async with Jixiao(app=application.api, token=bearers["security"]) as security:
        with pytest.raises(Forbidden):
            await imported(security)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nothing of the kind", "没有表格"),
        ("预算编码,部门名称\n".encode(), "没有一行内容"),
        (b"," * 2_100_000, "2 MB"),
    ],
)
async def test_what_is_no_list_is_refused_in_words(client: Jixiao, data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        await client.registers.import_departments(data, HERE)
    assert said in "".join([str(refused.value), *(one.detail for one in refused.value.errors)])


async def test_the_template_is_imported_as_it_is(client: Jixiao) -> None:
    found = await client.registers.import_departments(await client.registers.department_template(), TRIAL)
    assert [one.column for one in found.problems] == ["上级预算编码"]  # its invented row names a department above it


async def test_a_department_is_renamed_over_the_client(client: Jixiao) -> None:
    await imported(client)
    one = (await client.departments.list()).items[0]
    edited = await client.departments.edit(one.id, DepartmentEdit(name="新名", parent=one.parent, section=one.section))
    assert edited.name == "新名"
