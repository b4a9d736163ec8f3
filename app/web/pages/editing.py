"""Editing a section of the form, with the score beside it. Whatever was typed is kept, saved or not."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.client import ApiError, Invalid, Jixiao, Stale
from app.contract.problem import ProblemError
from app.contract.report import Include, ReportView
from app.web.forms.content import changed_rows, entered, put_right, with_total
from app.web.sections import SECTIONS, Section
from app.web.templating import fragment, page
from app.web.views.beside import PageFindings, changes, names_told, page_findings
from app.web.views.editing import Notice, PartView, hosts_of, parts_of, wrong_inputs
from app.web.views.official_form import references
from app.web.views.score import score_view, touches

SEE_OTHER = 303
BESIDE: Final[tuple[Include, ...]] = ("scorecard", "findings")
TOLD: Final = "findings-told"
"""The field of the panel that names the places beside which findings are told; no evidence is called so."""


def add_editing_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/edit/{name}")
    async def edit(report_id: int, name: str) -> HTMLResponse:
        section = _section(name)
        report = await client.reports.get(report_id, include=BESIDE)
        return _page(section, report, report.version, _stored(section, report))

    @web.post("/reports/{report_id}/edit/{name}")
    async def save(report_id: int, name: str, request: Request) -> Response:
        section = _section(name)
        typed = await _posted(request, section)
        keeping = typed.action in ("save", "next")
        try:
            report = await client.reports.patch(
                report_id,
                typed.version,
                {"form": typed.content},
                include=() if keeping else BESIDE,
                validate_only=not keeping,
            )
        except Stale:
            report = await client.reports.get(report_id, include=BESIDE)
            return _page(section, report, report.version, typed.content, stale=True)
        except Invalid as error:
            report = await client.reports.get(report_id, include=BESIDE)
            return _page(section, report, typed.version, typed.content, errors=error.errors)
        if keeping:
            return RedirectResponse(_after(report_id, section, typed.action), SEE_OTHER)
        return _page(section, report, typed.version, typed.content, focus=typed.put_right)

    @web.post("/reports/{report_id}/edit/{name}/preview")
    async def preview(report_id: int, name: str, request: Request) -> HTMLResponse:
        section = _section(name)
        typed = await _posted(request, section)
        try:
            report = await client.reports.patch(
                report_id, typed.version, {"form": typed.content}, include=BESIDE, validate_only=True
            )
        except ApiError as error:
            return panel_problem(error, typed.told)
        hosts = hosts_of(parts_of(section, typed.content, ()))
        found = page_findings(report, hosts)
        changed = changes(found, typed.told, hosts)
        return fragment("edit", "live", changed=changed, **panel_context(report, section.name, found))


def panel_problem(error: ApiError, told: str) -> HTMLResponse:
    """The panel when there is no score for what was typed; shown in its place, whatever the status was.

    What is `told` beside the inputs is left as it is.
    """
    lines = [str(error), *(one.detail for one in error.errors)]
    return fragment("edit", "live", score=None, lines=lines, told=told, changed=())


def panel_context(report: ReportView, root: str, found: PageFindings, *, stored: bool = False) -> dict[str, Any]:
    """What the panel shows: findings, totals, and the indicators that this page touches.

    `stored`: it is about what is stored, since what was typed could not be examined.
    """
    assert report.scorecard is not None  # noqa: S101 - asked for
    return {
        "score": score_view(report.scorecard, touches(root)),
        "lines": (),
        "report_id": report.id,
        "found": found,
        "told": names_told(found),
        "stored": stored,
    }


def _page(
    section: Section,
    report: ReportView,
    version: int,
    content: dict[str, Any],
    *,
    errors: tuple[ProblemError, ...] = (),
    stale: bool = False,
    focus: str = "",
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
    found = page_findings(report, hosts_of(parts))
    return page(
        "edit",
        status=412 if stale else 422 if errors else 200,
        report=report,
        version=version,
        section=section,
        parts=parts,
        notices=notices,
        focus=focus,
        beside=found.beside,
        changed=(),
        sections=SECTIONS.values(),
        following=names[at + 1] if at + 1 < len(names) else "",
        references=references(report.form) if section.name == "narrative" else (),
        **panel_context(report, section.name, found, stored=stale or bool(errors)),
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


@dataclass(frozen=True, slots=True)
class _Typed:
    """What the form of a page has sent: its content with what the button was to change in it."""

    version: int
    """The version that the page was made from."""
    action: str
    content: dict[str, Any]
    told: str
    """The names of the places beside which findings are told on the page."""
    put_right: str
    """The name of the input that a finding's button has written."""


async def _posted(request: Request, section: Section) -> _Typed:
    items = [(name, str(value)) for name, value in (await request.form(max_fields=20_000)).multi_items()]
    fields = dict(items)
    version, action = fields.get("version", ""), fields.get("action", "save")
    content = entered(section, put_right(items, action))
    if action.startswith(("add:", "remove:")):
        content = changed_rows(content, action)
    elif action.startswith("total:"):
        content = with_total(content, action)
    fixed = action.partition("=")[0].removeprefix("fix:") if action.startswith("fix:") else ""
    return _Typed(int(version) if version.isdecimal() else 0, action, content, fields.get(TOLD, ""), fixed)


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
