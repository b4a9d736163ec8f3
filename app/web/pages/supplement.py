"""补充数据: what the scheme needs and the form lacks, with the score beside it."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.client import ApiError, Invalid, Jixiao, Stale
from app.contract.problem import ProblemError
from app.contract.report import Include, ReportView
from app.contract.scoring import Scheme
from app.web.forms.content import put_right
from app.web.forms.editing import TOLD
from app.web.forms.supplement import entered_supplement
from app.web.pages.editing import SEE_OTHER, panel_context
from app.web.pages.keeping import kept, live_html, not_kept, opened_by_another, say_present
from app.web.session import viewer
from app.web.templating import page
from app.web.views.beside import Hosts, page_findings
from app.web.views.editing import Notice, clashes_of
from app.web.views.supplement import inputs_of, topics_of

INCLUDE: Final[tuple[Include, ...]] = ("scorecard", "findings", "scheme")


def add_supplement_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/supplement")
    async def ask(report_id: int) -> HTMLResponse:
        return _page(await client.reports.get(report_id, include=INCLUDE))

    @web.post("/reports/{report_id}/supplement")
    async def save(report_id: int, request: Request) -> Response:
        before = await client.reports.get(report_id, include=INCLUDE)
        version, action, patch, _, _ = await _posted(request, before)
        leaving = action == "save"
        keeping = leaving or bool((await request.form()).get("keeping"))
        try:
            report = await client.reports.patch(
                report_id,
                version,
                {"supplement": patch},
                include=() if leaving else INCLUDE,
                validate_only=not keeping,
                merge=keeping,
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
        if leaving:
            return RedirectResponse(f"/reports/{report_id}/score", SEE_OTHER)
        return _page(report, version=report.version if keeping else version)

    _add_keeping(web, client)


def _add_keeping(web: FastAPI, client: Jixiao) -> None:
    """Register what the script of the page asks for."""

    @web.post("/reports/{report_id}/supplement/keep")
    async def keep(report_id: int, request: Request) -> Response:
        """What the script of the page sends while somebody types: all of it, saved and merged."""
        before = await client.reports.get(report_id, include=("scheme",))
        version, _, patch, told, by = await _posted(request, before)
        if other := opened_by_another(by):
            return other
        try:
            report, touched = await kept(client, report_id, version, "supplement", patch)
        except ApiError as error:
            return not_kept(error)
        report = report.model_copy(update={"scoring_scheme": before.scoring_scheme})
        inputs, hosts = list(inputs_of(topics_of(report))), _hosts(before)
        found = page_findings(report, hosts)
        labels = {one.name: one.label for one in inputs} | dict(hosts.inputs)
        return JSONResponse(
            {
                "version": report.version,
                "html": live_html(report, "supplement", told, found, hosts),
                "clashes": [one.as_json() for one in clashes_of(labels, touched)],
                "errors": {one.name: one.error for one in inputs if one.error},
                "values": {one.name: one.value for one in inputs},
                "rows": {},
            }
        )

    @web.get("/reports/{report_id}/supplement/cells")
    async def cells(report_id: int) -> Response:
        """Every input of the page as it now stands, for the script: what others have changed since."""
        report = await client.reports.get(report_id, include=("scorecard", "scheme"))
        values = {one.name: one.value for one in inputs_of(topics_of(report))}
        return JSONResponse({"version": report.version, "values": values, "rows": {}})

    @web.post("/reports/{report_id}/supplement/present")
    async def present(report_id: int) -> Response:
        """That the page is open, and who else is editing."""
        return await say_present(client, report_id, "supplement")


def _page(
    report: ReportView, *, version: int | None = None, notices: list[Notice] | None = None, status: int = 200
) -> HTMLResponse:
    found, held = page_findings(report, _hosts(report)), viewer()
    return page(
        "supplement",
        status=status,
        report=report,
        version=report.version if version is None else version,
        topics=topics_of(report),
        notices=notices or [],
        by=held.key if held else "",
        beside=found.beside,
        **panel_context(report, "supplement", found, stored=status == 422),
    )


def _hosts(report: ReportView) -> Hosts:
    """Findings are told at the questions, which are called as their evidence."""
    return Hosts("supplement", {name: one.title for name, one in _scheme(report).evidence.items()})


def _problems(errors: tuple[ProblemError, ...], detail: str) -> Notice:
    lines = [(one.pointer.removeprefix("/supplement/").replace("/", "-"), one.detail) for one in errors]
    return Notice("没有保存", tuple(lines) or (("", detail),))


async def _posted(request: Request, report: ReportView) -> tuple[int, str, dict[str, Any], str, str]:
    """The version that the page was made from, the button, the answers, where findings are told on the page, and whom
    it was made for."""
    items = [(name, str(value)) for name, value in (await request.form()).multi_items()]
    fields = dict(items)
    version, action = fields.get("version", ""), fields.get("action", "save")
    patch = entered_supplement(_scheme(report).evidence, put_right(items, action))
    return int(version) if version.isdecimal() else 0, action, patch, fields.get(TOLD, ""), fields.get("by", "")


def _scheme(report: ReportView) -> Scheme:
    scheme = report.scoring_scheme
    assert isinstance(scheme, Scheme)  # noqa: S101 - asked for
    return scheme
