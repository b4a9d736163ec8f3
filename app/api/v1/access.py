"""`/api/v1/sessions` and `/api/v1/me`: signing in and out, one's own sessions and password."""

from datetime import datetime
from typing import Annotated

from fastapi import Body, FastAPI, Request, Response

from app.api.description import problems
from app.api.examples import PASSWORD_CHANGE, SIGN_IN
from app.api.guard import Anyone, actor_of, needs
from app.api.query import Id
from app.api.services import Services
from app.contract.people import Me, PasswordChange, RoleHeld, Session, SignedIn, SignIn
from app.domain.people.actor import Actor


def add_access_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    access = services.access

    @api.post("/api/v1/sessions", status_code=201, tags=["access"], summary="登录", responses=problems(401, 422))
    @needs(Anyone.OPEN)
    async def sign_in(given: Annotated[SignIn, Body(examples=[SIGN_IN])], request: Request) -> SignedIn:
        """Begin a session: 30 minutes without use or 8 hours end it. The words of a refusal tell nothing."""
        agent = request.headers.get("user-agent", "")
        number = request.scope["state"].get("request_id", "")
        token, actor = await access.sign_in(given.login, given.password, agent, number)
        return SignedIn(token=token, me=_me(actor))

    @api.get("/api/v1/sessions", tags=["access"], summary="自己的登录", responses=problems(401))
    @needs(Anyone.SIGNED_IN)
    async def list_sessions(request: Request) -> tuple[Session, ...]:
        """One's own sessions, newest first."""
        who = actor_of(request)
        return tuple(
            Session(
                id=one.id,
                created_at=datetime.fromisoformat(one.created_at),
                seen_at=datetime.fromisoformat(one.seen_at),
                agent=one.agent,
                current=one.id == who.session,
            )
            for one in await access.sessions(who)
        )

    @api.delete(
        "/api/v1/sessions/current", status_code=204, response_model=None, tags=["access"], summary="退出登录",
        responses=problems(401),
    )  # fmt: skip
    @needs(Anyone.SIGNED_IN)
    async def sign_out(request: Request) -> Response:
        """End this session."""
        who = actor_of(request)
        await access.end_session(who, who.session)
        return Response(status_code=204)

    @api.delete(
        "/api/v1/sessions/{session_id}", status_code=204, response_model=None, tags=["access"],
        summary="结束自己的一个登录", responses=problems(401, 404),
    )  # fmt: skip
    @needs(Anyone.SIGNED_IN)
    async def end_session(session_id: Id, request: Request) -> Response:
        """End one of one's own sessions, perhaps on another machine."""
        await access.end_session(actor_of(request), session_id)
        return Response(status_code=204)

    @api.get("/api/v1/me", tags=["access"], summary="当前登录的人", responses=problems(401))
    @needs(Anyone.SIGNED_IN)
    async def get_me(request: Request) -> Me:
        """Who calls, with their roles and rights."""
        return _me(actor_of(request))

    @api.put(
        "/api/v1/me/password", status_code=204, response_model=None, tags=["access"], summary="改自己的密码",
        responses=problems(401, 422),
    )  # fmt: skip
    @needs(Anyone.SIGNED_IN)
    async def change_password(
        change: Annotated[PasswordChange, Body(examples=[PASSWORD_CHANGE])], request: Request
    ) -> Response:
        """Another password; one's other sessions end."""
        await access.change_password(actor_of(request), change.old, change.new)
        return Response(status_code=204)


def _me(actor: Actor) -> Me:
    rights = sorted({right for grant in actor.grants for right in grant.rights})
    roles = tuple(
        RoleHeld(role=grant.role, place=grant.place.kind, key=grant.place.key)
        for grant in actor.grants
        if grant.role is not None
    )
    return Me(
        kind="user" if actor.kind == "user" else "token",
        id=actor.id,
        login=actor.login,
        name=actor.name,
        title=actor.title,
        must_change_password=actor.must_change_password,
        rights=tuple(rights),
        roles=roles,
    )
