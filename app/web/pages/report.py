"""One report to read: the official form, the explanation of its score, its history."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.contract.form import Form, field_at, tokens_of
from app.contract.report import STATE_NAMES, Change
from app.web.formatting import cell
from app.web.sections import SECTIONS
from app.web.templating import page
from app.web.views.official_form import finance_tables, scoring_lines, target_lines
from app.web.views.score import score_view


def add_report_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}")
    async def show(report_id: int) -> HTMLResponse:
        report = await client.reports.get(report_id, include=("scorecard",))
        card = report.scorecard
        assert card is not None  # noqa: S101 - asked for
        return page(
            "report",
            report=report,
            form=report.form.model_dump(mode="json"),
            tables=finance_tables(report.form),
            targets=target_lines(report.form),
            lines=scoring_lines(report.form, card),
            score=score_view(card),
            sections=SECTIONS.values(),
            state=STATE_NAMES[report.state],
        )

    @web.get("/reports/{report_id}/score")
    async def explain(report_id: int) -> HTMLResponse:
        report = await client.reports.get(report_id, include=("scorecard",))
        assert report.scorecard is not None  # noqa: S101 - asked for
        return page("score", report=report, card=report.scorecard, score=score_view(report.scorecard))

    @web.get("/reports/{report_id}/history")
    async def history(report_id: int, after: str = "") -> HTMLResponse:
        report = await client.reports.get(report_id)
        found = await client.reports.revisions(report_id, after=after or None)
        told = [(one, [_told(change) for change in one.changes]) for one in found.items]
        return page("history", report=report, revisions=told, next=found.next)


def _told(change: Change) -> tuple[str, str, str]:
    """(where, old, new) of a change, in the words of the form."""
    sent = change.model_fields_set
    old = _shown(change.old) if "old" in sent else "（没有这一格）"
    return _where(change.pointer), old, _shown(change.new) if "new" in sent else "（删去）"


def _shown(value: object) -> str:
    if isinstance(value, dict) and not {"none", "not_applicable", "unread"} & set(value):
        return "；".join(f"{one}" for one in map(_shown, value.values()) if one != "（空）") or "（空）"
    if isinstance(value, bool):
        return "符合" if value else "不符合"
    return cell(value) or "（空）"


def _where(pointer: str) -> str:
    """A pointer as the labels on the form: 基本概况 · 实有人数."""
    part, *tokens = tokens_of(pointer)
    if part != "form":
        return f"补充数据 · {' · '.join(tokens)}"
    words = []
    for depth, token in enumerate(tokens, start=1):
        field = field_at(Form, "/" + "/".join(tokens[:depth]))
        words.append(f"第 {int(token) + 1} 行" if token.isdecimal() else (field.title if field else None) or token)
    return " · ".join(words)
