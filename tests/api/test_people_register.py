"""People in from a file: one administrator makes the accounts, another gives the roles of the same file."""

from collections.abc import AsyncIterator

import pytest

from app.client import Forbidden, Invalid, Jixiao
from app.contract.people import NewToken, Right, SignIn
from app.contract.query import AuditFilter
from app.contract.register import RegisterFile, RegisterImport
from app.main import Application
from tests.support.administrators import first_administrators
from tests.support.lists import DEPARTMENTS, PEOPLE, as_file

pytestmark = pytest.mark.anyio
HERE = RegisterFile(region="430602", name="人员.csv")
TRIAL = HERE.model_copy(update={"dry_run": True})
ROLES = ("填报人（水利局）", "评价组组长（水利局）")


@pytest.fixture
async def bearers(application: Application) -> dict[str, str]:
    return await first_administrators(application)


@pytest.fixture
async def system(application: Application, bearers: dict[str, str]) -> AsyncIterator[Jixiao]:
    async with Jixiao(app=application.api, token=bearers["system"]) as client:
        await client.registers.import_departments(as_file(DEPARTMENTS), HERE)
        yield client


@pytest.fixture
async def security(application: Application, bearers: dict[str, str]) -> AsyncIterator[Jixiao]:
    async with Jixiao(app=application.api, token=bearers["security"]) as client:
        yield client


async def imported(client: Jixiao, *more: list[object], file: RegisterFile = HERE) -> RegisterImport:
    return await client.registers.import_people(as_file(PEOPLE, *more), file)


async def test_accounts_are_made_by_one_and_given_their_roles_by_another(system: Jixiao, security: Jixiao) -> None:
    made = await imported(system)
    assert [one.key for one in made.added] == ["zhang.san", "li.si"]
    assert [(one.login, one.roles) for one in made.proposals] == [
        ("zhang.san", ROLES),
        ("li.si", ("财政归口业务科室审核人（农业科）",)),
    ]
    assert "安全管理员导入同一份文件" in made.notes[0]
    assert [one.roles for one in (await system.people.list()).items[3:]] == [(), ()]
    given = await imported(security)
    assert given.changed[0].changes[0].new == "、".join(ROLES)
    assert (given.passwords, given.proposals) == ((), ())
    roles = [[role.role for role in one.roles] for one in (await security.people.list()).items[3:]]
    assert roles == [["preparer", "panel_lead"], ["section_reviewer"]]
    assert len((await imported(security)).unchanged) == 2


async def test_first_passwords_are_told_once_and_open_the_account(
    system: Jixiao, application: Application, bearers: dict[str, str]
) -> None:
    first = {one.login: one.password for one in (await imported(system)).passwords}
    assert (await imported(system)).passwords == ()
    async with Jixiao(app=application.api) as nobody:
        signed_in = await nobody.access.sign_in(SignIn(login="li.si", password=first["li.si"]))
    assert signed_in.me.must_change_password
    async with Jixiao(app=application.api, token=bearers["audit"]) as audit:
        told = "".join(one.model_dump_json() for one in (await audit.audit.list(AuditFilter())).items)
    assert told.count('"account_created"') == 5
    assert not any(password in told for password in first.values())


async def test_names_and_titles_change_and_roles_that_a_list_does_not_name_stay(
    system: Jixiao, security: Jixiao
) -> None:
    await imported(system)
    await imported(security)
    rows = [PEOPLE[0], ["zhang.san", "张三丰", "主任科员", "填报人", "001001", ""]]
    (row,) = (await system.registers.import_people(as_file(rows), HERE)).changed
    assert [(one.field, one.new) for one in row.changes] == [("姓名", "张三丰"), ("职务", "主任科员")]
    assert len((await security.registers.import_people(as_file(rows), HERE)).unchanged) == 1
    account = (await system.people.list()).items[3]
    assert (account.name, account.title, len(account.roles)) == ("张三丰", "主任科员", 2)


async def test_everything_wrong_is_told_at_once_and_nothing_is_stored(system: Jixiao) -> None:
    wrong: list[list[object]] = [
        ["wang.wu", "王五", "", "填报人", "999", ""],
        ["zhao.liu", "赵六", "", "财政归口业务科室审核人", "", "没有的科"],
        ["sun.qi", "孙七", "", "局长", "001001", ""],
    ]
    told = (await imported(system, *wrong, file=TRIAL)).problems
    assert [(one.row, one.column) for one in told] == [(4, "部门预算编码"), (5, "科室"), (6, "角色")]
    with pytest.raises(Invalid) as refused:
        await imported(system, *wrong)
    assert len(refused.value.errors) == 3
    assert len((await system.people.list()).items) == 3


async def test_who_grants_learns_of_accounts_that_are_not_there_and_of_other_names(
    system: Jixiao, security: Jixiao
) -> None:
    assert {one.column for one in (await imported(security, file=TRIAL)).problems} == {"登录名"}
    await imported(system)
    rows = [PEOPLE[0], ["zhang.san", "章三", "", "填报人", "001001", ""]]
    (problem,) = (await security.registers.import_people(as_file(rows), TRIAL)).problems
    assert (problem.column, "姓名是“张三”" in problem.message) == ("姓名", True)


async def test_roles_that_clash_with_those_held_and_roles_for_oneself_are_refused(
    system: Jixiao, security: Jixiao
) -> None:
    await imported(system)
    await imported(security)
    rows = [
        PEOPLE[0],
        ["li.si", "李四", "", "填报人", "001001", ""],
        ["security-430602", "安全管理员", "", "审计管理员", "", ""],
    ]
    told = [one.message for one in (await security.registers.import_people(as_file(rows), TRIAL)).problems]
    assert "现有角色：财政归口业务科室审核人" in told[0]
    assert "不能给自己授予角色" in told[1]


async def test_a_login_of_another_region_is_taken_and_tells_nothing(application: Application, system: Jixiao) -> None:
    others = await first_administrators(application, "430621")
    async with Jixiao(app=application.api, token=others["system"]) as other:
        rows = [PEOPLE[0], ["system-430602", "某某", "", "系统管理员", "", ""]]
        file = TRIAL.model_copy(update={"region": "430621"})
        (problem,) = (await other.registers.import_people(as_file(rows), file)).problems
        assert problem.message == "登录名 system-430602 已经有人用了，请换一个"
        assert {one.column for one in (await imported(other, file=TRIAL)).problems} == {"区划代码"}


async def test_a_system_with_both_rights_does_both_at_once(client: Jixiao) -> None:
    await client.registers.import_departments(as_file(DEPARTMENTS), HERE)
    made = await imported(client)
    assert (len(made.passwords), made.proposals, made.notes) == (2, (), ())
    assert [len(one.roles) for one in (await client.people.list()).items] == [2, 1]


async def test_reading_accounts_is_not_enough(client: Jixiao, application: Application) -> None:
    new = NewToken(name="看", rights=(Right.USER_READ,), place="region", key="430602", days=1)
    secret = (await client.people.issue(new)).secret
    async with Jixiao(app=application.api, token=secret) as reader:
        with pytest.raises(Forbidden):
            await imported(reader, file=TRIAL)
        assert (await reader.registers.people_template()).startswith(b"PK")
