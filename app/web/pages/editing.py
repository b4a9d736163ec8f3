"""Editing a section of the form, with the score beside it. Whatever was typed is kept, saved or not."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.client import ApiError, Invalid, Jixiao, Stale
from app.contract.problem import ProblemError
from app.contract.report import ReportView
from app.web.forms.content import changed_rows, entered, with_total
from app.web.sections import SECTIONS, Section
from app.web.templating import fragment, page
from app.web.views.editing import Notice, PartView, parts_of, wrong_inputs
from app.web.views.official_form import references
from app.web.views.score import score_view, touches

SEE_OTHER = 303


def add_editing_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/edit/{name}")
    async def edit(report_id: int, name: str) -> HTMLResponse:
        section = _section(name)
        report = await client.reports.get(report_id, include=("scorecard",))
        return _page(section, report, report.version, _stored(section, report))

    @web.post("/reports/{report_id}/edit/{name}")
    async def save(report_id: int, name: str, request: Request) -> Response:
        section = _section(name)
        version, action, content = await _posted(request, section)
        if action.startswith(("add:", "remove:", "total:")):
            report = await client.reports.get(report_id, include=("scorecard",))
            changed = with_total(content, action) if action.startswith("total:") else changed_rows(content, action)
            return _page(section, report, version, changed)
        try:
            report = await client.reports.patch(
                report_id,
                version,
                {"form": content},
                include=("scorecard",) if action == "preview" else (),
                validate_only=action == "preview",
            )
        except Stale:
            report = await client.reports.get(report_id, include=("scorecard",))
            return _page(section, report, report.version, content, stale=True)
        except Invalid as error:
            report = await client.reports.get(report_id, include=("scorecard",))
            return _page(section, report, version, content, errors=error.errors)
        if action == "preview":
            return _page(section, report, version, content)
        return RedirectResponse(_after(report_id, section, action), SEE_OTHER)

    @web.post("/reports/{report_id}/edit/{name}/preview")
    async def preview(report_id: int, name: str, request: Request) -> HTMLResponse:
        section = _section(name)
        version, _, content = await _posted(request, section)
        try:
            report = await client.reports.patch(
                report_id, version, {"form": content}, include=("scorecard",), validate_only=True
            )
        except ApiError as error:
            return panel_problem(error)
        return panel(report, section.name)


def panel(report: ReportView, root: str) -> HTMLResponse:
    """The score panel alone."""
    return fragment("edit", "panel", **panel_context(report, root))


def panel_problem(error: ApiError) -> HTMLResponse:
    """The panel when there is no score for what was typed; shown in its place, whatever the status was."""
    lines = [str(error), *(one.detail for one in error.errors)]
    return fragment("edit", "panel", score=None, lines=lines, report_id=0)


def panel_context(report: ReportView, root: str) -> dict[str, Any]:
    """What the panel shows: totals, and the indicators that this page touches."""
    assert report.scorecard is not None  # noqa: S101 - asked for
    return {"score": score_view(report.scorecard, touches(root)), "lines": (), "report_id": report.id}


def _page(
    section: Section,
    report: ReportView,
    version: int,
    content: dict[str, Any],
    *,
    errors: tuple[ProblemError, ...] = (),
    stale: bool = False,
) -> HTMLResponse:
    parts = parts_of(section, content, errors)
    notices = []
    if stale:
        stored = parts_of(section, _stored(section, report), ())
        notices.append(_stale_notice(report, parts, stored))
    if wrong := wrong_inputs(parts):
        notices.append(Notice("有几处需要改正", wrong))
    elif errors:
        notices.append(Notice("没有保存", tuple(("", one.detail) for one in errors)))
    names = list(SECTIONS)
    at = names.index(section.name)
    return page(
        "edit",
        status=412 if stale else 422 if errors else 200,
        report=report,
        version=version,
        section=section,
        parts=parts,
        notices=notices,
        sections=SECTIONS.values(),
        following=names[at + 1] if at + 1 < len(names) else "",
        references=references(report.form) if section.name == "narrative" else (),
        **panel_context(report, section.name),
    )


def _stale_notice(report: ReportView, typed: tuple[PartView, ...], stored: tuple[PartView, ...]) -> Notice:
    """What was typed stands in the form; where the stored value differs, it is told beside it."""
    before = {one.name: one.value for part in stored for group in part.groups for one in group.inputs}
    lines = [
        (one.id, f"{one.label}：您填的是“{one.value}”，现在保存的是“{before.get(one.name, '没有这一行')}”")
        for part in typed
        for group in part.groups
        for one in group.inputs
        if before.get(one.name) != one.value
    ]
    title = (
        f"别人刚刚保存了第 {report.version} 版。您填的内容都还在下面，没有丢失；再按一次“保存”就在新版上保存您的内容。"
    )
    return Notice(title, tuple(lines))


def _stored(section: Section, report: ReportView) -> dict[str, Any]:
    return report.form.model_dump(mode="json", include=set(section.roots))


async def _posted(request: Request, section: Section) -> tuple[int, str, dict[str, Any]]:
    """The version that the page was made from, the button, and the content."""
    items = [(name, str(value)) for name, value in (await request.form(max_fields=20_000)).multi_items()]
    fields = dict(items)
    version = fields.get("version", "")
    return int(version) if version.isdecimal() else 0, fields.get("action", "save"), entered(section, items)


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise HTTPException(404)
    return SECTIONS[name]


def _after(report_id: int, section: Section, action: str) -> str:
    names = list(SECTIONS)
    at = names.index(section.name) + 1
    if action == "next" and at < len(names):
        return f"/reports/{report_id}/edit/{names[at]}"
    return f"/reports/{report_id}#{section.name}"
