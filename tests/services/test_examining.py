"""What an examination knows of a report beside its content, and what of its findings each reader is told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from app.client import Jixiao
from app.contract.report import NewReport, ReportView
from app.contract.workflow import Move
from app.domain.checks.context import STAFF, Context, Passage, per_person
from app.domain.checks.finding import Cited, Finding, Fix, Linked, Severity, Stage
from app.domain.form.form import Form
from app.domain.people.actor import OPERATOR
from app.domain.people.right import Right
from app.domain.rounds.round import Plan, SchemeChosen
from app.domain.workflow.state import State
from app.main import Application
from app.services import examining
from app.services.ports import StoredDepartment
from app.services.report_document import read_document
from tests.support.office import REGION, Office
from tests.support.people import a_system
from tests.support.rounds import stand

pytestmark = pytest.mark.anyio
TOTAL, PERSONNEL = "/form/expenditure/total/total", "/form/expenditure/total/personnel"


@pytest.fixture
async def desk(application: Application) -> Office:
    return await Office.opened(application)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """The contexts that reports are examined with, newest last."""
    found: list[Context] = []

    def examine(scheme: Any, form: Form, supplement: Any, context: Context, stage: Stage) -> list[Finding]:
        found.append(context)
        return []

    monkeypatch.setattr(examining, "examine", examine)
    return found


async def coded(desk: Office, code: str) -> ReportView:
    """A report with that budget code on its cover."""
    report = await desk.a_report()
    cover = {"form": {"cover": {"budget_code": code}}}
    return await desk.as_("preparer").reports.patch(report.id, report.version, cover, include=("findings",))


async def handed_in(desk: Office, department: int, year: int, form: dict[str, Any]) -> int:
    """A report of that department and year that has passed."""
    client = await anybody(desk.application)
    new = NewReport.model_validate(
        {"department": department, "fiscal_year": year, "scheme": {"id": "yueyanglou-2021", "version": 1}, "form": form}
    )
    report = await client.reports.create(new)
    await stand(desk.application, report.id, State.PASSED)
    return report.id


async def anybody(application: Application) -> Jixiao:
    """A system that may do everything everywhere."""
    caller = await a_system(application.services, "测试", list(Right), "region:000000")
    return Jixiao(app=application.api, token=caller.bearer)


@pytest.mark.parametrize(("code", "used_by"), [("110001", ""), ("110001-1", "示范中心"), ("999999", "")])
async def test_the_register_says_whose_the_code_on_the_cover_is(
    desk: Office, known: list[Context], code: str, used_by: str
) -> None:
    await coded(desk, code)
    assert known[-1].registered is not None
    assert (known[-1].registered.name, known[-1].registered.budget_code) == ("示范局", "110001")
    assert (known[-1].registered.used_by, known[-1].fiscal_year) == (used_by, 2021)


async def test_the_deadline_is_the_rounds_with_the_departments_extension_also_once_it_is_closed(
    desk: Office, known: list[Context]
) -> None:
    rounds, report = desk.application.services.rounds, await desk.a_report()
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].deadline is None
    plan = Plan(
        title="自评",
        scheme=SchemeChosen(id="yueyanglou-2021", version=1),
        deadline=date(2099, 6, 30),
        departments=(desk.department,),
    )
    asking = await rounds.create(REGION, 2021, plan, OPERATOR)
    asking = await rounds.issue(asking.id, asking.version, OPERATOR)
    asking = await rounds.extend(asking.id, asking.version, desk.department, date(2099, 7, 9), "决算推迟", OPERATOR)
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].deadline == date(2099, 7, 9)
    await rounds.close(asking.id, asking.version, OPERATOR)
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].deadline == date(2099, 7, 9)


async def test_history_is_what_was_handed_in_of_the_last_three_years(desk: Office, known: list[Context]) -> None:
    for year in (2017, 2018, 2020, 2022):
        await handed_in(desk, desk.department, year, {"profile": {"staff_in_post": str(year)}})
    client = await anybody(desk.application)
    draft = {"department": desk.department, "fiscal_year": 2019, "scheme": {"id": "yueyanglou-2021", "version": 1}}
    await client.reports.create(NewReport.model_validate(draft))
    report = await desk.a_report()
    await desk.as_("preparer").reports.findings(report.id)
    assert {year: form.profile.staff_in_post for year, form in known[-1].history.items()} == {
        2018: "2018",
        2020: "2020",
    }


async def a_neighbour(desk: Office, code: str, form: dict[str, Any]) -> int:
    """A department of the region with a report of 2021 that has passed."""
    new = StoredDepartment(0, REGION, code, f"局{code}")
    department = (await desk.application.services.departments.register(new, OPERATOR)).id
    return await handed_in(desk, department, 2021, form)


async def neighbours(desk: Office, count: int) -> None:
    """So many of them, and one whose report is not handed in."""
    for at in range(count + 1):
        expenditure = {"total": {"total": str(100 + at), "personnel": "55.5"}}
        number = await a_neighbour(desk, f"9{at:05}", {"profile": {"staff_in_post": "10"}, "expenditure": expenditure})
    await stand(desk.application, number, State.DRAFTING)


async def test_peers_are_the_figures_that_the_regions_other_departments_have_handed_in(
    desk: Office, known: list[Context]
) -> None:
    await neighbours(desk, 5)
    report = await desk.a_report()
    await desk.as_("preparer").reports.findings(report.id)
    peers = known[-1].peers
    assert sorted(map(str, peers[TOTAL].values)) == ["100", "101", "102", "103", "104"]
    assert {str(value) for value in peers[per_person(PERSONNEL)].values} == {"5.55"}
    assert peers[STAFF].group == "同区划同年度的 5 个部门"
    assert "/form/revenue/total/total" not in peers, "what nobody has filled in is no value"


async def test_too_few_peers_are_none_and_nobody_waits_for_them_while_typing(
    desk: Office, known: list[Context]
) -> None:
    await neighbours(desk, 4)
    report = await desk.a_report()
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].peers == {}
    await a_neighbour(desk, "800001", {"profile": {"staff_in_post": "10"}})
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].peers
    change = {"form": {"profile": {"duties": "职责"}}}
    await desk.as_("preparer").reports.patch(report.id, report.version, change, include=("findings",))
    assert known[-1].peers == {}


async def test_signatures_count_while_they_stand_and_the_heads_with_the_move_that_it_is(
    desk: Office, known: list[Context]
) -> None:
    report = await desk.a_report()
    await desk.as_("preparer").reports.findings(report.id)
    assert known[-1].signed == {}
    report = await desk.do("preparer", report, Move.SIGN_PREPARER)
    report = await desk.do("lead", report, Move.SIGN_PANEL)
    await desk.do("head", report, Move.SUBMIT)
    assert set(known[-1].signed or ()) == {"preparer", "panel_lead", "department_head"}
    assert all(isinstance(day, date) for day in (known[-1].signed or {}).values())


async def test_indicators_with_files_are_known(desk: Office, known: list[Context]) -> None:
    report = await desk.a_report()
    preparer = desk.as_("preparer")
    await preparer.attachments.add(report.id, "a.txt", b"evidence", indicator="staffing_control_rate")
    await preparer.reports.findings(report.id)
    assert known[-1].attached == frozenset({"staffing_control_rate"})


FOUND = Finding(
    check="X1",
    title="重名",
    severity=Severity.WARNING,
    pointer="/form/profile/contact",
    span=None,
    where="联系人",
    amount="“欧阳无忌”写了 2 处",
    why="一人不能兼任",
    fixes=(Fix("核对欧阳无忌的分工", "/form/profile/contact", "欧阳无忌"),),
    source="表式",
    linked=(Linked("X2", "联系", "电话 13900001234 写了 2 处"),),
    cited=(Cited("区网信办2021年度报告·职能职责概述", "负责网络安全"),),
    key="k",
    message="联系人：“欧阳无忌”写了 2 处。",
)


class Found:
    """An index that finds one passage."""

    async def similar(self, *_: Any) -> Sequence[Passage]:
        return [Passage(9, "区网信办", 2021, "/form/profile/duties", "负责网络安全")]


async def test_each_reader_is_told_what_they_may_see_of_names_and_of_other_departments(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "examine", lambda *_: [FOUND])
    monkeypatch.setattr(desk.application.services.examining, "_passages", Found())
    report = await desk.a_report()
    person = {"form": {"profile": {"contact": "欧阳无忌", "phone": "13900001234"}}}
    await desk.as_("preparer").reports.patch(report.id, report.version, person)
    looking = await a_system(desk.application.services, "统计", [Right.REPORT_READ], f"region:{REGION}")
    told = {}
    for name, client in (
        ("own", desk.as_("preparer")),
        ("finance", desk.as_("reviewer")),
        ("looking", Jixiao(app=desk.application.api, token=looking.bearer)),
    ):
        alone = (await client.reports.findings(report.id)).findings[0]
        beside = (await client.reports.get(report.id, include=("findings",))).findings
        assert beside is not None
        assert beside.findings[0] == alone
        told[name] = alone
    assert told["own"].message == FOUND.message
    for name in ("finance", "looking"):
        text = repr(told[name])
        assert "欧阳无忌" not in text
        assert "13900001234" not in text
        assert (told[name].amount, told[name].key) == ("“欧＊＊＊”写了 2 处", FOUND.key)
    assert [told[name].cited[0].text for name in told] == ["", "负责网络安全", ""]
    assert {told[name].cited[0].source for name in told} == {FOUND.cited[0].source}


async def test_the_statements_of_an_examination_do_not_grow_with_what_is_known(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = desk.application.services
    stored = await services.database.reading.reports.get((await desk.a_report()).id)
    assert stored is not None
    report, asked = read_document(stored.document).report(), count_statements(desk.application, monkeypatch)
    await services.examining.examined(report, stored.location, OPERATOR)
    few = len(asked)
    assert few <= 5, "four of the context, and the scheme once"
    await neighbours(desk, 6)
    for year in (2018, 2019, 2020):
        await handed_in(desk, desk.department, year, {})
    asked.clear()
    await services.examining.examined(report, stored.location, OPERATOR)
    assert len(asked) <= few


def count_statements(application: Application, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The statements that are read from now on."""
    asked: list[object] = []
    driver = type(application.services.database.reading.reports._driver)  # type: ignore[attr-defined]

    def counting(run: Any) -> Any:
        async def counted(self: Any, statement: Any, parameters: Any) -> Any:
            asked.append(statement)
            return await run(self, statement, parameters)

        return counted

    for name in ("row", "rows"):
        monkeypatch.setattr(driver, name, counting(getattr(driver, name)))
    return asked
