"""`/api/v1/reports/{id}/presence`: who is editing a report."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import problems
from app.api.guard import actor_of, needs
from app.api.headers import json_response
from app.api.query import Id
from app.api.services import Services
from app.contract.presence import Here, Present, PresentPerson
from app.domain.people.right import Right


def add_presence_routes(api: FastAPI, services: Services) -> None:
    """Register the route."""

    @api.post(
        "/api/v1/reports/{report_id}/presence",
        response_model=Present,
        responses=problems(403, 404, 422),
        tags=["reports"],
        summary="告知正在填写，并取得还有谁在填写",
    )
    @needs(Right.REPORT_FILL)
    async def say_here(report_id: Id, here: Here, request: Request) -> Response:
        """The caller is editing; answered with the report's version and with whoever else is. Say it every 20 s.

        It is forgotten after a minute, and is not in the audit log.
        """
        found = await services.presence.here(report_id, here.place, actor_of(request))
        others = tuple(
            PresentPerson.model_validate({"name": one.name, "place": one.place, "seen_at": one.seen_at})
            for one in found.others
        )
        return json_response(Present(version=found.version, others=others).model_dump_json().encode())
