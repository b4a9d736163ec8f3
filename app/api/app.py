"""The JSON application: `/api/v1`, health and readiness. It decides every right, for the pages too."""

from fastapi import FastAPI
from fastapi.responses import Response

from app.api.description import describe, operation_id
from app.api.guard import Anyone, needs
from app.api.headers import json_response
from app.api.problems import add_problem_handlers
from app.api.routing import guarded
from app.api.services import Services
from app.api.v1.access import add_access_routes
from app.api.v1.attachments import add_attachment_routes
from app.api.v1.audit import add_audit_routes
from app.api.v1.bundles import add_bundle_routes
from app.api.v1.departments import add_department_routes
from app.api.v1.documents import add_document_routes
from app.api.v1.drafts import add_draft_routes
from app.api.v1.findings import add_finding_routes
from app.api.v1.follow_ups import add_follow_up_routes
from app.api.v1.jobs import add_job_routes
from app.api.v1.people import add_people_routes
from app.api.v1.presence import add_presence_routes
from app.api.v1.public_statistics import add_public_statistics_routes
from app.api.v1.publication_lists import add_publication_list_routes
from app.api.v1.publications import add_publication_routes
from app.api.v1.registers import add_register_routes
from app.api.v1.report_imports import add_report_import_routes
from app.api.v1.report_lists import add_report_list_routes
from app.api.v1.reports import add_report_routes
from app.api.v1.results import add_result_routes
from app.api.v1.review_queue import add_review_queue_routes
from app.api.v1.rounds import add_round_routes
from app.api.v1.schemes import add_scheme_routes
from app.api.v1.statistics import add_statistics_routes
from app.api.v1.waivers import add_waiver_routes
from app.api.v1.workflow import add_workflow_routes


def create_api(services: Services) -> FastAPI:
    """The API on `services`."""
    api = FastAPI(
        title="绩效 Jixiao",
        version="1",
        summary="部门整体支出绩效自评：每一分由数据算出并说明理由",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.router.route_class = guarded(services.access)
    add_problem_handlers(api)
    # Routes are matched in order and included routers cost more, so the hot ones are registered first, directly.
    add_report_routes(api, services)
    add_report_list_routes(api, services)
    add_workflow_routes(api, services)
    add_review_queue_routes(api, services)
    add_finding_routes(api, services)
    add_waiver_routes(api, services)
    add_presence_routes(api, services)
    add_department_routes(api, services)
    add_scheme_routes(api, services)
    add_draft_routes(api, services)
    add_job_routes(api, services)
    add_access_routes(api, services)
    add_people_routes(api, services)
    add_audit_routes(api, services)
    add_round_routes(api, services)
    add_result_routes(api, services)
    add_statistics_routes(api, services)
    add_follow_up_routes(api, services)
    add_attachment_routes(api, services)
    add_document_routes(api, services)
    add_register_routes(api, services)
    add_report_import_routes(api, services)
    add_publication_routes(api, services)
    add_publication_list_routes(api, services)
    add_bundle_routes(api, services)
    add_public_statistics_routes(api, services)

    @api.get("/healthz", tags=["health"], summary="进程是否活着")
    @needs(Anyone.OPEN)
    async def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @api.get("/readyz", tags=["health"], summary="是否可以提供服务", responses={503: {"description": "数据库未就绪"}})
    @needs(Anyone.OPEN)
    async def readyz() -> Response:
        """The database answers and has the newest migration; 503 where not."""
        if await services.database.ready():
            return json_response(b'{"status":"ready"}')
        return json_response(b'{"status":"unavailable"}', status=503)

    describe(api)
    return api
