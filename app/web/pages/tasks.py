"""待办: what waits for whoever looks, and publishing several reports at once."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.contract.report import Include
from app.contract.workflow import (
    TASK_NAMES,
    Move,
    MoveOfOne,
    Moves,
)
from app.web.templating import page

SEE_OTHER: Final = 303
WITH_CARD: Final[tuple[Include, ...]] = ("scorecard",)


def add_task_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/tasks")
    async def tasks() -> HTMLResponse:
        return await _tasks([])

    @web.post("/tasks/publish")
    async def publish_many(request: Request) -> HTMLResponse:
        chosen = [str(one).partition(":") for one in (await request.form()).getlist("report")]
        items = tuple(
            MoveOfOne(report=int(number), version=int(version), move=Move.PUBLISH)
            for number, _, version in chosen
            if number.isdecimal() and version.isdecimal()
        )
        outcomes = (await client.workflow.move_all(Moves(items=items))).items if items else ()
        told = [(one.report, "已公开" if one.status == 200 else one.detail) for one in outcomes]
        return await _tasks(told or [(0, "请先选择要公开的报告")])

    async def _tasks(outcomes: list[tuple[int, str]]) -> HTMLResponse:
        found = await client.workflow.tasks()
        deadlines = {one.report: one for one in found.deadlines}
        return page("tasks", found=found, names=TASK_NAMES, deadlines=deadlines, outcomes=outcomes)
