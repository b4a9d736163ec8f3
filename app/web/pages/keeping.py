"""What the script of an editing page sends while somebody types: one part, saved, and merged with what others write."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from app.client import ApiError, Jixiao, Stale
from app.contract.problem import TouchedCell
from app.contract.report import ReportView
from app.web.forms.content import with_typed
from app.web.forms.editing import Typed, posted, section_named
from app.web.pages.editing import BESIDE, map_context, panel_context, stored_content
from app.web.sections import SECTIONS, WHOLE, Section
from app.web.session import viewer
from app.web.templating import block_of
from app.web.views.beside import Hosts, PageFindings, changes, page_findings
from app.web.views.editing import all_inputs, clashes_of, hosts_of, labels_of, parts_of, texts_of

Root = Literal["form", "supplement"]


def add_keeping_pages(web: FastAPI, client: Jixiao) -> None:
    """Register what the script asks for."""

    @web.post("/reports/{report_id}/edit/{name}/keep")
    async def keep(report_id: int, name: str, request: Request) -> Response:
        """What the script of the page sends while somebody types: one part, saved and merged; the answer is for it."""
        section = section_named(name)
        typed = await posted(request, section)
        if other := opened_by_another(typed.by):
            return other
        try:
            report, touched = await kept(client, report_id, typed.version, "form", typed.content)
        except ApiError as error:
            return not_kept(error)
        return JSONResponse(_answer(section, report, typed, touched))

    @web.get("/reports/{report_id}/edit/{name}/cells")
    async def cells(report_id: int, name: str) -> Response:
        """Every input of the page as it now stands, for the script: what others have changed since."""
        section = section_named(name)
        report = await client.reports.get(report_id)
        parts = parts_of(section, stored_content(section, report), ())
        return JSONResponse({"version": report.version, **texts_of(parts)})

    @web.post("/reports/{report_id}/edit/{name}/present")
    async def present(report_id: int, name: str) -> Response:
        """That the page is open, and who else has it open; the report's version tells whether they have written."""
        return await say_present(client, report_id, section_named(name).name)


async def say_present(client: Jixiao, report_id: int, place: str) -> JSONResponse:
    """Say that the viewer is editing at `place`; answered with the version and with who else is, in words."""
    try:
        found = await client.reports.here(report_id, place)
    except ApiError as error:
        return not_kept(error)
    titles = {"supplement": "补充数据", WHOLE.name: "全表"} | {one.name: one.title for one in SECTIONS.values()}
    others = "、".join(f"{one.name}（{titles.get(one.place, one.place)}）" for one in found.others)
    return JSONResponse({"version": found.version, "others": f"{others}也在填写" if others else ""})


def refused(status: int, why: str, **more: Any) -> JSONResponse:
    """Why nothing was saved, for the script of a page."""
    return JSONResponse({"refused": why, **more}, status)


def not_kept(error: ApiError) -> JSONResponse:
    """Why the API would not save, for the script of a page."""
    why = "；".join(dict.fromkeys([str(error), *(one.detail for one in error.errors)]))
    return refused(error.problem.status, why)


def opened_by_another(by: str) -> JSONResponse | None:
    """The refusal where a page was made for somebody else than whoever is signed in now."""
    held = viewer()
    if not by or held is None or by == held.key:
        return None
    return refused(409, f"这一页是别人打开的，现在登录的是{held.name}；没有保存，请用原来的账号登录")


async def kept(
    client: Jixiao, report_id: int, version: int, root: Root, typed: Mapping[str, Any]
) -> tuple[ReportView, tuple[TouchedCell, ...]]:
    """Save what does not touch what others have written; the cells that do are answered, and left as they stand.

    Raises Stale where nobody can tell any more what the page was made from.
    """
    try:
        return await client.reports.patch(report_id, version, {root: typed}, include=BESIDE, merge=True), ()
    except Stale as error:
        touched = error.problem.touched
        if not touched:
            raise
    report = await client.reports.get(report_id)
    mine = with_typed(stored_at(report, root), [one for one in touched if not one.conflict], root)
    content: dict[str, Any] = {root: {name: mine.get(name) for name in typed}}
    return await client.reports.patch(report_id, report.version, content, include=BESIDE, merge=True), touched


def stored_at(report: ReportView, root: Root) -> dict[str, Any]:
    """The form or the supplement as it is stored, as JSON."""
    return (report.form if root == "form" else report.supplement).model_dump(mode="json")


def _answer(section: Section, report: ReportView, typed: Typed, touched: tuple[TouchedCell, ...]) -> dict[str, Any]:
    """What the script puts on the page once a part was saved."""
    content = stored_content(section, report)
    parts = parts_of(section, content, ())
    sent = [part for part in parts if part.place in typed.places]
    hosts = hosts_of(parts)
    found = page_findings(report, hosts)
    return {
        "version": report.version,
        "html": live_html(report, section.name, typed.told, found, hosts),
        "map": block_of("edit", "map", **map_context(section, report, found)),
        "clashes": [one.as_json() for one in clashes_of(labels_of(parts), touched)],
        "errors": {one.name: one.error for one in all_inputs(sent) if one.error},
        **texts_of(sent),
    }


def live_html(report: ReportView, root: str, told: str, found: PageFindings, hosts: Hosts) -> str:
    """The panel, and what is told beside inputs where that has changed from what the page tells (`told`)."""
    return block_of("edit", "live", changed=changes(found, told, hosts), **panel_context(report, root, found))
