"""Who may call an operation: each names the right it needs, and one that names none does not start.

The right is looked for anywhere first (401, 403); whether it holds at the place of what is asked for is decided by the
use case, which answers 404 for what the caller may not even know of.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Any, Final, TypeVar

from fastapi import Request

from app.domain.people.actor import NOBODY, Actor, Forbidden
from app.domain.people.right import Right
from app.services.access import AccessService
from app.services.errors import NotSignedIn, PasswordExpired

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Anyone(Enum):
    """Operations that need no right of a role."""

    OPEN = "open"
    """Nobody need sign in: nothing of a department is told but what was published."""
    SIGNED_IN = "signed-in"
    """One's own account, whatever one's roles."""
    SETTLED = "settled"
    """Whoever has signed in and has no password to change first; what is not their own they do not find."""


Need = Right | Anyone | tuple[Right, ...]
"""Several rights: any of them, where one operation does what different people may."""
PLACE: Final = "needs"


def needs(need: Need) -> Callable[[Endpoint], Endpoint]:
    """Mark an operation with what it needs."""

    def marked(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, PLACE, need)
        return endpoint

    return marked


def rights_of(need: Need) -> tuple[Right, ...]:
    """The rights of which one is needed; none where whoever has signed in is let in."""
    if isinstance(need, Anyone):
        return ()
    return (need,) if isinstance(need, Right) else need


def need_of(endpoint: Callable[..., Any]) -> Need:
    """What an operation needs. Raises TypeError where nobody has said so."""
    need = getattr(endpoint, PLACE, None)
    if not isinstance(need, Right | Anyone | tuple):
        raise TypeError(f"{endpoint.__name__} names no right; mark it with @needs(…)")
    return need


async def admit(access: AccessService, need: Need, request: Request) -> None:
    """Let the caller in or raise NotSignedIn, PasswordExpired, Forbidden; who it is, `actor_of` says afterwards."""
    state = request.scope.setdefault("state", {})
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    request_id = state.get("request_id", "")
    if need is Anyone.OPEN:
        state["actor"] = replace(NOBODY, request=request_id)
        return
    if not bearer:
        raise NotSignedIn
    actor = await access.authenticate(bearer, request_id)
    if actor.must_change_password and need is not Anyone.SIGNED_IN:
        raise PasswordExpired
    rights = rights_of(need)
    if rights and not any(actor.holds(right) for right in rights):
        raise Forbidden(rights[0])
    state["actor"] = actor


def actor_of(request: Request) -> Actor:
    """Who calls."""
    actor: Actor = request.scope["state"]["actor"]
    return actor
