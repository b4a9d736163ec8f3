"""Files in pages: uploaded several at once, told one by one, downloaded through the page, removed after a question."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.cli.demo import load_demo
from app.client import Jixiao
from app.contract.report import NewReport
from app.domain.attachment import MAX_SIZE
from app.domain.workflow.state import State
from app.main import Application
from app.web.views.attachments import files_view
from tests.domain.test_lacking_attachments import SIMPLE
from tests.support import files
from tests.support.browsing import browsing
from tests.support.builders import a_department
from tests.support.files import a_pdf
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
URL = "/reports/1/attachments"
INDICATOR = "economic_benefit"


@pytest.fixture
async def http(application: Application, client: Jixiao, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    await load_demo(client)
    async with browsing(application, everything) as http:
        yield http


async def post(http: httpx.AsyncClient, *uploads: tuple[str, bytes], indicator: str = INDICATOR) -> httpx.Response:
    posted = [("files", (name, data, "application/x-anything")) for name, data in uploads]
    return await http.post(URL, data={"indicator": indicator}, files=posted)


async def test_the_pages_have_one_heading_unique_ids_labels_and_links_that_lead_somewhere(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    await client.attachments.add(1, "甲.pdf", files.PDF)
    await client.attachments.add(1, "乙.pdf", files.PDF, indicator=INDICATOR)
    for path in (URL, f"{URL}?indicator=satisfaction", f"{URL}/1/remove"):
        page = Page((await http.get(path)).text)
        assert page.headings == 1
        assert max(page.ids.values()) == 1
        assert all(one.get("id") in page.labelled for one in page.controls)
        for link in page.links:
            if link.startswith("/"):
                assert (await http.get(link.split("#")[0], follow_redirects=True)).status_code == 200, link


async def test_report_and_score_lead_to_the_files(http: httpx.AsyncClient) -> None:
    assert f'href="{URL}"' in (await http.get("/reports/1")).text
    assert f'href="{URL}?indicator={INDICATOR}#of-{INDICATOR}"' in (await http.get("/reports/1/score")).text
    page = (await http.get(f"{URL}?indicator={INDICATOR}")).text
    assert f'<option value="{INDICATOR}" selected>' in page
    assert f'id="of-{INDICATOR}"' in page


async def test_the_reviewer_sees_the_files_beside_the_points(http: httpx.AsyncClient, client: Jixiao) -> None:
    whole = await client.attachments.add(1, "甲.pdf", files.PDF)
    one = await client.attachments.add(1, "乙.pdf", files.PDF, indicator=INDICATOR)
    photo = await client.attachments.add(1, "丙.png", files.PNG, indicator=INDICATOR)
    words = await client.attachments.add(1, "丁.txt", "满意度 <b>调查</b>".encode("gb18030"), indicator=INDICATOR)
    text = (await http.get(f"/reports/1/review?indicator={INDICATOR}")).text
    beside = text.partition('id="evidence"')[2].partition("</aside>")[0]
    for file in (whole, one, photo, words):
        assert f'href="{URL}/{file.id}/content"' in beside
    assert f'<img src="{URL}/{photo.id}/content" alt="丙.png"' in beside
    assert "满意度 &lt;b&gt;调查&lt;/b&gt;" in beside
    assert beside.partition("</details>")[0].partition("<details>")[2].count("<li>") == 1
    fetched = (await http.get(f"/reports/1/review/evidence?indicator={INDICATOR}")).text
    assert fetched.strip() == beside.partition(">")[2].strip()


async def test_several_files_are_uploaded_at_once_and_named(http: httpx.AsyncClient, client: Jixiao) -> None:
    answer = await post(http, ("甲.pdf", files.PDF), ("照片", files.JPEG))
    assert answer.status_code == 303
    page = (await http.get(answer.headers["location"])).text
    assert "甲.pdf：已上传" in page
    assert "照片.jpg：已上传" in page
    assert [(one.name, one.indicator) for one in await client.attachments.list(1)] == [
        ("甲.pdf", INDICATOR),
        ("照片.jpg", INDICATOR),
    ]


async def test_each_file_has_its_own_outcome_and_the_good_ones_stay(http: httpx.AsyncClient, client: Jixiao) -> None:
    large = a_pdf(MAX_SIZE + 1)
    answer = await post(http, ("甲.pdf", files.PDF), ("<b>.exe", b"MZ\x00"), ("大.pdf", large), ("乙.png", files.PNG))
    assert answer.status_code == 422
    assert "4 个文件中有 2 个没有上传" in answer.text
    assert "&lt;b&gt;.exe：这种文件不能作附件" in answer.text
    assert "大.pdf：超过了 10 MB" in answer.text
    assert 'aria-describedby="files-hint files-error" aria-invalid="true"' in answer.text
    assert f'<option value="{INDICATOR}" selected>' in answer.text
    assert [one.name for one in await client.attachments.list(1)] == ["甲.pdf", "乙.png"]


async def test_a_form_without_a_file_or_with_too_much_says_so_beside_the_field(http: httpx.AsyncClient) -> None:
    for answer, status, said in (
        (await post(http, ("", b"")), 422, "请先选择文件"),
        (await http.post(URL, data={"indicator": INDICATOR}), 422, "请先选择文件"),
        (await post(http, *[(f"{n}.pdf", a_pdf(MAX_SIZE)) for n in range(4)]), 413, "合计超过了 30 MB"),
        (await post(http, *[(f"{n}.txt", b"x") for n in range(51)]), 400, "一次超过了 50 个文件"),
    ):
        assert answer.status_code == status
        assert said in answer.text
        assert 'id="files-error"' in answer.text


async def test_a_form_beyond_all_measure_is_refused_at_the_door(http: httpx.AsyncClient) -> None:
    answer = await http.post(URL, content=b"", headers={"Content-Length": str(70 * 1024 * 1024)})
    assert answer.status_code == 413


async def test_ten_megabytes_go_through_the_page_and_come_back_exactly(http: httpx.AsyncClient) -> None:
    data = a_pdf(MAX_SIZE, "唯一")
    assert (await post(http, ("大.pdf", data), indicator="")).status_code == 303
    answer = await http.get(f"{URL}/1/content")
    assert answer.content == data
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_file_is_removed_after_a_question(http: httpx.AsyncClient, client: Jixiao) -> None:
    await post(http, ("甲.pdf", files.PDF))
    assert "甲.pdf" in (await http.get(f"{URL}/1/remove")).text
    assert len(await client.attachments.list(1)) == 1
    answer = await http.post(f"{URL}/1/remove")
    assert (answer.status_code, answer.headers["location"]) == (303, URL)
    assert await client.attachments.list(1) == ()
    assert (await http.get(f"{URL}/1/remove")).status_code == 404


async def test_an_indicator_that_asks_for_a_file_says_so_until_it_has_one(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    await client.schemes.publish(SIMPLE)
    department = await a_department(client, "777001")
    new = {"department": department.id, "fiscal_year": 2021, "scheme": {"id": "trial", "version": 1}}
    answered = {"supplement": {"a": {"points": "4"}}}
    report = await client.reports.create(NewReport.model_validate(new | answered))
    page = f"/reports/{report.id}/attachments"
    assert (await http.get(page)).text.count("还缺附件") == 2
    await client.attachments.add(report.id, "a.pdf", files.PDF, indicator="x")
    assert "还缺附件" not in (await http.get(page)).text


async def test_after_submission_files_are_shown_and_no_more_uploaded(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await client.reports.get(1, include=("scheme",))
    states = {state: files_view(report.model_copy(update={"state": state}), ()).editable for state in State}
    assert {state for state, editable in states.items() if editable} == {
        State.DRAFTING, State.PANEL_SIGNED, State.RETURNED,
    }  # fmt: skip


async def test_whoever_is_signed_out_is_sent_to_sign_in_and_nothing_is_stored(
    application: Application, http: httpx.AsyncClient, client: Jixiao
) -> None:
    async with browsing(application, "") as nobody:
        assert (await post(nobody, ("甲.pdf", files.PDF))).status_code == 401
        assert (await nobody.get(f"{URL}/1/content")).status_code == 303
    assert await client.attachments.list(1) == ()
