"""The pages of the workflow and of one's own account in a real browser: axe, and nothing wider than its window."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from app.contract.finding import Stage
from app.contract.report import NewReport, ReportView
from app.contract.waiver import NewWaiver, WaiverDecision
from app.contract.workflow import Move, Objection, ReasonAnswers
from app.domain.checks.examine import errors_in
from app.main import Application
from app.settings import Settings
from tests.browser.accessibility import AXE, RULES, faults_of
from tests.browser.conftest import Browsing
from tests.support import files
from tests.support.findings import WRONG
from tests.support.office import PASSWORD, Office
from tests.support.rounds import SCHEME
from tests.support.serving import jixiao, serving

pytestmark = pytest.mark.slow
EDIT: Final = {
    "form": {
        "profile": {"established_posts": "18", "staff_in_post": "20"},
        "revenue": {"rows": [{"institution": "示范局", "total": "100"}]},
        "expenditure": {"rows": [{"institution": "示范局", "total": "120", "basic": "20", "project": "100"}]},
        "narrative": {"title": "改过的综述"},
    }
}
"""It gives findings about an indicator and about none."""
REASONS: Final = (
    Objection(text="与编制批复不一致，请附批复文件的复印件", indicator="staffing_control_rate"),
    Objection(text="请核对人数", pointer="/form/profile"),
)
PAGES: Final = {
    "": ["/sign-in", "/sign-in?next=/reports"],
    "preparer": [
        "/tasks", "/account", "/account/password", "/reports/new", "/reports/1", "/reports/1/sign",
        "/reports/1/attachments", "/reports/1/attachments?indicator=economic_benefit",
        "/reports/1/attachments/1/remove", "/reports/1/findings?stage=submission", "/reports/4/findings",
    ],
    "reviewer": [
        "/tasks", "/desk", "/desk?lane=returned&late=1", "/reports/2/review?lane=mine", "/reports/2/sign",
        "/reports/2/review?indicator=economic_benefit", "/reports/3/review", "/reports/4/review",
    ],
    "unit": ["/tasks", "/reports/1/units/2"],
    "office": ["/tasks", "/reports/3/sign", "/reports/1", "/reports/1/findings?stage=submission"],
}  # fmt: skip
"""Report 1 is returned and edited since, 2 under review for the second time, 3 has passed, 4 is submitted."""


async def four_reports(url: str) -> None:
    """Reports of four years, each at another stage of its way."""
    settings = Settings(database_url=url, password_memory_kib=8_192, worker=False)
    async with Application(settings).running() as application:
        office = await Office.opened(application)
        returned = await sent_back(office, await signed(office, await started(office, 2021)))
        await office.as_("preparer").attachments.add(returned.id, "编制批复.pdf", files.PDF)
        await asking_for_waivers(office, returned.id)
        again = await sent_back(office, await signed(office, await started(office, 2022)))
        answers = ReasonAnswers(answers={"r1": "批复文件已附", "r2": "已改为年末数"})
        again = await office.as_("preparer").workflow.answer(again.id, again.version, answers)
        await office.do("reviewer", await signed(office, again), Move.START_REVIEW)
        passed = await office.do("reviewer", await signed(office, await started(office, 2023)), Move.START_REVIEW)
        await office.do("reviewer", passed, Move.PASS)
        await signed(office, await started(office, 2024))


async def asking_for_waivers(office: Office, report_id: int) -> None:
    """An error for which a waiver was refused, and another for which one is asked."""
    another = {"total": "5.00", "basic": "1.00", "project": "1.00"}
    preparer, worse = office.as_("preparer"), {"expenditure": {"rows": [*WRONG["expenditure"]["rows"], another]}}
    report = await preparer.reports.get(report_id)
    report = await preparer.reports.patch(report_id, report.version, {"form": worse})
    found = await preparer.reports.findings(report_id, stage=Stage.SUBMISSION)
    for one in errors_in(found.findings):
        new = NewWaiver(key=one.key, reason="年末有一笔在途支出，决算批复以后调整，附情况说明")
        report = await preparer.waivers.ask(report_id, report.version, new)
    await office.as_("office").waivers.decide(report_id, report.version, "w1", WaiverDecision(note="请先改正"))


async def started(office: Office, year: int) -> ReportView:
    new = {"department": office.department, "fiscal_year": year, "scheme": SCHEME}
    return await office.as_("preparer").reports.create(NewReport.model_validate(new))


async def signed(office: Office, report: ReportView) -> ReportView:
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
        report = await office.do(login, report, move)
    return report


async def sent_back(office: Office, report: ReportView) -> ReportView:
    """Returned, and edited since."""
    report = await office.do("reviewer", report, Move.START_REVIEW)
    report = await office.do("reviewer", report, Move.RETURN, "", *REASONS)
    return await office.as_("preparer").reports.patch(report.id, report.version, EDIT)


@dataclass
class Service:
    """A running service, with the cookies of its people."""

    address: str
    browsing: Browsing
    cookies: dict[str, Any] = field(default_factory=dict)

    def page(self, who: str, **options: Any) -> Page:
        """A browser of one of them; of nobody where `who` is empty."""
        context = self.browsing.browser.new_context(base_url=self.address, **options)
        context.add_cookies(self.cookies[who])
        return context.new_page()


@pytest.fixture(scope="module")
def service(browser: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    url = f"sqlite:///{tmp_path_factory.mktemp('service') / 'jixiao.db'}"
    jixiao(url, "migrate")
    with ThreadPoolExecutor(1) as aside:  # the browser has a loop of its own in this thread
        aside.submit(asyncio.run, four_reports(url)).result()
    with serving(url) as server:
        service = Service(server.address, browser, {"": []})
        for who in filter(None, PAGES):
            page = service.page("")
            page.goto("/sign-in")
            page.get_by_label("登录名").fill(who)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page.locator("h1")).to_have_text("我的待办")
            service.cookies[who] = page.context.cookies()
            page.context.close()
        yield service


@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing(service: Service, who: str) -> None:
    page = service.page(who)
    found = {path: faults for path in PAGES[who] if (faults := faults_of(page, f"{service.address}{path}"))}
    page.context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_something_was_refused(service: Service, scheme: Any) -> None:
    refused = (
        ("reviewer", "/reports/2/review", "退回部门"),
        ("preparer", "/reports/1/attachments", "上传"),
        ("preparer", "/account/password", "保存"),
        ("office", "/reports/1/findings?stage=submission", "同意豁免"),
        ("", "/sign-in", "登录"),
    )
    for who, path, button in refused:
        page = service.page(who, color_scheme=scheme)
        page.goto(path)
        page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true; })")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:150]) for one in found] == [], path
        page.context.close()
