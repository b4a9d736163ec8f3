"""The audit log, newest first, and whether its chain of digests holds."""

from typing import Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from app.client import Invalid, Jixiao
from app.contract.page import Page
from app.contract.people import AuditEntry
from app.contract.query import AuditFilter
from app.web.forms.posted import refusal
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.audit import KINDS, event_view

WORDS: Final = {"kind": "事件", "subject": "对象（不超过 80 个字）", "actor": "操作者（不超过 40 个字）"}
NOTHING: Final[Page[AuditEntry]] = Page(items=(), next=None)


def add_audit_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/audit")
    async def events(kind: str = "", subject: str = "", actor: str = "", after: str = "") -> HTMLResponse:
        asked = {"kind": kind.strip(), "subject": subject.strip(), "actor": actor.strip()}
        found, error = NOTHING, ""
        try:
            found = await client.audit.list(AuditFilter(**asked, after=after))
        except (Invalid, ValidationError) as refused:
            error = refusal(refused, WORDS)
        views = [event_view(one, shown_rights()) for one in found.items]
        context = {"events": views, "next": found.next, "after": after, "asked": asked, "kinds": KINDS}
        return page("audit", status=422 if error else 200, error=error, **context)

    @web.post("/audit/verify")
    async def verify() -> HTMLResponse:
        return page("audit_verified", found=await client.audit.verify())
