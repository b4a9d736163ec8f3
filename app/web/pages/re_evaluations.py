"""The re-evaluator's table: points and marks are saved as far as they go; finishing asks for everything."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from app.client import Invalid, Jixiao
from app.contract.follow_up import FollowUp, ReEvaluation
from app.web.forms.posted import typed_in, version_in
from app.web.forms.re_evaluation import Evaluation, evaluation_of, wrong_in
from app.web.pages.follow_ups import REFUSED, follow_up_page, told

SEE_OTHER: Final = 303


def add_re_evaluation_pages(web: FastAPI, client: Jixiao) -> None:
    """Register them; before those of all kinds, whose moves have the same form of address."""

    @web.post("/follow-ups/{follow_up_id:int}/evaluate")
    async def evaluate(follow_up_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        one = await client.follow_ups.get(follow_up_id)
        if not isinstance(one.content, ReEvaluation):
            return RedirectResponse(f"/follow-ups/{follow_up_id}", SEE_OTHER)
        found = evaluation_of(one.content, typed)
        if found.wrong:
            return await follow_up_page(client, follow_up_id, typed, refused=_refused("没有保存", found.wrong))
        indicators, finishing = [item.indicator for item in found.findings], False
        try:
            one, version = await _kept(client, one, version_in(typed), found)
            if typed.get("do") == "finish":
                indicators, finishing = _stored(one), True
                await client.follow_ups.finish(follow_up_id, version)
        except REFUSED as error:
            said = told(error)
            if isinstance(error, Invalid):
                said["wrong"] = wrong_in(error.errors, indicators)
                if finishing:
                    said["notice"] = f"填写的已经保存，还不能完成复核：{error}"
            return await follow_up_page(client, follow_up_id, typed, error, said)
        return RedirectResponse(f"/follow-ups/{follow_up_id}", SEE_OTHER)


async def _kept(client: Jixiao, one: FollowUp, version: int, found: Evaluation) -> tuple[FollowUp, int]:
    """Save what changed, and say what it is then and on which version."""
    if (points := found.points) is not None:
        one = await client.follow_ups.confirm(one.id, version, points)
        version = one.version
    if (quality := found.quality) is not None:
        one = await client.follow_ups.grade(one.id, version, quality)
        version = one.version
    return one, version


def _stored(one: FollowUp) -> list[str]:
    return [item.indicator for item in one.content.findings] if isinstance(one.content, ReEvaluation) else []


def _refused(notice: str, wrong: dict[str, str]) -> dict[str, Any]:
    return {"notice": notice, "wrong": wrong, "stale": False}
