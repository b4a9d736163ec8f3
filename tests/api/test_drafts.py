"""Scheme drafts over the API."""

import json
from typing import Any

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.draft import DraftContent, DraftDoubt, DraftEdit, DraftMove, DraftView, NewDraft
from app.contract.scoring import SchemeName
from app.domain.people.right import Right
from app.main import Application
from app.schemes.loader import shipped_schemes
from tests.support.people import a_system

pytestmark = pytest.mark.anyio
WHOLE = json.loads(shipped_schemes()[0].canonical)


async def a_copy(client: Jixiao) -> DraftView:
    return await client.drafts.create(NewDraft(copy_of=SchemeName(id="yueyanglou-2021", version=1)))


async def moved(client: Jixiao, draft: DraftView, move: Any, remark: str = "") -> DraftView:
    return await client.drafts.move(draft.id, draft.version, DraftMove(move=move, remark=remark))


async def test_the_next_version_is_copied_changed_reviewed_and_published(client: Jixiao, second: Jixiao) -> None:
    draft = await a_copy(client)
    assert draft.document == WHOLE | {"version": 2}
    changed = draft.document | {"title": "新的评分表"}
    draft = await client.drafts.replace(draft.id, draft.version, DraftEdit(document=changed))
    draft = await moved(client, draft, "submit")
    with pytest.raises(Conflict, match="参与了编制"):
        await moved(client, draft, "approve")
    draft = await moved(client, await moved(second, draft, "approve"), "publish")
    assert draft.state == "published"
    assert (await client.schemes.get("yueyanglou-2021")).title == "新的评分表"
    assert (await client.schemes.get("yueyanglou-2021", 1)).title == WHOLE["title"]


async def test_a_setting_of_a_check_that_there_is_not_keeps_a_draft_from_review(client: Jixiao) -> None:
    draft = await a_copy(client)
    wrong = DraftEdit(document=draft.document | {"checks": {"Z9": {"off": "不用"}}})
    draft = await client.drafts.replace(draft.id, draft.version, wrong)
    assert [(one.severity, one.pointer) for one in draft.findings] == [("error", "/checks/Z9")]
    with pytest.raises(Invalid, match="1 处错误") as refused:
        await moved(client, draft, "submit")
    assert [one.pointer for one in refused.value.errors] == ["/document/checks/Z9"]


async def test_who_only_reviews_schemes_reads_approves_and_publishes_and_writes_nothing(
    application: Application, client: Jixiao
) -> None:
    draft = await moved(client, await a_copy(client), "submit")
    reviewer = await a_system(application.services, "复核", [Right.SCHEME_REVIEW], "region:000000")
    async with Jixiao(app=application.api, token=reviewer.bearer) as second:
        assert [one.id for one in (await second.drafts.list()).items] == [draft.id]
        draft = await moved(second, await second.drafts.get(draft.id), "return", "改")
        for write in (
            lambda: moved(second, draft, "submit"),
            lambda: second.drafts.replace(draft.id, draft.version, DraftEdit(document={})),
            lambda: second.drafts.delete(draft.id, draft.version),
            lambda: second.drafts.create(NewDraft(content=DraftContent(document={}))),
        ):
            with pytest.raises(Forbidden):
                await write()
        draft = await moved(second, await moved(client, draft, "submit"), "approve")
        assert (await moved(second, draft, "publish")).state == "published"


async def test_a_draft_may_say_anything_and_is_told_what_is_wrong(client: Jixiao) -> None:
    content = DraftContent(document={"title": "半成品", "items": [{"id": "x", "title": "指标", "points": "5"}]})
    draft = await client.drafts.create(NewDraft(content=content))
    assert {"/id", "/total_points"} <= {one.pointer for one in draft.findings}
    with pytest.raises(Invalid) as refused:
        await moved(client, draft, "submit")
    assert "/document/id" in {one.pointer for one in refused.value.errors}


async def test_a_rule_that_leaves_a_part_of_a_step_open_is_refused_at_its_place(client: Jixiao) -> None:
    document = json.loads(json.dumps(WHOLE))
    del document["items"][0]["items"][0]["items"][0]["rule"]["part_step"]
    draft = await client.drafts.create(NewDraft(content=DraftContent(document=document)))
    (finding,) = draft.findings
    assert (finding.pointer, finding.indicator) == ("/items/0/items/0/items/0/rule/part_step", "staffing_control_rate")


async def test_a_write_on_an_older_version_is_refused_and_nothing_is_lost(client: Jixiao) -> None:
    draft = await a_copy(client)
    await client.drafts.replace(draft.id, draft.version, DraftEdit(document={"title": "甲"}))
    with pytest.raises(Stale):
        await client.drafts.replace(draft.id, draft.version, DraftEdit(document={"title": "乙"}))
    assert (await client.drafts.get(draft.id)).title == "甲"


async def test_giving_back_wants_a_reason(client: Jixiao) -> None:
    draft = await moved(client, await a_copy(client), "submit")
    with pytest.raises(Invalid, match="原因"):
        await moved(client, draft, "return")
    back = await moved(client, draft, "return", "分值不合理")
    assert (back.state, back.remark) == ("drafting", "分值不合理")


async def test_doubts_are_kept_until_somebody_has_looked_at_them(client: Jixiao) -> None:
    content = DraftContent(document=WHOLE, doubts=(DraftDoubt(item="satisfaction", text="没有把握"),))
    draft = await client.drafts.create(NewDraft(content=content))
    with pytest.raises(Invalid, match="没有把握"):
        await moved(client, draft, "submit")
    draft = await client.drafts.replace(draft.id, draft.version, DraftEdit(document=WHOLE))
    assert (await moved(client, draft, "submit")).state == "submitted"


async def test_a_draft_can_be_thrown_away(client: Jixiao) -> None:
    draft = await a_copy(client)
    await client.drafts.delete(draft.id, draft.version)
    with pytest.raises(NotFound):
        await client.drafts.get(draft.id)
    assert (await client.drafts.list()).items == ()
