"""`/api/v1/accounts`, `/api/v1/tokens`: who has which role where, and which systems may call."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, described, problems
from app.api.examples import ACCOUNT_EDIT, NEW_ACCOUNT, NEW_TOKEN, ROLES
from app.api.guard import actor_of, needs
from app.api.headers import etag, expected_version, json_response
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.people import (
    Account,
    AccountEdit,
    AccountWithPassword,
    NewAccount,
    NewToken,
    RoleHeld,
    RolesGiven,
    Token,
    TokenWithSecret,
)
from app.contract.query import PageOptions
from app.domain.people.account import Account as StoredAccount
from app.domain.people.account import RoleInPlace
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.services.people import NewAccount as AccountToMake
from app.services.people import NewToken as TokenToIssue
from app.services.ports import StoredToken


def add_people_routes(api: FastAPI, services: Services) -> None:  # noqa: C901 - a list of short routes
    """Register the routes."""
    people = services.people

    @api.get("/api/v1/accounts", tags=["people"], summary="用户列表", openapi_extra=described(PageOptions))
    @needs(Right.USER_READ)
    async def list_accounts(request: Request) -> Page[Account]:
        """Accounts of one's regions, in the order of their making."""
        wanted = query_of(PageOptions, request)
        found = await people.page(actor_of(request), number_after(wanted.after), wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(account_view(one) for one in found), next=following)

    @api.post(
        "/api/v1/accounts", status_code=201, response_model=AccountWithPassword, tags=["people"],
        summary="新建账号", responses=problems(403, 409, 422),
    )  # fmt: skip
    @needs(Right.USER_MANAGE)
    async def create_account(new: Annotated[NewAccount, Body(examples=[NEW_ACCOUNT])], request: Request) -> Response:
        """Make an account; its first password is told this once."""
        account, password = await people.create(AccountToMake(**new.model_dump()), actor_of(request))
        return _with_password(account, password, 201)

    @api.get(
        "/api/v1/accounts/{account_id}", response_model=Account, tags=["people"], summary="一个用户",
        responses=problems(404),
    )  # fmt: skip
    @needs(Right.USER_READ)
    async def get_account(account_id: Id, request: Request) -> Response:
        """One account; its ETag is its version."""
        return _account(await people.get(account_id, actor_of(request)))

    @api.put(
        "/api/v1/accounts/{account_id}", response_model=Account, tags=["people"], summary="改姓名、职务，停用或启用",
        responses=problems(403, 404, 412, 422, 428), openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.USER_MANAGE)
    async def put_account(
        account_id: Id, edit: Annotated[AccountEdit, Body(examples=[ACCOUNT_EDIT])], request: Request
    ) -> Response:
        """Change an account; disabling it ends its sessions. Wants If-Match."""
        expected = expected_version(request)
        return _account(await people.edit(account_id, expected, actor_of(request), **edit.model_dump()))

    @api.post(
        "/api/v1/accounts/{account_id}:reset-password", response_model=AccountWithPassword, tags=["people"],
        summary="重给初始密码", responses=problems(403, 404, 412, 428), openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.USER_MANAGE)
    async def reset_password(account_id: Id, request: Request) -> Response:
        """A new first password, told this once; the person's sessions end. Wants If-Match."""
        account, password = await people.reset_password(account_id, expected_version(request), actor_of(request))
        return _with_password(account, password, 200)

    @api.post(
        "/api/v1/accounts/{account_id}:unlock", response_model=Account, tags=["people"], summary="解除锁定",
        responses=problems(403, 404, 412, 428), openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROLE_GRANT)
    async def unlock_account(account_id: Id, request: Request) -> Response:
        """Let somebody try again who is locked out. Wants If-Match."""
        return _account(await people.unlock(account_id, expected_version(request), actor_of(request)))

    @api.put(
        "/api/v1/accounts/{account_id}/roles", response_model=Account, tags=["people"], summary="授予角色",
        responses=problems(403, 404, 409, 412, 422, 428), openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROLE_GRANT)
    async def put_roles(
        account_id: Id, given: Annotated[RolesGiven, Body(examples=[ROLES])], request: Request
    ) -> Response:
        """Just these roles; roles that one person cannot have together are 409. Wants If-Match."""
        roles = [RoleInPlace(one.role, Place(one.place, one.key)) for one in given.roles]
        return _account(await people.grant(account_id, expected_version(request), roles, actor_of(request)))

    @api.get("/api/v1/tokens", tags=["people"], summary="系统令牌列表", openapi_extra=described(PageOptions))
    @needs(Right.ROLE_GRANT)
    async def list_tokens(request: Request) -> Page[Token]:
        """API tokens of one's regions, with when each was last used."""
        wanted = query_of(PageOptions, request)
        found = await people.tokens(actor_of(request), number_after(wanted.after), wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(Token.model_validate(_token(one)) for one in found), next=following)

    @api.post(
        "/api/v1/tokens", status_code=201, response_model=TokenWithSecret, tags=["people"], summary="发放系统令牌",
        responses=problems(403, 422),
    )  # fmt: skip
    @needs(Right.ROLE_GRANT)
    async def create_token(new: Annotated[NewToken, Body(examples=[NEW_TOKEN])], request: Request) -> Response:
        """Issue an API token; its secret is told this once."""
        wanted = TokenToIssue(new.name, frozenset(new.rights), Place(new.place, new.key), new.days)
        token, secret = await people.issue(wanted, actor_of(request))
        told = TokenWithSecret(token=Token.model_validate(_token(token)), secret=secret)
        return json_response(told.model_dump_json().encode(), status=201)

    @api.delete(
        "/api/v1/tokens/{token_id}", status_code=204, response_model=None, tags=["people"], summary="作废系统令牌",
        responses=problems(404),
    )  # fmt: skip
    @needs(Right.ROLE_GRANT)
    async def revoke_token(token_id: Id, request: Request) -> Response:
        """Make a token useless, at once and for good."""
        await people.revoke(token_id, actor_of(request))
        return Response(status_code=204)


def account_view(account: StoredAccount) -> Account:
    """An account as the API answers it: no hash leaves the service."""
    return Account(
        id=account.id,
        version=account.version,
        login=account.login,
        name=account.name,
        title=account.title,
        region=account.region,
        roles=tuple(RoleHeld(role=one.role, place=one.place.kind, key=one.place.key) for one in account.roles),
        disabled=account.disabled,
        must_change_password=account.must_change,
        locked_until=account.locked_until,
    )


def _account(account: StoredAccount) -> Response:
    return json_response(account_view(account).model_dump_json().encode(), headers={"ETag": etag(account.version)})


def _with_password(account: StoredAccount, password: str, status: int) -> Response:
    told = AccountWithPassword(account=account_view(account), password=password)
    headers = {"ETag": etag(account.version), "Cache-Control": "no-store"}
    if status == 201:
        headers["Location"] = f"/api/v1/accounts/{account.id}"
    return json_response(told.model_dump_json().encode(), status=status, headers=headers)


def _token(token: StoredToken) -> dict[str, Any]:
    shown = {name: value for name, value in asdict(token).items() if name not in ("secret_hash", "place")}
    return {
        **shown,
        "place": token.place.kind,
        "key": token.place.key,
        "used_at": token.used_at or None,
        "revoked_at": token.revoked_at or None,
    }
