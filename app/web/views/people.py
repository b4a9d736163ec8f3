"""An account as pages show it: its state and its roles in words."""

from dataclasses import dataclass
from datetime import datetime

from app.contract.people import RIGHT_NAMES, ROLE_NAMES, Account, Me, Token
from app.web.formatting import moment
from app.web.views.organisation import Organisation


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role; `value` names it in forms."""

    value: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """An account."""

    id: int
    login: str
    name: str
    title: str
    region: str
    roles: tuple[RoleView, ...]
    states: tuple[tuple[str, str], ...]
    """(kind of tag, words)."""
    locked: str
    """Until when; empty where they can sign in."""


@dataclass(frozen=True, slots=True)
class TokenView:
    """An API token."""

    id: int
    name: str
    rights: str
    place: str
    expires: str
    used: str
    issued: str
    state: tuple[str, str]
    usable: bool


def person_view(account: Account, organisation: Organisation, now: datetime) -> PersonView:
    """The account at that moment."""
    until = account.locked_until
    locked = moment(until) if until is not None and until > now else ""
    states = []
    if account.disabled:
        states.append(("unscored", "停用"))
    if locked:
        states.append(("needs_evidence", f"锁定到 {locked}"))
    if account.must_change_password:
        states.append(("judged", "初始密码"))
    roles = tuple(
        RoleView(f"{one.role}:{one.place}:{one.key}", ROLE_NAMES[one.role], organisation.place(one.place, one.key))
        for one in account.roles
    )
    return PersonView(
        account.id, account.login, account.name, account.title, account.region, roles, tuple(states), locked
    )


def token_view(token: Token, organisation: Organisation, now: datetime) -> TokenView:
    """The token at that moment."""
    usable = token.revoked_at is None and token.expires_at > now
    state = (
        ("computed", "有效") if usable else ("unscored", "已作废") if token.revoked_at else ("needs_evidence", "已过期")
    )
    return TokenView(
        token.id,
        token.name,
        "、".join(RIGHT_NAMES[right] for right in token.rights),
        organisation.place(token.place, token.key),
        moment(token.expires_at),
        moment(token.used_at) if token.used_at else "没有用过",
        f"{token.created_by}，{moment(token.created_at)}",
        state,
        usable,
    )


def own_region(me: Me) -> str:
    """The region that somebody looks after, to begin a form with."""
    return next((one.key for one in me.roles if one.place == "region"), "")
