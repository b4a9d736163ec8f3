"""`/api/v1/published-reports/{id}`: one public copy, for anybody; its ETag is the SHA-256 of its body.

Nothing personal is in it, it never changes, and once it is withdrawn it is answered with 410 and the reason.
"""

from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from app.api.description import IF_NONE_MATCH, described, problems
from app.api.examples import TRIED_FIGURES
from app.api.guard import Anyone, needs
from app.api.headers import FRESH, cached, disposition, json_response, unchanged
from app.api.query import Id, query_of
from app.api.services import Services
from app.contract.publication import PublicCopy, Recomputed, RecomputedRow, TriedFigures, TriedInput
from app.contract.query import DocumentOptions
from app.contract.scoring import Scheme, Scorecard
from app.domain.publication.recomputing import Recomputation
from app.services.exporting import Format

_CARD: Final = TypeAdapter(Scorecard)
_FILES: Final[dict[str, Any]] = {
    one.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in Format
}


def add_publication_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    publishing = services.publishing

    @api.get(
        "/api/v1/published-reports/{publication_id}", response_model=PublicCopy, tags=["published"],
        summary="一份公开的报告，含表式、补充数据和得分", responses=problems(404, 410),
        openapi_extra=described(None, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def get_published_report(publication_id: Id, request: Request) -> Response:
        """The exact bytes that were kept at publication; their SHA-256 is the digest in lists, and the ETag."""
        head, body = await publishing.body(publication_id)
        return cached(request, body, head.digest)

    @api.get(
        "/api/v1/published-reports/{publication_id}/scorecard", response_model=Scorecard, tags=["published"],
        summary="公布的得分和回执", responses=problems(404, 410), openapi_extra=described(None, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def get_published_scorecard(publication_id: Id, request: Request) -> Response:
        """Each point with its arithmetic and sentence, and the receipt by which it can be recomputed."""
        copy = await publishing.copy(publication_id)
        return cached(request, _CARD.dump_json(copy.scorecard, by_alias=True))

    @api.get(
        "/api/v1/published-reports/{publication_id}/scheme", response_model=Scheme, tags=["published"],
        summary="公布时所用的评分方案", responses=problems(404, 410), openapi_extra=described(None, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def get_published_scheme(publication_id: Id, request: Request) -> Response:
        """The scheme version, as canonical JSON: its SHA-256 is the digest in the copy, and the ETag."""
        stored = await publishing.scheme(publication_id)
        return cached(request, stored.document.encode(), stored.digest)

    @api.get(
        "/api/v1/published-reports/{publication_id}/document", response_model=bytes, response_class=Response,
        tags=["published"], summary="下载公开稿（Word、Excel、PDF、CSV、JSON）",
        responses={200: {"content": _FILES}, **problems(404, 410, 422, 503)},
        openapi_extra=described(DocumentOptions, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def get_published_document(publication_id: Id, request: Request) -> Response:
        """The official form, masked, as a file."""
        wanted = Format(query_of(DocumentOptions, request).format)
        head = await publishing.head(publication_id)
        tag = f'"{head.digest}-{wanted.value}"'
        if unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": FRESH})
        name, data = await publishing.file(publication_id, wanted)
        headers = {"Content-Type": wanted.media_type, "Content-Disposition": disposition(name), "ETag": tag}
        return Response(data, headers={**headers, "X-Content-Type-Options": "nosniff", "Cache-Control": FRESH})

    @api.post(
        "/api/v1/published-reports/{publication_id}:recompute", response_model=Recomputed, tags=["published"],
        summary="按公开的数据重算，可改数字试算", responses=problems(404, 410, 422),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def recompute_published_report(
        publication_id: Id, tried: Annotated[TriedFigures, Body(examples=[TRIED_FIGURES])]
    ) -> Response:
        """Compute a published score anew, as it is or with other figures; nothing is stored."""
        copy, found = await publishing.recomputed(publication_id, tried.figures)
        return json_response(_recomputed(publication_id, copy, found).model_dump_json(by_alias=True).encode())


def _recomputed(publication_id: int, copy: PublicCopy, found: Recomputation) -> Recomputed:
    return Recomputed(
        publication=publication_id,
        published=copy.points,
        published_rating=copy.rating,
        points=found.total.points,
        rating=found.total.rating,
        changed=found.changed,
        receipt=found.receipt,
        wrong=found.wrong,
        inputs=tuple(
            TriedInput(id=one.id, title=one.title, unit=one.unit, published=one.published, tried=one.tried)
            for one in found.inputs
        ),
        rows=tuple(
            RecomputedRow(
                id=one.id, title=one.title, published=one.published, recomputed=one.recomputed,
                confirmed=one.confirmed, score=one.score,
            )
            for one in found.rows
        ),
    )  # fmt: skip
