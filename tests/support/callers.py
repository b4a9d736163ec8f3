"""Whoever calls in tests about rights: a person who is signed in, or a system, with one role in one place."""

import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from app.client import Jixiao
from app.domain.people.account import Account, RoleInPlace
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.role import RIGHTS, Role
from app.main import Application
from app.services.access import SESSION, hash_of
from app.services.people import NewToken
from app.services.ports import Clock
from app.services.report_document import stamp

REGION = Place("region", "430602")


@dataclass
class Callers:
    """Makes callers, and closes their clients at the end of the test."""

    application: Application
    clock: Clock
    open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def system(self, role: Role, place: Place = REGION) -> Jixiao:
        """A system with the rights of a role; its token outlives any test."""
        new = NewToken(role.label, RIGHTS[role], place, days=366)
        return await self._calling((await self.application.services.people.issue(new, OPERATOR))[1])

    async def person(self, role: Role, place: Place = REGION) -> tuple[Jixiao, str]:
        """(their client, `user:7`) of somebody who has just signed in."""
        now, bearer = self.clock(), SESSION + secrets.token_urlsafe(32)
        login, roles = f"u{secrets.token_hex(6)}", (RoleInPlace(role, place),)
        account = Account(0, login, role.label, "科员", "430602", roles, "", (), now, must_change=False)
        async with self.application.services.database.transaction() as store:
            number = await store.accounts.add(account)
            await store.sessions.add(number, hash_of(bearer), "test", stamp(now))
        return await self._calling(bearer), f"user:{number}"

    async def _calling(self, bearer: str) -> Jixiao:
        return await self.open.enter_async_context(Jixiao(app=self.application.api, token=bearer))
