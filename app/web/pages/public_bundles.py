"""公开 for the performance office: what of a round is public, and its results as one archive."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import Jixiao
from app.web.session import shown_rights
from app.web.templating import fragment, page
from app.web.views.public import line_of, ranked

SEE_OTHER: Final = 303
LISTED: Final = 200


def add_public_bundle_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/rounds/{round_id:int}/public")
    async def public(round_id: int) -> HTMLResponse:
        there = await client.rounds.get(round_id)
        found = await client.published.list(region=there.region, fiscal_year=there.fiscal_year, limit=LISTED)
        gone = await client.published.list(
            region=there.region, fiscal_year=there.fiscal_year, withdrawn=True, limit=LISTED
        )
        return page(
            "round_public",
            one=there,
            lines=ranked(found.items),
            more=found.next is not None,
            withdrawn=[line_of(one) for one in gone.items],
            may=shown_rights(),
        )

    @web.post("/rounds/{round_id:int}/bundle")
    async def bundle(round_id: int) -> Response:
        there = await client.rounds.get(round_id)
        asked = await client.published.bundle(there.region, there.fiscal_year)
        return RedirectResponse(f"/bundles/{asked.id}", SEE_OTHER)

    @web.get("/bundles/{bundle_id:int}")
    async def show(bundle_id: int, request: Request) -> HTMLResponse:
        bundle = await client.published.bundled(bundle_id)
        context: dict[str, Any] = {"bundle": bundle, "open": bundle.state in ("waiting", "running")}
        if request.headers.get("hx-request") == "true":
            return fragment("bundle", "progress", **context)
        return page("bundle", **context)

    @web.get("/bundles/{bundle_id:int}/content")
    async def content(bundle_id: int) -> Response:
        found = await client.published.archive(bundle_id)
        return Response(
            found.data, headers={"Content-Type": found.media_type, "Content-Disposition": found.disposition}
        )
