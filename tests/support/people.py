"""People and systems that call: accounts with roles, signed in, and what the domain says of each."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, cast

from app.api.services import Services
from app.domain.people.account import Account, RoleInPlace
from app.domain.people.actor import NOBODY, OPERATOR, Actor, Grant
from app.domain.people.place import Place, PlaceKind
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.services.passwords import Passwords
from app.services.people import NewToken
from app.services.ports import Clock

PASSWORD: Final = "Right-Horse-42"
MEMORY: Final = 8_192
"""KiB of a password's hash in tests; the service takes more."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls, by `bearer`; `actor` is what the domain says of them."""

    name: str
    actor: Actor
    bearer: str


NO_CALLER: Final = Caller("nobody", NOBODY, "")


def place(text: str) -> Place:
    """`department:1` as a place."""
    kind, _, key = text.partition(":")
    return Place(cast("PlaceKind", kind), key)


def now() -> datetime:
    """When people got their passwords, unless a test has a clock of its own."""
    return datetime.now(UTC)


async def an_account(
    services: Services,
    login: str = "zhangsan",
    roles: Iterable[RoleInPlace] = (),
    *,
    region: str = "430602",
    first: bool = False,
    clock: Clock = now,
) -> Account:
    """An account whose password is PASSWORD; `first`: an administrator gave it."""
    hashed = await Passwords(MEMORY).hash(PASSWORD)
    account = Account(0, login, "张三", "科员", region, tuple(roles), hashed, (), clock(), must_change=first)
    async with services.database.transaction() as store:
        return await services.people.add(store, account, OPERATOR)


async def a_person(
    services: Services, name: str, held: Iterable[tuple[Role, str]], *, region: str = "430602", first: bool = False
) -> Caller:
    """Somebody with those roles, signed in."""
    roles = [RoleInPlace(role, place(where)) for role, where in held]
    login = f"p{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    account = await an_account(services, login, roles, region=region, first=first)
    bearer, _ = await services.access.sign_in(login, PASSWORD, "tests", "")
    grants = tuple(Grant.of(one.role, one.place) for one in roles)
    return Caller(name, Actor("user", account.id, login, "张三", grants, must_change_password=first), bearer)


async def a_system(services: Services, name: str, rights: Iterable[Right], where: str) -> Caller:
    """A system with a token for those rights."""
    token, secret = await services.people.issue(NewToken(name, frozenset(rights), place(where), days=1), OPERATOR)
    grants = (Grant(place(where), frozenset(rights)),)
    return Caller(name, replace(NOBODY, kind="token", id=token.id, grants=grants), secret)
