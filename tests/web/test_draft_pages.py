"""Writing a scheme in pages, as they are without script: begun, filled in, handed in, reviewed, published."""

import re

import httpx
import pytest

from app.client import Jixiao
from app.contract.draft import DraftMove
from tests.documents.test_annex import ROWS, excel

pytestmark = pytest.mark.anyio
HEAD = {
    "id": "trial-2022",
    "title": "评分表",
    "issuer": "区财政局",
    "region": "430602",
    "fiscal_year": "2022",
}
FILE = {"annex": ("附件.xlsx", excel(ROWS), "application/octet-stream")}
ITEM = "/schemes/drafts/1/item"


async def begun(http: httpx.AsyncClient) -> None:
    answer = await http.post("/schemes/new", data=HEAD | {"way": "annex"}, files=FILE)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/schemes/drafts/1"), answer.text[:3000]


async def saved(http: httpx.AsyncClient, client: Jixiao, place: str, **fields: str) -> httpx.Response:
    """Post the form of an item as it is shown, with some fields filled in."""
    shown = (await http.get(ITEM, params={"at": place})).text
    posted = dict(re.findall(r'<input id="[^"]*" name="([^"]+)" value="([^"]*)"', shown))
    posted |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        posted[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n?(.*?)</textarea>', shown, re.DOTALL):
        posted[name] = text
    posted |= dict.fromkeys(re.findall(r'name="(doubt/\d+)"', shown), "yes")
    draft = await client.drafts.get(1)
    posted |= {"version": str(draft.version), "do": "save"} | {k.replace("__", "/"): v for k, v in fields.items()}
    return await http.post(ITEM, params={"at": place}, data=posted)


async def act(http: httpx.AsyncClient, client: Jixiao, path: str, **fields: str) -> httpx.Response:
    version = (await client.drafts.get(1)).version
    return await http.post(f"/schemes/drafts/1/{path}", data={"version": str(version)} | fields)


async def test_an_annex_becomes_a_published_scheme_without_script(
    http: httpx.AsyncClient, client: Jixiao, second: Jixiao
) -> None:
    await begun(http)
    assert "缺少这一项，必须写明" in (await http.get("/schemes/drafts/1")).text
    zero = {"measure__zero_zero": "unscored", "measure__x_zero": "unscored"}
    for place in ("/items/0/items/0/items/0", "/items/0/items/0/items/1"):
        assert (await saved(http, client, place, **zero)).status_code == 303
    pool = "/items/1/items/0/items/0"
    await saved(http, client, pool)
    judged = {"rule__kind": "judged", "rule__min": "0", "rule__step": "1", "rule__by": "filer", "rule__reason": "no"}
    await saved(http, client, f"{pool}/items/0", alike="yes", **judged)
    await saved(http, client, f"{pool}/items/1")
    await act(http, client, "head", total_points="30", id="trial-2022", version_number="1", title="评分表",
              issuer="区财政局", region="430602", fiscal_years="2022", **{
                  "ratings/0/name": "优", "ratings/0/at_least": "27", "ratings/1/name": "差", "ratings/1/at_least": "0",
                  "rounding/points": "0.01", "rounding/rates": "0.01", "rounding/mode": "half_up"})  # fmt: skip
    while (await client.drafts.get(1)).doubts:
        await act(http, client, "tree", do="look:0")
    draft = await client.drafts.get(1)
    assert [one for one in draft.findings if one.severity == "error"] == []
    await act(http, client, "move", move="submit")
    refused = await act(http, client, "move", move="approve")
    assert "参与了编制" in refused.text
    submitted = await client.drafts.get(1)
    await second.drafts.move(1, submitted.version, DraftMove(move="approve"))
    await act(http, client, "move", move="publish")
    assert (await client.schemes.get("trial-2022", 1)).total_points == 30


async def test_choosing_another_rule_shows_its_fields_and_stores_nothing(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    await begun(http)
    place = "/items/0/items/0/items/1"
    answer = await http.post(ITEM, params={"at": place}, data={"rule/kind": "steps", "do": "refresh"})
    assert 'name="rule/part_step"' in answer.text
    assert (await client.drafts.get(1)).version == 1


async def test_what_was_typed_is_kept_where_somebody_else_was_faster(http: httpx.AsyncClient, client: Jixiao) -> None:
    await begun(http)
    await act(http, client, "tree", do="add_heading:")
    answer = await saved(http, client, "/items/0/items/0/items/0", item__title="改过的名称", version="1")
    assert answer.status_code == 422
    assert 'value="改过的名称"' in answer.text
    assert "已被改动" in answer.text


async def test_example_values_show_points_and_sentence(http: httpx.AsyncClient, client: Jixiao) -> None:
    await begun(http)
    place = "/items/0/items/0/items/0"
    zero = {"measure__zero_zero": "unscored", "measure__x_zero": "unscored"}
    answer = await saved(
        http, client, place, do="refresh", **zero, **{"try:staff_in_post": "43", "try:established_posts": "40"}
    )
    assert "43 ÷ 人员编制 40 × 100% = 107.50%" in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"region": "43"}, "区划代码"),
        ({"fiscal_year": "今年"}, "年度"),
        ({"id": "Ä"}, "方案编号"),
    ],
)
async def test_beginning_says_what_is_missing_and_keeps_the_rest(
    http: httpx.AsyncClient, fields: dict[str, str], said: str
) -> None:
    answer = await http.post("/schemes/new", data=HEAD | fields | {"way": "annex"}, files=FILE)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="区财政局"' in answer.text


async def test_a_file_without_a_table_is_refused_with_what_was_looked_for(http: httpx.AsyncClient) -> None:
    file = {"annex": ("通知.txt", "只有文字".encode(), "text/plain")}
    answer = await http.post("/schemes/new", data=HEAD | {"way": "annex"}, files=file)
    assert "没有找到评分表" in answer.text


async def test_the_next_version_is_begun_by_copying(http: httpx.AsyncClient, client: Jixiao) -> None:
    answer = await http.post("/schemes/new", data={"way": "copy", "copy_of": "yueyanglou-2021@1"})
    assert answer.headers["location"] == "/schemes/drafts/1"
    assert (await client.drafts.get(1)).document["version"] == 2
    assert "草稿" in (await http.get("/schemes")).text


@pytest.mark.parametrize(
    "document",
    [
        {"evidence": "文字", "items": "文字", "ratings": 3, "rounding": [], "fiscal_years": "2022"},
        {"evidence": {"a": {}, "b": None}, "items": [{"rule": {"kind": ["steps"]}}, {"rule": "半成品"}, 7]},
        {"title": {"a": 1}, "items": [{"items": {}}, {"points": [], "measure": 5, "rule": {"kind": "bands"}}]},
    ],
)
async def test_a_draft_that_says_anything_at_all_can_still_be_opened(
    http: httpx.AsyncClient, document: dict[str, object]
) -> None:
    made = await http.post("/api/v1/scheme-drafts", json={"content": {"document": document}})
    assert made.status_code == 201
    for path in ("", "/item?at=/items/0", "/item?at=/items/1", "/evidence", "/evidence?name=a"):
        assert (await http.get(f"/schemes/drafts/1{path}")).status_code in (200, 404)
