"""`/api/v1/published-bundles`: a year's published results as one archive that needs no server."""

from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response
from pydantic_core import from_json, to_json

from app.api.description import problems
from app.api.examples import NEW_BUNDLE
from app.api.guard import actor_of, needs
from app.api.headers import disposition, json_response
from app.api.query import Id
from app.api.services import Services
from app.api.v1.jobs import job_head
from app.contract.publication import BundleView, NewBundle
from app.domain.people.right import Right
from app.services.bundling import REQUEST
from app.services.ports import StoredJob


def add_bundle_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    bundling = services.bundling

    @api.post(
        "/api/v1/published-bundles", status_code=202, response_model=BundleView, tags=["published"],
        summary="把一个年度的公开结果打包，不用服务器也能看、能核对", responses=problems(403, 422),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def create_bundle(wanted: Annotated[NewBundle, Body(examples=[NEW_BUNDLE])], request: Request) -> Response:
        """Ask for pages, PDF, Excel, data, schemes, manifest and checksums in one archive; a worker writes it."""
        job = await bundling.ask(wanted.region, wanted.fiscal_year, actor_of(request))
        return json_response(_view(job), status=202, headers={"Location": f"/api/v1/published-bundles/{job.id}"})

    @api.get(
        "/api/v1/published-bundles/{bundle_id}", response_model=BundleView, tags=["published"],
        summary="打包的进度", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def get_bundle(bundle_id: Id, request: Request) -> Response:
        """How far it is."""
        return json_response(_view(await bundling.get(bundle_id, actor_of(request))))

    @api.get(
        "/api/v1/published-bundles/{bundle_id}/content", response_model=bytes, response_class=Response,
        responses={200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
                   **problems(404, 409)},
        tags=["published"], summary="下载打好的包（ZIP）",
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def get_bundle_content(bundle_id: Id, request: Request) -> Response:
        """The archive; the same results give the same bytes."""
        name, data = await bundling.archive(bundle_id, actor_of(request))
        headers = {"Content-Disposition": disposition(name), "Cache-Control": "no-store"}
        return Response(data, 200, {**headers, "X-Content-Type-Options": "nosniff"}, "application/zip")


def _view(job: StoredJob) -> bytes:
    asked, made = REQUEST.validate_json(job.request), from_json(job.result) if job.result else {}
    told: dict[str, Any] = {
        **job_head(job),
        "region": asked.region,
        "fiscal_year": asked.fiscal_year,
        "digest": made.get("digest", ""),
        "size": made.get("size", 0),
    }
    return to_json(told)
