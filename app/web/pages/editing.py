"""Editing the form, whole or by section, with the score beside it. Whatever was typed is kept, saved or not."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import Invalid, Jixiao, Stale
from app.contract.problem import ProblemError, TouchedCell
from app.contract.report import Include, ReportView
from app.web.forms.content import with_typed
from app.web.forms.editing import posted, section_named
from app.web.forms.pasting import Pasted
from app.web.sections import SECTIONS, WHOLE, Section
from app.web.session import viewer
from app.web.templating import page
from app.web.views.beside import PageFindings, names_told, page_findings
from app.web.views.editing import (
    Clash,
    Notice,
    PartView,
    carried_texts,
    clashes_of,
    hosts_of,
    labels_of,
    parts_of,
    texts_of,
    wrong_inputs,
)
from app.web.views.help import Help, help_for
from app.web.views.official_form import references
from app.web.views.score import score_view, touches
from app.web.views.section_map import map_of

SEE_OTHER = 303
BESIDE: Final[tuple[Include, ...]] = ("scorecard", "findings")
OPENED: Final[tuple[Include, ...]] = (*BESIDE, "last_year")
"""What the page shows when it is opened."""
KEEPING: Final = ("save", "next", "paste")
"""What buttons do that saves."""


def add_editing_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    helps: dict[str, Mapping[str, Help]] = {}

    async def _help(section: Section) -> Mapping[str, Help]:
        """The catalogue is asked for once: it changes with the program alone."""
        if not helps:
            catalogue = await client.checks()
            helps.update({one.name: help_for(one.parts, catalogue) for one in (*SECTIONS.values(), WHOLE)})
        return helps[section.name]

    @web.get("/reports/{report_id}/edit")
    async def edit_whole(report_id: int) -> HTMLResponse:
        return await edit(report_id, WHOLE.name)

    @web.get("/reports/{report_id}/edit/{name}")
    async def edit(report_id: int, name: str) -> HTMLResponse:
        section = section_named(name)
        report = await client.reports.get(report_id, include=OPENED)
        return _page(section, await _help(section), report, report.version, stored_content(section, report))

    @web.post("/reports/{report_id}/edit/{name}")
    async def save(report_id: int, name: str, request: Request) -> Response:
        section = section_named(name)
        typed = await posted(request, section)
        leaving = typed.action in ("save", "next")
        keeping = typed.keeping or typed.action in KEEPING
        try:
            report = await client.reports.patch(
                report_id,
                typed.version,
                {"form": typed.content},
                include=() if leaving else OPENED,
                validate_only=not keeping,
                merge=keeping,
            )
        except Stale as error:
            report = await client.reports.get(report_id, include=OPENED)
            content, clashing = _laid_over(section, report, typed.content, error.problem.touched)
            return _page(section, await _help(section), report, report.version, content, stale=clashing)
        except Invalid as error:
            report = await client.reports.get(report_id, include=OPENED)
            return _page(section, await _help(section), report, typed.version, typed.content, errors=error.errors)
        if leaving:
            return RedirectResponse(_after(report_id, section, typed.action), SEE_OTHER)
        notices = [_pasted_notice(typed.pasted)] if typed.pasted else []
        version = report.version if keeping else typed.version
        content = stored_content(section, report) if keeping else typed.content
        return _page(section, await _help(section), report, version, content, focus=typed.focus, notices=notices)


def panel_context(report: ReportView, root: str, found: PageFindings, *, stored: bool = False) -> dict[str, Any]:
    """What the panel shows: findings, totals, and the indicators that this page touches.

    `stored`: it is about what is stored, since what was typed could not be examined.
    """
    assert report.scorecard is not None  # noqa: S101 - asked for
    return {
        "score": score_view(report.scorecard, touches(root)),
        "report_id": report.id,
        "found": found,
        "told": names_told(found),
        "stored": stored,
    }


def _page(  # noqa: PLR0913 - a part of the page each
    section: Section,
    helps: Mapping[str, Help],
    report: ReportView,
    version: int,
    content: dict[str, Any],
    *,
    errors: tuple[ProblemError, ...] = (),
    stale: tuple[TouchedCell, ...] | None = None,
    focus: str = "",
    notices: list[Notice] | None = None,
) -> HTMLResponse:
    parts = parts_of(section, content, errors, carried_texts(report))
    told = list(notices or ())
    if stale is not None:
        told.append(_stale_notice(report, section, parts, clashes_of(labels_of(parts), stale)))
    if wrong := wrong_inputs(parts):
        told.append(Notice("有几处需要改正", wrong))
    elif errors:
        told.append(Notice("没有保存", tuple(("", one.detail) for one in errors)))
    names = list(SECTIONS)
    at = names.index(section.name) if section.name in SECTIONS else len(names)
    found = page_findings(report, hosts_of(parts))
    held = viewer()
    return page(
        "edit",
        status=412 if stale is not None else 422 if errors else 200,
        report=report,
        version=version,
        parts=parts,
        notices=told,
        focus=focus,
        beside=found.beside,
        helps=helps,
        changed=(),
        following=names[at + 1] if at + 1 < len(names) else "",
        references=references(report.form) if "narrative" in section.roots else (),
        by=held.key if held else "",
        **map_context(section, report, found),
        **panel_context(report, section.name, found, stored=stale is not None or bool(errors)),
    )


def map_context(section: Section, report: ReportView, found: PageFindings) -> dict[str, Any]:
    """What the map of the form shows beside `section`."""
    return {"section": section, "places": map_of(report, section), "first": next(iter(found.here), None)}


def _laid_over(
    section: Section, report: ReportView, typed: dict[str, Any], touched: tuple[TouchedCell, ...]
) -> tuple[dict[str, Any], tuple[TouchedCell, ...]]:
    """What was typed over what is stored now, where it is known what of it was changed; and the cells that clash."""
    if not touched:
        return typed, ()
    return with_typed(stored_content(section, report), touched), tuple(one for one in touched if one.conflict)


def _stale_notice(
    report: ReportView, section: Section, typed: tuple[PartView, ...], clashing: tuple[Clash, ...]
) -> Notice:
    """What was typed stands in the form; where somebody else has written something else, it is told beside it."""
    lines = [(one.id, f"{one.label}：您填的是“{one.yours}”，现在保存的是“{one.theirs}”") for one in clashing]
    if not clashing:
        before = texts_of(parts_of(section, stored_content(section, report), ()))["values"]
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


def _pasted_notice(done: Pasted) -> Notice:
    return Notice(f"已粘贴并保存 {done.rows} 行、{done.cells} 格", tuple(("", one) for one in done.left_out))


def stored_content(section: Section, report: ReportView) -> dict[str, Any]:
    """The section's part of the form as it is stored, as JSON."""
    return report.form.model_dump(mode="json", include=set(section.roots))


def _after(report_id: int, section: Section, action: str) -> str:
    if section is WHOLE:
        return f"/reports/{report_id}"
    names = list(SECTIONS)
    at = names.index(section.name) + 1
    if action == "next" and at < len(names):
        return f"/reports/{report_id}/edit/{names[at]}"
    return f"/reports/{report_id}#{section.name}"
