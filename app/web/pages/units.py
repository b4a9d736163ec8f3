"""A second-level unit's own rows of its department's report."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import ApiError, Jixiao, Stale
from app.contract.form import read_cell
from app.contract.workflow import UnitPart, UnitRows
from app.web.forms.content import as_json, entered
from app.web.forms.posted import refusal, typed_in, version_in
from app.web.sections import SECTIONS, Field, Part, Section
from app.web.templating import page
from app.web.views.editing import Notice, PartView, parts_of

SEE_OTHER: Final = 303
TABLES: Final = ("revenue", "expenditure", "three_public", "fixed_assets")
OPEN: Final = ("drafting", "panel_signed", "returned")


def _table(name: str) -> Section:
    rows = SECTIONS[name].parts[0]
    fields = tuple(one for one in rows.fields if one.name != "institution")
    return Section(name, SECTIONS[name].title, (Part(name, SECTIONS[name].title, fields, repeats=False),))


SHEETS: Final = {name: _table(name) for name in TABLES}


def add_unit_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/units/{unit_id}")
    async def unit(report_id: int, unit_id: int) -> HTMLResponse:
        part = await client.workflow.unit_part(report_id, unit_id)
        return _page(part, part.version, part.model_dump(mode="json"))

    @web.post("/reports/{report_id}/units/{unit_id}")
    async def keep(report_id: int, unit_id: int, request: Request) -> Response:
        form = await request.form()
        typed = typed_in(form)
        part = await client.workflow.unit_part(report_id, unit_id)
        content: dict[str, Any] = {}
        for sheet in SHEETS.values():
            content |= entered(sheet, typed.items())
        content["lines"] = {
            one.id: {
                "title": part.unit.name,
                **{
                    name: as_json(read_cell(typed.get(f"lines/{one.id}/{name}", ""), one.unit))
                    for name in ("target", "actual")
                },
            }
            for one in part.lists
        }
        try:
            await client.workflow.put_unit_part(report_id, unit_id, version_in(typed), UnitRows.model_validate(content))
        except Stale:
            said = "报告刚刚被改动；您填的内容都还在下面，再按一次“保存”就保存。"
            return _page(part, part.version, content, Notice(said), status=412)
        except ApiError as error:
            return _page(part, part.version, content, Notice(refusal(error)), status=error.problem.status)
        return RedirectResponse(f"/reports/{report_id}/units/{unit_id}", SEE_OTHER)


def _page(
    part: UnitPart, version: int, content: dict[str, Any], notice: Notice | None = None, status: int = 200
) -> HTMLResponse:
    tables = [view for sheet in SHEETS.values() for view in parts_of(sheet, content, ())]
    lists: list[PartView] = []
    for one in part.lists:
        place = f"lines/{one.id}"
        fields = (Field("target", "目标或金额", "figure", one.unit), Field("actual", "实际", "figure", one.unit))
        lists += parts_of(Section(place, one.title, (Part(place, one.title, fields, repeats=False),)), content, ())
    shown = part.model_copy(update={"version": version})
    return page(
        "unit", status=status, part=shown, tables=tables, lists=lists, notices=[notice] if notice else [],
        open=part.state in OPEN,
    )  # fmt: skip
