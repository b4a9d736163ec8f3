"""A round from the office's order to publication, in a real browser, each by the person whose task it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browsing
from tests.browser.test_administration import signed_in
from tests.support.files import a_pdf
from tests.support.serving import jixiao, serving

pytestmark = pytest.mark.slow
PREPARER, LEAD, HEAD, REVIEWER, OFFICE = "tianbao", "zuzhang", "fuzeren", "shenhe", "jixiaoke"
ON_THE_WAY: Final = (PREPARER, LEAD, HEAD, REVIEWER, OFFICE)


@dataclass
class County:
    """A service whose people have each signed in with a first password and changed it."""

    address: str
    browsing: Browsing
    cookies: dict[str, Any] = field(default_factory=dict)
    department: str = ""
    faults: list[str] = field(default_factory=list)

    def page(self, who: str, **options: Any) -> Page:
        """A browser of one of them, at their tasks; what its console complains of is kept."""
        context = self.browsing.browser.new_context(base_url=self.address, **options)
        context.set_default_timeout(10_000)
        context.add_cookies(self.cookies[who])
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto("/tasks")
        return page

    def pages(self, **options: Any) -> dict[str, Page]:
        """A browser for each of them."""
        return {who: self.page(who, **options) for who in ON_THE_WAY}


@pytest.fixture(scope="module")
def county(browser: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The demo people, once the demo's own round is taken back and its draft of their department deleted."""
    url = f"sqlite:///{tmp_path_factory.mktemp('county') / 'jixiao.db'}"
    jixiao(url, "migrate")
    firsts = dict(re.findall(rf"({'|'.join(ON_THE_WAY)})\W+(\w{{14}})", jixiao(url, "demo")))
    with serving(url) as server:
        county = County(server.address, browser)
        for who in ON_THE_WAY:
            county.cookies[who] = signed_in(browser, server.address, who, firsts[who])
        page = county.page(PREPARER)
        draft = task(page, "填报、签字")
        county.department = draft.inner_text()
        draft.click()
        page.get_by_role("link", name="删除草稿").click()
        page.get_by_role("button", name="删除").click()
        page.context.close()
        page = county.page(OFFICE)
        page.goto("/rounds")
        page.locator("main tbody a").first.click()
        page.get_by_role("link", name="取消下达").click()
        page.get_by_label("理由").fill("另行布置")
        page.get_by_role("button", name="确认取消下达").click()
        expect(page.get_by_role("link", name="催报")).to_have_count(0)
        page.context.close()
        yield county


def issue_round(county: County, page: Page, year: int) -> None:
    """Plan a round for the department and send it out, as the office."""
    page.goto("/rounds")
    page.get_by_role("link", name="布置任务").click()
    page.get_by_label("任务名称").fill(f"{year} 年度自评")
    page.get_by_label("评价年度").fill(str(year))
    page.get_by_label("区划代码").fill("430602")
    page.get_by_label("截止日").fill((datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    page.get_by_label("评分方案").select_option("yueyanglou-2021@1")
    page.get_by_label("部门名称或预算编码").fill(county.department)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("checkbox", name=re.compile(county.department)).check()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="下达", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已下达")


def task(page: Page, kind: str) -> Locator:
    """The first report among somebody's tasks of a kind."""
    page.goto("/tasks")
    return page.get_by_role("region", name=kind, exact=True).locator("tbody a").first


def start(page: Page, county: County, year: int) -> None:
    """Find what the round asks for among one's tasks, and start the department's report."""
    page.goto("/tasks")
    page.get_by_role("link", name=f"{county.department} {year} 年度：开始填报").click()
    expect(page.get_by_label("评价年度")).to_have_value(str(year))
    page.get_by_role("button", name="新建").click()
    expect(page.locator("h1")).to_have_text("填写自评报告")
    page.get_by_role("link", name="返回报告").click()
    expect(page.locator("h1")).to_contain_text(county.department)


def edit(page: Page, section: str, **cells: str) -> None:
    """Fill in cells of a section by their labels, and save."""
    page.get_by_role("navigation", name="编辑各部分").get_by_role("link", name=re.compile(section)).click()
    for label, text in cells.items():
        page.get_by_role("textbox", name=label).first.fill(text)
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator("h1")).not_to_contain_text(section)


def fill_in(page: Page, evidence: Path) -> None:
    """The preparer fills in a handful of cells, supplementary data, and a file."""
    task(page, "填报、签字").click()
    edit(page, "基本概况", 联系人="演示填报人", 人员编制="18", 实有人数="20", 职能职责概述="一、规划；二、监督。")
    edit(page, "文字部分", 标题="自评综述")
    page.get_by_role("link", name="补充数据").first.click()
    page.get_by_label("上年度三公经费总额").fill("4.20")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.get_by_role("link", name="经济效益的附件").click()
    page.get_by_label("文件", exact=True).set_input_files(evidence)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("status")).to_contain_text(f"{evidence.name}：已上传")


def sign(page: Page, kind: str, button: str) -> None:
    """Somebody finds the report among their tasks and signs it."""
    task(page, kind).click()
    if kind == "填报、签字":
        page.get_by_role("link", name="签字和办理").click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_have_count(0)


def sign_for_the_department(pages: dict[str, Page]) -> None:
    """Preparer, panel lead and head sign one after the other."""
    sign(pages[PREPARER], "填报、签字", "填报人签字")
    sign(pages[LEAD], "评价组组长签字", "组长签字")
    sign(pages[HEAD], "负责人签字并送审", "负责人签字并送审")


def at(page: Page, indicator: str) -> None:
    """Go to an indicator of the review."""
    page.get_by_role("navigation", name="指标").get_by_role("button", name=indicator).first.click()
    expect(page.locator("article:not([hidden]) h3")).to_contain_text(indicator)


def send_back(page: Page) -> None:
    """The reviewer begins, and returns the report with a reason at an indicator and one at a part of the form."""
    task(page, "待审核").click()
    page.get_by_role("button", name="开始审核").click()
    at(page, "财政供养人员控制率")
    page.get_by_label("财政供养人员控制率 退回原因").fill("与编制批复不一致")
    page.get_by_role("combobox", name="位置").first.select_option("基本概况")
    page.get_by_label("原因", exact=True).first.fill("实有人数请按年末数填写")
    page.get_by_role("button", name="退回部门").click()
    expect(page.locator("main")).to_contain_text("退回原因和答复")


def correct(page: Page) -> None:
    """The preparer sees why the report came back and corrects it; what that makes void is told."""
    task(page, "填报、签字").click()
    expect(page.locator("main")).to_contain_text("有 2 条退回原因要答复")
    edit(page, "基本概况", 实有人数="18")
    page.get_by_role("link", name="签字和办理").click()
    expect(page.locator("#reasons")).to_contain_text("指标“财政供养人员控制率”")
    expect(page.locator("#reasons")).to_contain_text("实有人数请按年末数填写")
    rows = page.get_by_role("region", name="签字").locator("tbody tr")
    expect(rows.filter(has_text="填报人").first).to_contain_text(
        re.compile("签字后，演示填报人.*修改了“部门（单位）基本概况”1 处")
    )
    expect(rows.filter(has_text="评价组组长")).to_contain_text("有效")
    expect(rows.filter(has_text="部门负责人")).to_contain_text("失效")
    page.get_by_role("button", name="填报人签字").click()


def refuse_before_answers(page: Page, address: str) -> None:
    """The head cannot submit again while reasons have no answer."""
    page.goto(address.partition("#")[0])  # to a place in the page that is shown, the browser would only scroll
    page.get_by_role("button", name="负责人签字并送审").click()
    expect(page.get_by_role("alert")).to_contain_text("还有 2 条退回原因没有答复")


def answer(page: Page) -> None:
    """The preparer answers each reason."""
    for at, text in enumerate(("已按批复核对", "已改为年末数")):
        page.get_by_label("答复").nth(at).fill(text)
    page.get_by_role("button", name="保存答复").click()
    expect(page.get_by_label("答复").first).to_have_value("已按批复核对")


def pass_on(page: Page) -> None:
    """The reviewer sees what has changed, confirms points with a reason, writes the opinion and signs."""
    task(page, "待审核").click()
    page.get_by_role("button", name="开始审核").click()
    expect(page.locator("#changes")).to_contain_text(re.compile(r"实有人数\s*20\s*18"))
    expect(page.locator("#reasons")).to_contain_text("答复：已改为年末数")
    at(page, "经济效益")
    page.get_by_label("经济效益 审定得分").fill("3")
    page.get_by_label("经济效益 审定理由").fill("按佐证材料核定")
    page.get_by_label("财政归口业务科室意见").fill("情况属实，同意。")
    page.get_by_role("button", name="审核通过（签字）").click()
    expect(page.locator("main")).to_contain_text("情况属实，同意。")


def publish(page: Page) -> None:
    """The office publishes the report from its tasks."""
    task(page, "待公开")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="公开所选的报告").click()
    expect(page.get_by_role("status")).to_contain_text("已公开")


def test_a_round_goes_its_whole_way_from_the_order_to_publication(county: County, tmp_path: Path) -> None:
    evidence = tmp_path / "佐证.pdf"
    evidence.write_bytes(a_pdf(20_000))
    pages = county.pages()
    issue_round(county, pages[OFFICE], 2022)
    start(pages[PREPARER], county, 2022)
    fill_in(pages[PREPARER], evidence)
    sign_for_the_department(pages)
    send_back(pages[REVIEWER])
    correct(pages[PREPARER])
    refuse_before_answers(pages[HEAD], pages[PREPARER].url)
    answer(pages[PREPARER])
    sign(pages[HEAD], "负责人签字并送审", "负责人签字并送审")
    pass_on(pages[REVIEWER])
    publish(pages[OFFICE])
    for page in pages.values():
        page.goto("/tasks")
        expect(page.locator("main")).to_contain_text("现在没有等您办理的事")
    page = pages[PREPARER]
    page.goto("/reports")
    page.get_by_role("link", name=county.department).first.click()
    expect(page.locator("main")).to_contain_text("已经公开")
    rows = page.get_by_role("region", name="签字").locator("tbody tr").filter(has_text="有效")
    expect(rows.locator("code")).to_have_text([re.compile(r"^[0-9a-f]{12}$")] * 4)
    assert county.faults == []


def test_signing_returning_answering_and_passing_need_no_script(county: County) -> None:
    pages = county.pages(java_script_enabled=False)
    issue_round(county, pages[OFFICE], 2023)
    start(pages[PREPARER], county, 2023)
    sign_for_the_department(pages)
    send_back(pages[REVIEWER])
    task(pages[PREPARER], "填报、签字").click()
    pages[PREPARER].get_by_role("link", name="有 2 条退回原因要答复").click()
    expect(pages[PREPARER].get_by_label("答复")).to_have_count(2)
    refuse_before_answers(pages[HEAD], pages[PREPARER].url)
    answer(pages[PREPARER])
    sign(pages[HEAD], "负责人签字并送审", "负责人签字并送审")
    task(pages[REVIEWER], "待审核").click()
    pages[REVIEWER].get_by_role("button", name="开始审核").click()
    pages[REVIEWER].get_by_role("button", name="审核通过（签字）").click()
    publish(pages[OFFICE])
