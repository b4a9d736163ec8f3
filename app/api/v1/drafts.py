"""`/api/v1/scheme-drafts`: schemes on their way to publication."""

from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, described, problems
from app.api.examples import MOVE, NEW_DRAFT
from app.api.guard import actor_of, needs
from app.api.headers import etag, expected_version, json_response
from app.api.problems import Refused
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.contract.draft import DraftDoubt, DraftEdit, DraftMove, DraftSummary, DraftView, NewDraft, ReadAnnex
from app.contract.page import Page
from app.contract.query import AnnexHead, PageOptions
from app.contract.scoring import SchemeFinding
from app.domain.checks.settings import compile_new
from app.domain.people.right import Right
from app.domain.scoring.draft import Doubt
from app.domain.scoring.lint import examine
from app.services.drafts import NumberedDraft

EITHER: Final = (Right.SCHEME_WRITE, Right.SCHEME_REVIEW)
"""Who writes drafts hands them in, who reviews them approves, returns and publishes; both read them."""


def add_draft_routes(api: FastAPI, services: Services) -> None:  # noqa: C901 - a list of short routes
    """Register the routes."""
    drafts = services.drafts

    @api.get("/api/v1/scheme-drafts", tags=["schemes"], summary="方案草稿列表", openapi_extra=described(PageOptions))
    @needs(EITHER)
    async def list_drafts(request: Request) -> Page[DraftSummary]:
        """Drafts in the order of their beginning, published ones included."""
        wanted = query_of(PageOptions, request)
        found = await drafts.page(actor_of(request), number_after(wanted.after), wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(DraftSummary.model_validate(_summary(one)) for one in found), next=following)

    @api.post(
        "/api/v1/scheme-drafts",
        status_code=201,
        response_model=DraftView,
        responses=problems(404, 422),
        tags=["schemes"],
        summary="新建方案草稿",
    )
    @needs(Right.SCHEME_WRITE)
    async def create_draft(new: Annotated[NewDraft, Body(examples=[NEW_DRAFT])], request: Request) -> Response:
        """Begin a draft: with a document of its own, or as the next version of a published scheme."""
        if (new.content is None) == (new.copy_of is None):
            raise Refused(422, "invalid", "content 和 copy_of 应当只写一个")
        if new.copy_of is not None:
            made = await drafts.next_version(new.copy_of.id, new.copy_of.version, actor_of(request))
        else:
            assert new.content is not None  # noqa: S101 - one of the two is there
            made = await drafts.create(new.content.document, _doubts(new.content.doubts), actor_of(request))
        return _answer(made, status=201)

    @api.post(
        "/api/v1/scheme-drafts:read",
        response_model=ReadAnnex,
        responses=problems(422),
        tags=["schemes"],
        summary="把评分表附件（Word、Excel、文本）读成方案草稿，不保存",
        openapi_extra={
            **described(AnnexHead),
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            },
        },
    )
    @needs(Right.SCHEME_WRITE)
    async def read_draft(request: Request) -> Response:
        """The table as a document for a draft: rules where the wording is certain, a doubt where it is not."""
        head = query_of(AnnexHead, request)
        found = await drafts.read(await request.body(), head.name, head.model_dump(exclude={"name"}))
        read = ReadAnnex(
            document=found.document,
            doubts=tuple(DraftDoubt(item=one.item, text=one.text) for one in found.doubts),
            leftovers=found.leftovers,
        )
        return json_response(read.model_dump_json().encode())

    @api.get(
        "/api/v1/scheme-drafts/{draft_id}",
        response_model=DraftView,
        responses=problems(404),
        tags=["schemes"],
        summary="取得一份方案草稿",
    )
    @needs(EITHER)
    async def get_draft(draft_id: Id, request: Request) -> Response:
        """The draft with everything that is wrong with it or left open."""
        return _answer(await drafts.get(draft_id, actor_of(request)))

    @api.put(
        "/api/v1/scheme-drafts/{draft_id}",
        response_model=DraftView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["schemes"],
        summary="更新方案草稿",
        openapi_extra=described(None, IF_MATCH),
    )
    @needs(Right.SCHEME_WRITE)
    async def put_draft(draft_id: Id, edit: DraftEdit, request: Request) -> Response:
        """Another document; it may be unfinished. Wants If-Match."""
        expected = expected_version(request)
        who = actor_of(request)
        return _answer(await drafts.replace(draft_id, expected, edit.document, _doubts(edit.doubts), who))

    @api.post(
        "/api/v1/scheme-drafts/{draft_id}:move",
        response_model=DraftView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["schemes"],
        summary="送复核、复核、退回、发布方案草稿",
        openapi_extra=described(None, IF_MATCH),
    )
    @needs(EITHER)
    async def move_draft(
        draft_id: Id, wanted: Annotated[DraftMove, Body(examples=[MOVE])], request: Request
    ) -> Response:
        """Hand in, review (by a second person), give back with a reason, publish. Wants If-Match."""
        expected = expected_version(request)
        if wanted.move == "return" and not wanted.remark:
            raise Refused(422, "invalid", "退回要写明原因")
        return _answer(await drafts.move(draft_id, expected, wanted.move, actor_of(request), wanted.remark))

    @api.delete(
        "/api/v1/scheme-drafts/{draft_id}",
        status_code=204,
        response_model=None,
        responses=problems(404, 412, 428),
        tags=["schemes"],
        summary="删除方案草稿",
        openapi_extra=described(None, IF_MATCH),
    )
    @needs(Right.SCHEME_WRITE)
    async def delete_draft(draft_id: Id, request: Request) -> Response:
        """Throw it away; what was published from it stays. Wants If-Match."""
        await drafts.delete(draft_id, expected_version(request), actor_of(request))
        return Response(status_code=204)


def _doubts(given: tuple[DraftDoubt, ...]) -> list[Doubt]:
    return [Doubt(one.item, one.text) for one in given]


def _summary(numbered: NumberedDraft) -> dict[str, Any]:
    draft = numbered.draft
    return {
        "id": numbered.id,
        "version": draft.version,
        "state": draft.state,
        "title": str(draft.document.get("title") or "未命名的方案"),
        "authors": draft.authors,
        "reviewer": draft.reviewer,
        "updated_at": draft.updated_at,
    }


def _answer(numbered: NumberedDraft, status: int = 200) -> Response:
    draft = numbered.draft
    view = DraftView(
        **_summary(numbered),
        document=draft.document,
        doubts=tuple(DraftDoubt(item=one.item, text=one.text) for one in draft.doubts),
        remark=draft.remark,
        history=draft.history,
        created_at=draft.created_at,
        findings=tuple(SchemeFinding(**asdict(one)) for one in examine(draft.document, compile_new)),
    )
    headers = {"ETag": etag(draft.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/scheme-drafts/{numbered.id}"
    return json_response(view.model_dump_json().encode(), status=status, headers=headers)
