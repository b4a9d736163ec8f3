"""Accounts, sessions, API tokens and sections: statements, and the stores that run them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, insert, literal_column, or_, select, update

from app.domain.people.account import Account, RoleInPlace
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.persistence.driver import Driver
from app.persistence.scoping import rows_in_regions
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import AccountRow, SectionRow, SessionRow, TokenRow, table
from app.services.ports import StoredSection, StoredSession, StoredToken

_ACCOUNT, _SESSION, _TOKEN, _SECTION = table(AccountRow), table(SessionRow), table(TokenRow), table(SectionRow)
_account, _session, _token, _section = _ACCOUNT.c, _SESSION.c, _TOKEN.c, _SECTION.c

_ACCOUNT_FIELDS: Final = [column.name for column in _account if column.name != "id"]
_TOKEN_FIELDS: Final = [column.name for column in _token if column.name != "id"]
_NONE: ColumnElement[str] = literal_column("''")
_SIGN_IN: Final = ("failures", "locked_until")

ADD_ACCOUNT: Final = compiled(insert(_ACCOUNT).values(given(*_ACCOUNT_FIELDS)).returning(_account.id))
GET_ACCOUNT: Final = compiled(select(_ACCOUNT).where(_account.id == bindparam("id")))
FIND_ACCOUNT: Final = compiled(select(_ACCOUNT).where(_account.login == bindparam("login")))
REPLACE_ACCOUNT: Final = compiled(
    update(_ACCOUNT)
    .where(_account.id == bindparam("account"), _account.version == bindparam("expected"))
    .values(given(*_ACCOUNT_FIELDS))
)
HOLD_ACCOUNT: Final = compiled(
    update(_ACCOUNT).where(_account.id == bindparam("account")).values(version=_account.version).returning(*_account)
)
PUT_SIGN_IN_STATE: Final = compiled(
    update(_ACCOUNT).where(_account.id == bindparam("account")).values(given(*_SIGN_IN))
)

ADD_SESSION: Final = compiled(
    insert(_SESSION).values(given("token_hash", "account", "created_at", "seen_at", "agent")).returning(_session.id)
)
_SESSION_FIELDS: Final = (_session.id, _session.account, _session.created_at, _session.seen_at, _session.agent)
FIND_SESSION: Final = compiled(
    select(*_SESSION_FIELDS, *_account)
    .join(_ACCOUNT, _account.id == _session.account)
    .where(_session.token_hash == bindparam("token_hash"))
)
SEE_SESSION: Final = compiled(update(_SESSION).where(_session.id == bindparam("of")).values(given("seen_at")))
SESSIONS_OF: Final = compiled(
    select(*_SESSION_FIELDS).where(_session.account == bindparam("account")).order_by(_session.id.desc())
)
END_SESSION: Final = compiled(
    delete(_SESSION).where(_session.account == bindparam("account"), _session.id == bindparam("id"))
)
END_SESSIONS: Final = compiled(
    delete(_SESSION).where(_session.account == bindparam("account"), _session.id != bindparam("but"))
)
END_IDLE_SESSIONS: Final = compiled(
    delete(_SESSION).where(
        or_(_session.created_at < bindparam("created_before"), _session.seen_at < bindparam("seen_before"))
    )
)

ADD_TOKEN: Final = compiled(insert(_TOKEN).values(given(*_TOKEN_FIELDS)).returning(_token.id))
GET_TOKEN: Final = compiled(select(_TOKEN).where(_token.id == bindparam("id")))
FIND_TOKEN: Final = compiled(select(_TOKEN).where(_token.secret_hash == bindparam("secret_hash")))
USE_TOKEN: Final = compiled(update(_TOKEN).where(_token.id == bindparam("of")).values(given("used_at")))
REVOKE_TOKEN: Final = compiled(
    update(_TOKEN).where(_token.id == bindparam("of"), _token.revoked_at == _NONE).values(given("revoked_at"))
)

ADD_SECTION: Final = compiled(insert(_SECTION).values(given("region", "name")).returning(_section.id))
GET_SECTION: Final = compiled(select(_SECTION).where(_section.id == bindparam("id")))
FIND_SECTION: Final = compiled(
    select(_SECTION).where(_section.region == bindparam("region"), _section.name == bindparam("name"))
)


async def _added(driver: Driver, statement: Statement, parameters: dict[str, Any]) -> int:
    row = await driver.row(statement, parameters)
    assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
    return int(row[0])


def _columns(account: Account) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "title": account.title,
        "region": account.region,
        "roles": json.dumps([[one.role, one.place.kind, one.place.key] for one in account.roles]),
        "password": account.password,
        "former": json.dumps(account.former),
        "password_since": account.password_since.isoformat(),
        "must_change": int(account.must_change),
        "failures": account.failures,
        "locked_until": account.locked_until.isoformat() if account.locked_until else "",
        "disabled": int(account.disabled),
        "version": account.version,
    }


@cache
def _roles(text: str) -> tuple[RoleInPlace, ...]:
    return tuple(RoleInPlace(Role(role), Place(kind, key)) for role, kind, key in json.loads(text))


def _read(row: Sequence[Any]) -> Account:
    number, login, name, title, region, roles, password, former, since, must, failures, locked, disabled, version = row
    return Account(
        number, login, name, title, region, _roles(roles), password, tuple(json.loads(former)),
        datetime.fromisoformat(since), bool(must), failures, datetime.fromisoformat(locked) if locked else None,
        bool(disabled), version,
    )  # fmt: skip


class DriverAccountStore:
    """Accounts."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, account: Account) -> int:
        """Add an account and say its id."""
        return await _added(self._driver, ADD_ACCOUNT, _columns(account))

    async def get(self, account_id: int) -> Account | None:
        """One account."""
        row = await self._driver.row(GET_ACCOUNT, {"id": account_id})
        return _read(row) if row else None

    async def find(self, login: str) -> Account | None:
        """The account of that login."""
        row = await self._driver.row(FIND_ACCOUNT, {"login": login})
        return _read(row) if row else None

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[Account]:
        """Accounts by id, of regions that begin with one of `stems`."""
        return [_read(row) for row in await rows_in_regions(self._driver, _ACCOUNT, stems, after, limit)]

    async def replace(self, account: Account, expected: int) -> bool:
        """Replace an account if its version is still `expected`."""
        parameters = {**_columns(account), "account": account.id, "expected": expected}
        return await self._driver.run(REPLACE_ACCOUNT, parameters) == 1

    async def hold(self, account_id: int) -> Account | None:
        """One account, which nobody else changes until the transaction ends."""
        row = await self._driver.row(HOLD_ACCOUNT, {"account": account_id})
        return _read(row) if row else None

    async def put_sign_in_state(self, account: Account) -> None:
        """Failures and lock alone."""
        state = {name: value for name, value in _columns(account).items() if name in _SIGN_IN}
        await self._driver.run(PUT_SIGN_IN_STATE, {**state, "account": account.id})


class DriverSessionStore:
    """Sessions."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, account: int, token_hash: str, agent: str, now: str) -> int:
        """Begin a session and say its id."""
        times = {"created_at": now, "seen_at": now}
        parameters = {"account": account, "token_hash": token_hash, "agent": agent[:200], **times}
        return await _added(self._driver, ADD_SESSION, parameters)

    async def find(self, token_hash: str) -> tuple[StoredSession, Account] | None:
        """The session and whose it is, in one statement."""
        row = await self._driver.row(FIND_SESSION, {"token_hash": token_hash})
        return (StoredSession(*row[:5]), _read(row[5:])) if row else None

    async def seen(self, session_id: int, now: str) -> None:
        """It was used just now."""
        await self._driver.run(SEE_SESSION, {"of": session_id, "seen_at": now})

    async def of(self, account: int) -> list[StoredSession]:
        """Somebody's sessions, newest first."""
        return [StoredSession(*row) for row in await self._driver.rows(SESSIONS_OF, {"account": account})]

    async def end(self, account: int, session_id: int) -> bool:
        """End one of somebody's sessions."""
        return await self._driver.run(END_SESSION, {"account": account, "id": session_id}) == 1

    async def end_all(self, account: int, but: int = 0) -> int:
        """End all sessions of somebody, save perhaps one."""
        return await self._driver.run(END_SESSIONS, {"account": account, "but": but})

    async def end_idle(self, created_before: str, seen_before: str) -> int:
        """Remove what can be used no more."""
        bounds = {"created_before": created_before, "seen_before": seen_before}
        return await self._driver.run(END_IDLE_SESSIONS, bounds)


class DriverTokenStore:
    """API tokens."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, token: StoredToken) -> int:
        """Add a token and say its id."""
        columns = {name: value for name, value in asdict(token).items() if name not in ("id", "place", "rights")}
        place = {"place_kind": token.place.kind, "place_key": token.place.key}
        return await _added(self._driver, ADD_TOKEN, {**columns, **place, "rights": json.dumps(token.rights)})

    async def find(self, secret_hash: str) -> StoredToken | None:
        """The token of that secret."""
        row = await self._driver.row(FIND_TOKEN, {"secret_hash": secret_hash})
        return _read_token(row) if row else None

    async def get(self, token_id: int) -> StoredToken | None:
        """One token."""
        row = await self._driver.row(GET_TOKEN, {"id": token_id})
        return _read_token(row) if row else None

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredToken]:
        """Tokens by id, of regions that begin with one of `stems`."""
        return [_read_token(row) for row in await rows_in_regions(self._driver, _TOKEN, stems, after, limit)]

    async def used(self, token_id: int, now: str) -> None:
        """It was used just now."""
        await self._driver.run(USE_TOKEN, {"of": token_id, "used_at": now})

    async def revoke(self, token_id: int, now: str) -> bool:
        """Make it useless."""
        return await self._driver.run(REVOKE_TOKEN, {"of": token_id, "revoked_at": now}) == 1


def _read_token(row: Sequence[Any]) -> StoredToken:
    number, name, secret_hash, rights, kind, key, *rest = row
    return StoredToken(number, name, secret_hash, _rights(rights), Place(kind, key), *rest)


@lru_cache(256)
def _rights(text: str) -> tuple[str, ...]:
    """Read once for all requests of a token."""
    return tuple(json.loads(text))


class DriverSectionStore:
    """Sections of finance bureaus."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, region: str, name: str) -> int:
        """Add a section and say its id."""
        return await _added(self._driver, ADD_SECTION, {"region": region, "name": name})

    async def get(self, section_id: int) -> StoredSection | None:
        """One section."""
        row = await self._driver.row(GET_SECTION, {"id": section_id})
        return StoredSection(*row) if row else None

    async def find(self, region: str, name: str) -> StoredSection | None:
        """The section of that name in that region."""
        row = await self._driver.row(FIND_SECTION, {"region": region, "name": name})
        return StoredSection(*row) if row else None

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredSection]:
        """Sections by id, of regions that begin with one of `stems`."""
        return [StoredSection(*row) for row in await rows_in_regions(self._driver, _SECTION, stems, after, limit)]
