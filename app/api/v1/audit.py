"""`/api/v1/events`: the audit log, to be read and verified; nobody can write to it over the interface."""

from dataclasses import asdict

from fastapi import FastAPI, Request
from pydantic_core import from_json

from app.api.description import described
from app.api.guard import actor_of, needs
from app.api.query import number_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.people import AuditBreak, AuditEntry, AuditVerification
from app.contract.query import AuditFilter
from app.domain.people.right import Right
from app.services.ports import EventQuery


def add_audit_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    audit = services.audit

    @api.get("/api/v1/events", tags=["audit"], summary="审计日志", openapi_extra=described(AuditFilter))
    @needs(Right.AUDIT_READ)
    async def list_events(request: Request) -> Page[AuditEntry]:
        """Events of one's regions, newest first."""
        wanted = query_of(AuditFilter, request)
        before = number_after(wanted.after) if wanted.after else None
        query = EventQuery((), wanted.kind, wanted.subject, wanted.actor, before, wanted.limit)
        found = await audit.page(actor_of(request), query)
        items = tuple(AuditEntry.model_validate({**asdict(one), "details": from_json(one.details)}) for one in found)
        return Page(items=items, next=str(found[-1].number) if len(found) == wanted.limit else None)

    @api.post("/api/v1/events:verify", tags=["audit"], summary="核对审计日志的摘要链")
    @needs(Right.AUDIT_READ)
    async def verify_events(request: Request) -> AuditVerification:  # noqa: ARG001 - every operation knows its caller
        """Go through the whole log and name every event that was changed, and every gap."""
        found = await audit.verify()
        breaks = tuple(AuditBreak(number=one.number, why=one.why) for one in found.breaks[:100])
        return AuditVerification(count=found.count, newest=found.newest, breaks=breaks)
