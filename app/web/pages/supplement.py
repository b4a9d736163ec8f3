"""补充数据: what the scheme needs and the form lacks, with the score beside it."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import ApiError, Invalid, Jixiao, Stale
from app.contract.problem import ProblemError
from app.contract.report import Include, ReportView
from app.contract.scoring import Scheme
from app.web.forms.content import put_right
from app.web.forms.supplement import entered_supplement
from app.web.pages.editing import BESIDE, SEE_OTHER, TOLD, panel_context, panel_problem
from app.web.templating import fragment, page
from app.web.views.beside import Hosts, changes, page_findings
from app.web.views.editing import Notice
from app.web.views.supplement import topics_of

INCLUDE: Final[tuple[Include, ...]] = ("scorecard", "findings", "scheme")


def add_supplement_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/supplement")
    async def ask(report_id: int) -> HTMLResponse:
        return _page(await client.reports.get(report_id, include=INCLUDE))

    @web.post("/reports/{report_id}/supplement")
    async def save(report_id: int, request: Request) -> Response:
        before = await client.reports.get(report_id, include=INCLUDE)
        version, action, patch, _ = await _posted(request, before)
        keeping = action == "save"
        try:
            report = await client.reports.patch(
                report_id,
                version,
                {"supplement": patch},
                include=() if keeping else INCLUDE,
                validate_only=not keeping,
            )
        except Stale:
            # The page is made anew on the stored version, with what was typed laid over it.
            report = await client.reports.patch(
                report_id, before.version, {"supplement": patch}, include=INCLUDE, validate_only=True
            )
            title = (
                f"别人刚刚保存了第 {before.version} 版。您填的内容都还在下面；再按一次“保存”就在新版上保存您的内容。"
            )
            return _page(report, version=before.version, notices=[Notice(title)], status=412)
        except Invalid as error:
            return _page(before, notices=[_problems(error.errors, str(error))], status=422)
        if keeping:
            return RedirectResponse(f"/reports/{report_id}/score", SEE_OTHER)
        return _page(report, version=version)

    @web.post("/reports/{report_id}/supplement/preview")
    async def preview(report_id: int, request: Request) -> HTMLResponse:
        before = await client.reports.get(report_id, include=("scheme",))
        version, _, patch, told = await _posted(request, before)
        try:
            report = await client.reports.patch(
                report_id, version, {"supplement": patch}, include=BESIDE, validate_only=True
            )
        except ApiError as error:
            return panel_problem(error, told)
        hosts = _hosts(before)
        found = page_findings(report, hosts)
        changed = changes(found, told, hosts)
        return fragment("edit", "live", changed=changed, **panel_context(report, "supplement", found))


def _page(
    report: ReportView, *, version: int | None = None, notices: list[Notice] | None = None, status: int = 200
) -> HTMLResponse:
    found = page_findings(report, _hosts(report))
    return page(
        "supplement",
        status=status,
        report=report,
        version=report.version if version is None else version,
        topics=topics_of(report),
        notices=notices or [],
        beside=found.beside,
        **panel_context(report, "supplement", found, stored=status == 422),
    )


def _hosts(report: ReportView) -> Hosts:
    """Findings are told at the questions, which are called as their evidence."""
    return Hosts("supplement", {name: one.title for name, one in _scheme(report).evidence.items()})


def _problems(errors: tuple[ProblemError, ...], detail: str) -> Notice:
    lines = [(one.pointer.removeprefix("/supplement/").replace("/", "-"), one.detail) for one in errors]
    return Notice("没有保存", tuple(lines) or (("", detail),))


async def _posted(request: Request, report: ReportView) -> tuple[int, str, dict[str, Any], str]:
    """The version that the page was made from, the button, the answers, and where findings are told on the page."""
    items = [(name, str(value)) for name, value in (await request.form()).multi_items()]
    fields = dict(items)
    version, action = fields.get("version", ""), fields.get("action", "save")
    patch = entered_supplement(_scheme(report).evidence, put_right(items, action))
    return int(version) if version.isdecimal() else 0, action, patch, fields.get(TOLD, "")


def _scheme(report: ReportView) -> Scheme:
    scheme = report.scoring_scheme
    assert isinstance(scheme, Scheme)  # noqa: S101 - asked for
    return scheme
