"""How the pages look: the viewer's choice, the patterns that every page is made of, and a first tour."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.web.look import SIZES, THEMES, chosen, keep, look
from app.web.sections import Field, Part, Section
from app.web.templating import page
from app.web.views.editing import Notice, parts_of

SEE_OTHER: Final = 303


def add_looking_pages(web: FastAPI, *, secure: bool) -> None:
    """Register the pages; anybody may see them."""

    @web.get("/look")
    async def ask(request: Request) -> HTMLResponse:
        return page("look", now=look(), sizes=SIZES, themes=THEMES, back=_inside(request.query_params.get("back", "/")))

    @web.post("/look")
    async def choose(request: Request) -> RedirectResponse:
        typed = {name: str(value) for name, value in (await request.form()).items()}
        answer = RedirectResponse(_inside(typed.get("back", "/")), SEE_OTHER)
        keep(answer, chosen(typed.get("size", ""), typed.get("theme", "")), secure=secure)
        return answer

    @web.get("/patterns")
    async def patterns() -> HTMLResponse:
        content = {"profile": {"staff_in_post": {"unread": "约十八"}, "duties": "负责全县档案的收集、保管和利用。"}}
        (part,) = parts_of(SAMPLE, content, ())
        return page("patterns", part=part, notices=[Notice("有几处需要改正", (("profile-staff_in_post", "实有人数"),))])

    @web.get("/tour")
    async def tour() -> HTMLResponse:
        return page("tour")


SAMPLE: Final = Section(
    "profile",
    "样式",
    (
        Part(
            "profile",
            "输入",
            (Field("staff_in_post", "实有人数", "figure", "人"), Field("duties", "职能职责概述", "long", "")),
            repeats=False,
        ),
    ),
)


def _inside(where: str) -> str:
    """A page of this site, never another's."""
    return where if where.startswith("/") and not where.startswith(("//", "/\\")) else "/"
