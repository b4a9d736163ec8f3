"""The pages: a client of the API and nothing else."""

from typing import Final

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.client import Jixiao
from app.web.errors import add_error_pages
from app.web.look import Looking
from app.web.pages.access import add_access_pages
from app.web.pages.attachments import add_attachment_pages
from app.web.pages.audit import add_audit_pages
from app.web.pages.checks import add_check_pages
from app.web.pages.desk import add_desk_pages
from app.web.pages.documents import add_document_pages
from app.web.pages.draft_item import add_draft_item_pages
from app.web.pages.drafts import add_draft_pages
from app.web.pages.editing import add_editing_pages
from app.web.pages.evidence import add_evidence_pages
from app.web.pages.findings import add_finding_pages
from app.web.pages.follow_ups import add_follow_up_pages
from app.web.pages.history import add_history_pages
from app.web.pages.imports import add_import_pages
from app.web.pages.keeping import add_keeping_pages
from app.web.pages.looking import add_looking_pages
from app.web.pages.new_scheme import add_new_scheme_pages
from app.web.pages.organisation import add_organisation_pages
from app.web.pages.own_indicators import add_own_indicator_pages
from app.web.pages.people import add_people_pages
from app.web.pages.public.report import add_published_report_pages
from app.web.pages.public.results import add_published_result_pages
from app.web.pages.public_bundles import add_public_bundle_pages
from app.web.pages.re_evaluations import add_re_evaluation_pages
from app.web.pages.report import add_report_pages
from app.web.pages.report_imports import add_report_import_pages
from app.web.pages.reports import add_list_pages
from app.web.pages.result_statistics import add_result_statistics_pages
from app.web.pages.results import add_result_pages
from app.web.pages.review import add_review_pages
from app.web.pages.round_moves import add_round_move_pages
from app.web.pages.round_planning import add_round_planning_pages
from app.web.pages.round_reports import add_round_report_pages
from app.web.pages.rounds import add_round_pages
from app.web.pages.schemes import add_scheme_pages
from app.web.pages.signing import add_signing_pages
from app.web.pages.supplement import add_supplement_pages
from app.web.pages.tasks import add_task_pages
from app.web.pages.tokens import add_token_pages
from app.web.pages.units import add_unit_pages
from app.web.pages.whatif import add_what_if_pages
from app.web.session import Cookies, SignedIn
from app.web.templating import STATIC

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "HX-Request",
}


def create_web(client: Jixiao, *, secure: bool = False) -> FastAPI:
    """The pages on `client`. `secure`: they are reached by HTTPS, so cookies go over nothing else."""
    cookies = Cookies(secure=secure)
    web = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            Middleware(SecurityHeaders, secure=secure),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
            Middleware(SignedIn, cookies=cookies),
            Middleware(Looking),
        ],
    )
    add_error_pages(web)
    add_access_pages(web, client, cookies)
    add_looking_pages(web, secure=secure)
    add_list_pages(web, client)
    add_task_pages(web, client)
    add_desk_pages(web, client)
    add_signing_pages(web, client)
    add_review_pages(web, client)
    add_evidence_pages(web, client)
    add_unit_pages(web, client)
    add_report_pages(web, client)
    add_history_pages(web, client)
    add_finding_pages(web, client)

    add_check_pages(web, client)
    add_re_evaluation_pages(web, client)
    add_follow_up_pages(web, client)
    add_editing_pages(web, client)
    add_keeping_pages(web, client)
    add_supplement_pages(web, client)
    add_own_indicator_pages(web, client)
    add_new_scheme_pages(web, client)
    add_draft_pages(web, client)
    add_draft_item_pages(web, client)
    add_scheme_pages(web, client)
    add_what_if_pages(web, client)
    add_attachment_pages(web, client)
    add_document_pages(web, client)
    add_round_pages(web, client)
    add_round_planning_pages(web, client)
    add_round_move_pages(web, client)
    add_round_report_pages(web, client)
    add_result_pages(web, client)
    add_result_statistics_pages(web, client)
    add_import_pages(web, client)
    add_report_import_pages(web, client)
    add_token_pages(web, client)
    add_people_pages(web, client)
    add_organisation_pages(web, client)
    add_audit_pages(web, client)
    add_published_result_pages(web, client)
    add_public_bundle_pages(web, client)
    add_published_report_pages(web, client)
    web.mount("/static", StaticFiles(directory=STATIC))
    return web


class SecurityHeaders:
    """The headers of every page; static files carry their hash in the address and may be kept for ever.

    Public pages are the same for everybody and may be kept for a minute, as what they show.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"} if secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add them to one answer."""
        path = scope["path"] if scope["type"] == "http" else ""
        kept = "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
        public = path == "/public" or path.startswith("/public/")

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                headers["Cache-Control"] = "public, max-age=60" if public and message["status"] == 200 else kept
            await send(message)

        await self._app(scope, receive, secured)
