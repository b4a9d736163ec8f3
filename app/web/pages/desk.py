"""审核台: the reports that a finance section reviews, in lanes with counts."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.web.forms.queue import chosen_in
from app.web.templating import page
from app.web.views.queue import queue_view


def add_desk_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the page."""

    @web.get("/desk")
    async def desk(request: Request) -> HTMLResponse:
        chosen = chosen_in(request.query_params)
        found = await client.review_queue.page(chosen)
        departments = (await client.departments.list()).items
        return page("desk", view=queue_view(found, chosen), departments=departments, chosen=chosen)
