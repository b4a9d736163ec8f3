"""A person's account: roles in places, the password's state, and when signing in is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final

from app.domain.errors import DomainError
from app.domain.people.actor import Actor, Grant
from app.domain.people.password import PasswordProfile
from app.domain.people.place import Place
from app.domain.people.role import Role, conflicts

LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{2,39}")


class ConflictingRoles(DomainError):
    """One person cannot have these roles together."""

    code: ClassVar[str] = "conflicting_roles"


@dataclass(frozen=True, slots=True)
class RoleInPlace:
    """A role that somebody has somewhere."""

    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `version` counts what administrators change; a number of 0 is not stored yet."""

    id: int
    login: str
    name: str
    title: str
    region: str
    """The region whose administrators look after the account."""
    roles: tuple[RoleInPlace, ...]
    password: str
    """Its hash."""
    former: tuple[str, ...]
    """Hashes of the passwords before, the newest first."""
    password_since: datetime
    must_change: bool
    failures: int = 0
    locked_until: datetime | None = None
    disabled: bool = False
    version: int = 1

    def actor(self, profile: PasswordProfile, now: datetime, session: int = 0, request: str = "") -> Actor:
        """Who acts when this person is signed in, in which session and by which request."""
        old = profile.lasts is not None and now - self.password_since > profile.lasts
        grants = tuple(Grant.of(one.role, one.place) for one in self.roles)
        must_change = self.must_change or old
        return Actor(
            "user", self.id, self.login, self.name, grants, self.title, must_change, session, request, self.region
        )  # fmt: skip

    def locked(self, now: datetime) -> bool:
        """Whether signing in is refused for a while."""
        return self.locked_until is not None and now < self.locked_until

    def first_password_expired(self, profile: PasswordProfile, now: datetime) -> bool:
        """Whether the password that an administrator gave is too old to sign in with."""
        return self.must_change and now - self.password_since > profile.first_lasts

    def failed(self, profile: PasswordProfile, now: datetime) -> "Account":
        """After a wrong password; the last of them locks the account for a while."""
        if self.locked_until is not None and now >= self.locked_until:
            return replace(self, failures=1, locked_until=None)
        failures = self.failures + 1
        return replace(
            self, failures=failures, locked_until=now + profile.lock if failures >= profile.failures else None
        )

    def signed_in(self) -> "Account":
        """After the right password."""
        return replace(self, failures=0, locked_until=None)

    def with_password(self, hashed: str, profile: PasswordProfile, now: datetime, *, first: bool) -> "Account":
        """With another password: one's own, or a first one that an administrator gave."""
        former = (self.password, *self.former)[: profile.remembered] if self.password else ()
        return replace(
            self, password=hashed, former=former, password_since=now, must_change=first, failures=0, locked_until=None,
            version=self.version + 1,
        )  # fmt: skip

    def with_roles(self, roles: Sequence[RoleInPlace]) -> "Account":
        """With other roles. Raises ConflictingRoles."""
        if found := list(conflicts([one.role for one in roles])):
            raise ConflictingRoles(f"{'；'.join(found)}，请分给不同的人")
        return replace(self, roles=tuple(dict.fromkeys(roles)), version=self.version + 1)

    def edited(self, *, name: str, title: str, disabled: bool) -> "Account":
        """With another name, title or state."""
        return replace(self, name=name, title=title, disabled=disabled, version=self.version + 1)
