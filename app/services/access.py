"""Signing in, and knowing who calls: sessions of people and API tokens of systems, both kept as hashes only."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from app.domain.people.account import Account
from app.domain.people.actor import NOBODY, OPERATOR, Actor, Grant
from app.domain.people.password import PasswordProfile, WeakPassword
from app.domain.people.right import Right
from app.services.errors import NotFound, NotSignedIn, SignInRefused
from app.services.passwords import Passwords
from app.services.ports import Clock, Database, Store, StoredSession, StoredToken
from app.services.recording import Recorder
from app.services.report_document import stamp

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=8)
NOTED: Final = timedelta(minutes=1)
"""How exactly the last use of a session or token is kept: noting every request would make a write of every read."""

SESSION: Final = "jxs_"
TOKEN: Final = "jxt_"  # noqa: S105 - how tokens begin, so that a leaked one is recognised


def hash_of(secret: str) -> str:
    """What is stored of a secret of 256 random bits: nobody can guess it, so it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessService:
    """Who calls, and how they came in."""

    def __init__(
        self, database: Database, clock: Clock, recorder: Recorder, passwords: Passwords, profile: PasswordProfile
    ) -> None:
        self._database, self._clock, self._recorder = database, clock, recorder
        self._passwords, self._profile = passwords, profile

    async def sign_in(self, login: str, password: str, agent: str, request: str) -> tuple[str, Actor]:
        """(bearer, who) of a new session. Raises SignInRefused, in the same words and time whatever was wrong."""
        account = await self._database.reading.accounts.find(login)
        hashed = account.password if account is not None else ""
        right = await self._passwords.matches(password, hashed)
        now = self._clock()
        async with self._database.transaction() as store:
            # Many guesses can be compared at the same time: what the others did to the account counts, so it is held.
            held = await store.accounts.hold(account.id) if account is not None else None
            right = right and held is not None and held.password == hashed
            caller = replace(NOBODY, login=login[:40], request=request)
            expired = False
            if held is not None and right and not held.disabled and not held.locked(now):
                expired = held.first_password_expired(self._profile, now)
                if not expired:
                    return await self._let_in(store, held, agent, request, now)
                await self._record_refusal(store, held, caller, now, "sign_in_refused", expired=True)
            else:
                await self._refuse(store, held, caller, now, "sign_in_refused")
        if expired:
            raise SignInRefused("初始密码已过期，请联系系统管理员重新给一个")
        raise SignInRefused

    async def _let_in(
        self, store: Store, account: Account, agent: str, request: str, now: datetime
    ) -> tuple[str, Actor]:
        bearer = SESSION + secrets.token_urlsafe(32)
        actor = account.actor(self._profile, now, request=request)
        await store.sessions.end_idle(stamp(now - ABSOLUTE), stamp(now - IDLE))
        session = await store.sessions.add(account.id, hash_of(bearer), agent, stamp(now))
        if account.failures or account.locked_until:
            await store.accounts.put_sign_in_state(account.signed_in())
        await self._recorder.record(store, actor, "signed_in", f"user:{account.id}", region=account.region)
        return bearer, replace(actor, session=session)

    async def _refuse(self, store: Store, account: Account | None, caller: Actor, now: datetime, kind: str) -> None:
        """Count a wrong password, where there is an account and it is not locked already."""
        if account is not None and not account.locked(now):
            account = account.failed(self._profile, now)
            await store.accounts.put_sign_in_state(account)
        await self._record_refusal(store, account, caller, now, kind)

    async def _record_refusal(
        self, store: Store, account: Account | None, caller: Actor, now: datetime, kind: str, **why: bool
    ) -> None:
        subject, region = (f"user:{account.id}", account.region) if account is not None else ("user:0", "")
        locked = account is not None and account.locked(now)
        await self._recorder.record(
            store, caller, kind, subject, region=region, login=caller.login, locked=locked, **why
        )

    async def authenticate(self, bearer: str, request: str) -> Actor:
        """Who holds a session or an API token; `request` is the number of what they ask for.

        Raises NotSignedIn for anything that is not, or no more, of use.
        """
        if bearer.startswith(SESSION):
            return await self._by_session(bearer, request)
        if bearer.startswith(TOKEN):
            return await self._by_token(bearer, request)
        raise NotSignedIn

    async def _by_session(self, bearer: str, request: str) -> Actor:
        found = await self._database.reading.sessions.find(hash_of(bearer))
        if found is None:
            raise NotSignedIn
        session, account = found
        now = self._clock()
        seen = datetime.fromisoformat(session.seen_at)
        if now - seen > IDLE or now - datetime.fromisoformat(session.created_at) > ABSOLUTE or account.disabled:
            raise NotSignedIn
        if now - seen > NOTED:
            async with self._database.transaction() as store:
                await store.sessions.seen(session.id, stamp(now))
        return account.actor(self._profile, now, session.id, request)

    async def _by_token(self, bearer: str, request: str) -> Actor:
        token = await self._database.reading.tokens.find(hash_of(bearer))
        now = self._clock()
        if token is None or token.revoked_at or datetime.fromisoformat(token.expires_at) <= now:
            raise NotSignedIn
        if not token.used_at or now - datetime.fromisoformat(token.used_at) > NOTED:
            async with self._database.transaction() as store:
                await store.tokens.used(token.id, stamp(now))
        return token_actor(token, request)

    async def again(self, key: str, request: str) -> Actor:
        """Who somebody is now, by `user:7`: for work that they asked for earlier, which is done by today's rights.

        Raises NotSignedIn where they may not act any more.
        """
        kind, _, number = key.partition(":")
        now = self._clock()
        if kind == "user":
            account = await self._database.reading.accounts.get(int(number))
            if account is not None and not account.disabled:
                return account.actor(self._profile, now, request=request)
        elif kind == "token":
            token = await self._database.reading.tokens.get(int(number))
            if token is not None and not token.revoked_at and datetime.fromisoformat(token.expires_at) > now:
                return token_actor(token, request)
        elif kind == OPERATOR.kind:
            return replace(OPERATOR, request=request)
        raise NotSignedIn

    async def sessions(self, who: Actor) -> list[StoredSession]:
        """One's own sessions, newest first; those that have run out are left away."""
        now = self._clock()
        found = await self._database.reading.sessions.of(who.id) if who.kind == "user" else []
        return [
            one
            for one in found
            if now - datetime.fromisoformat(one.seen_at) <= IDLE
            and now - datetime.fromisoformat(one.created_at) <= ABSOLUTE
        ]

    async def end_session(self, who: Actor, session: int) -> None:
        """End one of one's own sessions; the present one is signing out. Raises NotFound."""
        async with self._database.transaction() as store:
            if who.kind != "user" or not await store.sessions.end(who.id, session):
                message = f"您没有编号为 {session} 的登录，可能已经退出"
                raise NotFound(message)
            kind = "signed_out" if session == who.session else "session_ended"
            await self._recorder.record(store, who, kind, f"user:{who.id}", session=session)

    async def change_password(self, who: Actor, old: str, new: str) -> None:
        """Another password; other sessions end. Raises WeakPassword, and SignInRefused where `old` is wrong.

        A wrong one counts as in signing in, and locks: whoever took a session cannot try passwords by it. Raises
        NotFound for a system: its token is no password.
        """
        if who.kind != "user":
            raise NotFound("令牌没有密码；要换令牌请由安全管理员另发一个，再作废这一个")
        account = await self._proved(who, old)
        self._profile.check(new, account.login)
        if await self._passwords.among(new, (account.password, *account.former)[: self._profile.remembered]):
            raise WeakPassword(f"不能再用最近 {self._profile.remembered} 个密码之一，请换一个")
        hashed = await self._passwords.hash(new)
        changed = account.with_password(hashed, self._profile, self._clock(), first=False)
        async with self._database.transaction() as store:
            if not await store.accounts.replace(changed, account.version):
                raise SignInRefused("账号刚刚被改动，请重新登录后再改密码")
            await store.sessions.end_all(account.id, but=who.session)
            await self._recorder.record(store, who, "password_changed", f"user:{account.id}", region=account.region)

    async def _proved(self, who: Actor, password: str) -> Account:
        """One's own account. Raises SignInRefused unless this is its password and it is not locked."""
        account = await self._database.reading.accounts.get(who.id)
        hashed = account.password if account is not None else ""
        right = await self._passwords.matches(password, hashed)
        now = self._clock()
        async with self._database.transaction() as store:
            held = await store.accounts.hold(who.id)  # as in `sign_in`
            if held is not None and right and held.password == hashed and not held.locked(now):
                return held
            await self._refuse(store, held, who, now, "password_change_refused")
        tries, minutes = self._profile.failures, self._profile.lock // timedelta(minutes=1)
        message = f"现在的密码不对，或账号已锁定，没有改动；连续 {tries} 次不对会锁定 {minutes} 分钟"
        raise SignInRefused(message)


def token_actor(token: StoredToken, request: str) -> Actor:
    """Who acts with an API token: just what it names, in its place."""
    grants = (Grant(token.place, _rights(token.rights)),)
    return Actor("token", token.id, "", token.name, grants, request=request, region=token.region)


@lru_cache(256)
def _rights(names: tuple[str, ...]) -> frozenset[Right]:
    return frozenset(map(Right, names))
