"""`/api/v1/whatifs` and `/api/v1/jobs`: long work, asked for now and answered when it is done."""

from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response
from pydantic_core import from_json, to_json

from app.api.description import described, problems
from app.api.examples import WHAT_IF
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import json_response
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.contract.job import Job, NewWhatIf, WhatIfView
from app.contract.page import Page
from app.contract.query import PageOptions
from app.contract.scoring import SchemeName
from app.domain.people.right import Right
from app.services.errors import NotFound
from app.services.ports import StoredJob
from app.services.whatif import WhatIfRequest


def add_job_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    jobs = services.jobs

    @api.post(
        "/api/v1/whatifs",
        status_code=202,
        response_model=WhatIfView,
        responses=problems(404, 422),
        tags=["schemes"],
        summary="用另一个方案重算一年的报告",
    )
    @needs(Right.WHAT_IF)
    async def create_what_if(wanted: Annotated[NewWhatIf, Body(examples=[WHAT_IF])], request: Request) -> Response:
        """Ask for a what-if; it is done by a worker. Its place is in `Location`."""
        new = (wanted.new.id, wanted.new.version) if isinstance(wanted.new, SchemeName) else wanted.new
        who = actor_of(request)
        asked = WhatIfRequest(wanted.fiscal_year, (wanted.old.id, wanted.old.version), new, who.places(Right.WHAT_IF))
        job = await jobs.add("what_if", who, await services.whatifs.checked(asked))
        return json_response(_what_if(job), status=202, headers={"Location": f"/api/v1/whatifs/{job.id}"})

    @api.get(
        "/api/v1/whatifs/{job_id}",
        response_model=WhatIfView,
        responses=problems(404),
        tags=["schemes"],
        summary="一次重算的进度和结果",
    )
    @needs(Right.WHAT_IF)
    async def get_what_if(job_id: Id, request: Request) -> Response:
        """How far it is, and what came of it."""
        job = await jobs.get(job_id, actor_of(request))
        if job.kind != "what_if":
            message = f"任务 {job_id} 不是重算，请从任务列表进入"
            raise NotFound(message)
        return json_response(_what_if(job))

    @api.get("/api/v1/jobs", tags=["jobs"], summary="任务列表", openapi_extra=described(PageOptions))
    @needs(Anyone.SETTLED)
    async def list_jobs(request: Request) -> Page[Job]:
        """Long work, newest first."""
        wanted = query_of(PageOptions, request)
        found = await jobs.page(actor_of(request), number_after(wanted.after) if wanted.after else None, wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(Job.model_validate(job_head(one)) for one in found), next=following)

    @api.get("/api/v1/jobs/{job_id}", tags=["jobs"], summary="一个任务的进度", responses=problems(404))
    @needs(Anyone.SETTLED)
    async def get_job(job_id: Id, request: Request) -> Job:
        """How far it is."""
        return Job.model_validate(job_head(await jobs.get(job_id, actor_of(request))))

    @api.post("/api/v1/jobs/{job_id}:cancel", tags=["jobs"], summary="取消一个任务", responses=problems(404))
    @needs(Anyone.SETTLED)
    async def cancel_job(job_id: Id, request: Request) -> Job:
        """Stop it; what has ended stays as it is."""
        return Job.model_validate(job_head(await jobs.cancel(job_id, actor_of(request))))


def job_head(job: StoredJob) -> dict[str, Any]:
    """A job as the contract has it."""
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "created_at": job.created_at,
        "ended_at": job.ended_at or None,
        "error": job.error,
    }


def _what_if(job: StoredJob) -> bytes:
    asked: dict[str, Any] = from_json(job.request)
    new = asked["new"]
    names = {"from": asked["old"], "to": [new["id"], new["version"]] if isinstance(new, dict) else new}
    more = {
        "fiscal_year": asked["fiscal_year"],
        **{side: {"id": name[0], "version": name[1]} for side, name in names.items()},
        "result": from_json(job.result) if job.result else None,
    }
    return to_json({**job_head(job), **more})
