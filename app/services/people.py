"""Use cases of administrators: accounts, their roles in places, and API tokens of other systems.

Who makes accounts (system administrator) does not give roles, and who gives roles (security administrator) makes no
accounts; both see only their own region. Every change is in the audit log.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app.domain.people.account import LOGIN, Account, RoleInPlace
from app.domain.people.actor import Actor, Forbidden
from app.domain.people.password import PasswordProfile
from app.domain.people.place import Location, Place, stem
from app.domain.people.right import Right
from app.domain.people.role import ADMINISTRATORS, DEPARTMENT_ROLES, Role
from app.services.access import TOKEN, hash_of
from app.services.errors import InvalidPerson, LoginTaken, NotFound, Stale
from app.services.passwords import Passwords, first_password
from app.services.ports import AlreadyStored, Clock, Database, Store, StoredToken
from app.services.recording import Recorder
from app.services.report_document import stamp

LONGEST: Final = timedelta(days=366)
"""No API token lasts longer."""


_FITTING: Final[dict[Role, tuple[tuple[str, ...], str]]] = {
    **dict.fromkeys(DEPARTMENT_ROLES, (("department",), "部门")),
    Role.SECTION_REVIEWER: (("section", "region"), "科室或区划"),
}
"""Where a role may be given; others are given in regions."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made."""

    login: str
    name: str
    title: str
    region: str


@dataclass(frozen=True, slots=True)
class NewToken:
    """An API token to be issued, for so many days."""

    name: str
    rights: frozenset[Right]
    place: Place
    days: int


class PeopleService:
    """Accounts, roles and tokens."""

    def __init__(
        self, database: Database, clock: Clock, recorder: Recorder, passwords: Passwords, profile: PasswordProfile
    ) -> None:
        self._database, self._clock, self._recorder = database, clock, recorder
        self._passwords, self._profile = passwords, profile

    async def create(self, new: NewAccount, who: Actor) -> tuple[Account, str]:
        """(account, first password): the password is told once and must be changed. Raises Forbidden, LoginTaken."""
        who.require(Right.USER_MANAGE, Location(new.region))
        account, password = await self.prepared(new)
        try:
            async with self._database.transaction() as store:
                made = await self.add(store, account, who)
        except AlreadyStored:
            raise LoginTaken(f"登录名 {new.login} 已经有人用了，请换一个") from None
        return made, password

    async def prepared(self, new: NewAccount) -> tuple[Account, str]:
        """An account that is not stored yet, with its first password."""
        if not LOGIN.fullmatch(new.login):
            raise InvalidPerson(f"登录名应为 3–40 个小写字母、数字或 . _ -，以字母开头，这里是 {new.login}")
        password = first_password()
        hashed = await self._passwords.hash_drawn(password)
        now = self._clock()
        return Account(0, new.login, new.name, new.title, new.region, (), hashed, (), now, must_change=True), password

    async def add(self, store: Store, account: Account, who: Actor) -> Account:
        """Add a prepared account inside a transaction. Raises AlreadyStored."""
        made = replace(account, id=await store.accounts.add(account))
        await self._recorder.record(
            store, who, "account_created", f"user:{made.id}", region=made.region, login=made.login, name=made.name
        )
        return made

    async def get(self, account_id: int, who: Actor) -> Account:
        """One account. Raises NotFound, also where the asker may not know of it."""
        found = await self._database.reading.accounts.get(account_id)
        if found is None or not who.may(Right.USER_READ, Location(found.region)):
            message = f"没有编号为 {account_id} 的账号，请从用户列表进入"
            raise NotFound(message)
        return found

    async def page(self, who: Actor, after: int, limit: int) -> list[Account]:
        """Accounts of the asker's regions, by id."""
        return await self._database.reading.accounts.page(stems_of(who, Right.USER_READ), after, limit)

    async def edit(
        self, account_id: int, expected: int, who: Actor, *, name: str, title: str, disabled: bool
    ) -> Account:
        """Another name, title or state; a disabled account's sessions end. Raises NotFound, Forbidden, Stale."""
        account = await self._current(account_id, expected, Right.USER_MANAGE, who)
        if disabled and who.key == f"user:{account.id}":
            raise InvalidPerson("不能停用自己的账号，请由另一名系统管理员停用")
        edited = account.edited(name=name, title=title, disabled=disabled)
        async with self._database.transaction() as store:
            await self._replace(store, edited, account.version)
            if disabled:
                await store.sessions.end_all(account.id)
            await self._record_edit(store, account, edited, who)
        return edited

    async def put(self, store: Store, before: Account, after: Account, who: Actor) -> None:
        """Replace an account's name, title and roles inside a transaction; one that is the same is left alone.

        Raises Stale. Whoever calls has seen to the rights, and to the places of the roles.
        """
        if before == after:
            return
        await self._replace(store, after, before.version)
        if (before.name, before.title) != (after.name, after.title):
            await self._record_edit(store, before, after, who)
        if before.roles != after.roles:
            await self._record_roles(store, before, after, who)

    async def _record_edit(self, store: Store, before: Account, after: Account, who: Actor) -> None:
        pairs = {one: (getattr(before, one), getattr(after, one)) for one in ("name", "title", "disabled")}
        await self._recorder.record(
            store, who, "account_edited", f"user:{before.id}", region=before.region,
            changes={one: pair for one, pair in pairs.items() if pair[0] != pair[1]},
        )  # fmt: skip

    async def _record_roles(self, store: Store, before: Account, after: Account, who: Actor) -> None:
        old, new = ([[one.role.label, str(one.place)] for one in account.roles] for account in (before, after))
        await self._recorder.record(
            store, who, "roles_changed", f"user:{before.id}", region=before.region, old=old, new=new
        )

    async def reset_password(self, account_id: int, expected: int, who: Actor) -> tuple[Account, str]:
        """(account, first password) for somebody who has lost theirs; their sessions end."""
        account = await self._current(account_id, expected, Right.USER_MANAGE, who)
        password = first_password()
        hashed = await self._passwords.hash_drawn(password)
        changed = account.with_password(hashed, self._profile, self._clock(), first=True)
        async with self._database.transaction() as store:
            await self._replace(store, changed, account.version)
            await store.sessions.end_all(account.id)
            await self._recorder.record(store, who, "password_reset", f"user:{account.id}", region=account.region)
        return changed, password

    async def unlock(self, account_id: int, expected: int, who: Actor) -> Account:
        """Let somebody try again who is locked out."""
        account = await self._current(account_id, expected, Right.ROLE_GRANT, who)
        unlocked = account.signed_in()
        async with self._database.transaction() as store:
            await store.accounts.put_sign_in_state(unlocked)
            await self._recorder.record(store, who, "account_unlocked", f"user:{account.id}", region=account.region)
        return unlocked

    async def grant(self, account_id: int, expected: int, roles: Sequence[RoleInPlace], who: Actor) -> Account:
        """Just these roles. Raises NotFound, Forbidden, Stale, ConflictingRoles, and InvalidPerson for a wrong place.

        Nobody gives roles to themselves.
        """
        account = await self._current(account_id, expected, Right.ROLE_GRANT, who)
        if who.key == f"user:{account.id}":
            raise InvalidPerson("不能给自己授予角色，请由另一名安全管理员办理")
        changed = account.with_roles(roles)
        async with self._database.transaction() as store:
            for one in changed.roles:
                await self.check_place(store, one, who)
            await self._replace(store, changed, account.version)
            await self._record_roles(store, account, changed, who)
        return changed

    async def check_place(self, store: Store, one: RoleInPlace, who: Actor) -> None:
        """Raise InvalidPerson unless the role fits its place and the place is there; and as `location_of`."""
        kinds, words = _FITTING.get(one.role, (("region",), "区划"))
        if one.place.kind not in kinds:
            raise InvalidPerson(f"“{one.role.label}”应授予在{words}上，这里是 {one.place}")
        await self.location_of(store, one.place, who)

    async def location_of(self, store: Store, place: Place, who: Actor) -> Location:
        """Where a place is in which `who` grants. Raises InvalidPerson where there is none, or none of theirs.

        Whether a section or department elsewhere is there is not told; a region is no secret, so it is Forbidden.
        """
        if place.kind == "region":
            who.require(Right.ROLE_GRANT, Location(place.key))
            return Location(place.key)
        at = await self._there(store, place)
        if at is None or not who.may(Right.ROLE_GRANT, at):
            raise InvalidPerson(f"没有 {place} 这个{'科室' if place.kind == 'section' else '部门'}，请核对编号")
        return at

    async def _there(self, store: Store, place: Place) -> Location | None:
        number = int(place.key) if place.key.isdecimal() else 0
        if place.kind == "section":
            section = await store.sections.get(number)
            return Location(section.region, section.id) if section is not None else None
        department = await store.departments.get(number)
        return department.location if department is not None else None

    async def issue(self, new: NewToken, who: Actor) -> tuple[StoredToken, str]:
        """(token, secret): the secret is told once. Raises Forbidden, InvalidPerson."""
        now = self._clock()
        if not timedelta(0) < timedelta(days=new.days) <= LONGEST:
            raise InvalidPerson(f"令牌的有效期应为 1 至 {LONGEST.days} 天，这里是 {new.days}")
        secret = TOKEN + secrets.token_urlsafe(32)
        async with self._database.transaction() as store:
            at = await self.location_of(store, new.place, who)
            token = StoredToken(
                0, new.name, hash_of(secret), tuple(sorted(new.rights)), new.place, at.region, who.label, stamp(now),
                stamp(now + timedelta(days=new.days)), "", "",
            )  # fmt: skip
            token = replace(token, id=await store.tokens.add(token))
            await self._recorder.record(
                store, who, "token_issued", f"token:{token.id}", region=at.region, name=token.name,
                rights=token.rights, place=str(token.place), expires_at=token.expires_at,
            )  # fmt: skip
        return token, secret

    async def tokens(self, who: Actor, after: int, limit: int) -> list[StoredToken]:
        """Tokens of the asker's regions, by id."""
        return await self._database.reading.tokens.page(stems_of(who, Right.ROLE_GRANT), after, limit)

    async def revoke(self, token_id: int, who: Actor) -> None:
        """Make a token useless. Raises NotFound."""
        token = await self._database.reading.tokens.get(token_id)
        if token is None or not who.may(Right.ROLE_GRANT, Location(token.region)):
            message = f"没有编号为 {token_id} 的令牌，请从令牌列表进入"
            raise NotFound(message)
        async with self._database.transaction() as store:
            if await store.tokens.revoke(token_id, stamp(self._clock())):
                await self._recorder.record(store, who, "token_revoked", f"token:{token_id}", region=token.region)

    async def first_administrators(self, region: str, who: Actor) -> list[tuple[Account, str]]:
        """The three administrators of a region that has no accounts, with their first passwords.

        Raises InvalidPerson where there are accounts: more are then made by those who are there.
        """
        if await self._database.reading.accounts.page((stem(region),), 0, 1):
            raise InvalidPerson(f"区划 {region} 已经有账号；新账号由系统管理员建立，角色由安全管理员授予")
        made = []
        for role in sorted(ADMINISTRATORS, key=list(Role).index):
            login = f"{role.removesuffix('_administrator')}-{region}"
            account, password = await self.prepared(NewAccount(login, role.label, role.label, region))
            made.append((account.with_roles([RoleInPlace(role, Place("region", region))]), password))
        async with self._database.transaction() as store:
            return [(await self.add(store, account, who), password) for account, password in made]

    async def _current(self, account_id: int, expected: int, right: Right, who: Actor) -> Account:
        account = await self.get(account_id, who)
        if not who.may(right, Location(account.region)):
            raise Forbidden(right)
        if account.version != expected:
            raise Stale(account.version, "账号")
        return account

    async def _replace(self, store: Store, account: Account, expected: int) -> None:
        if not await store.accounts.replace(account, expected):
            current = await store.accounts.get(account.id)
            raise Stale(current.version if current else 0, "账号")


def stems_of(who: Actor, right: Right) -> list[str]:
    """The stems of the regions where somebody has a right."""
    return [stem(place.key) for place in who.places(right) if place.kind == "region"]
