"""Accounts, sessions, API tokens and sections as they are stored, and what keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.people.account import Account
from app.domain.people.place import Place


@dataclass(frozen=True, slots=True)
class StoredSession:
    """Somebody signed in. What was given to them is not stored, only its SHA-256."""

    id: int
    account: int
    created_at: str
    seen_at: str
    agent: str
    """What they signed in with, as it says of itself."""


@dataclass(frozen=True, slots=True)
class StoredToken:
    """An API token of another system; of the secret only the SHA-256 is stored."""

    id: int
    name: str
    secret_hash: str
    rights: tuple[str, ...]
    place: Place
    region: str
    created_by: str
    created_at: str
    expires_at: str
    used_at: str
    revoked_at: str


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A section (归口业务科室) of a region's finance bureau."""

    id: int
    region: str
    name: str


class AccountStore(Protocol):
    """Accounts."""

    async def add(self, account: Account) -> int:
        """Add an account and say its id. Raises AlreadyStored where the login is taken."""

    async def get(self, account_id: int) -> Account | None:
        """One account."""

    async def find(self, login: str) -> Account | None:
        """The account of that login."""

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[Account]:
        """Accounts by id, of regions that begin with one of `stems`."""

    async def replace(self, account: Account, expected: int) -> bool:
        """Replace an account if its version is still `expected`; says whether it was."""

    async def hold(self, account_id: int) -> Account | None:
        """One account, which nobody else changes until the transaction ends."""

    async def put_sign_in_state(self, account: Account) -> None:
        """Failures and lock alone: they are no change that an administrator would collide with."""


class SessionStore(Protocol):
    """Sessions."""

    async def add(self, account: int, token_hash: str, agent: str, now: str) -> int:
        """Begin a session and say its id."""

    async def find(self, token_hash: str) -> tuple[StoredSession, Account] | None:
        """The session and whose it is, in one statement."""

    async def seen(self, session_id: int, now: str) -> None:
        """It was used just now."""

    async def of(self, account: int) -> list[StoredSession]:
        """Somebody's sessions, newest first."""

    async def end(self, account: int, session_id: int) -> bool:
        """End one of somebody's sessions; says whether there was one."""

    async def end_all(self, account: int, but: int = 0) -> int:
        """End all sessions of somebody, save perhaps one; says how many."""

    async def end_idle(self, created_before: str, seen_before: str) -> int:
        """Remove what can be used no more."""


class TokenStore(Protocol):
    """API tokens."""

    async def add(self, token: StoredToken) -> int:
        """Add a token (its own id is not looked at) and say its id."""

    async def find(self, secret_hash: str) -> StoredToken | None:
        """The token of that secret."""

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredToken]:
        """Tokens by id, of regions that begin with one of `stems`."""

    async def get(self, token_id: int) -> StoredToken | None:
        """One token."""

    async def used(self, token_id: int, now: str) -> None:
        """It was used just now."""

    async def revoke(self, token_id: int, now: str) -> bool:
        """Make it useless; says whether it was of use."""


class SectionStore(Protocol):
    """Sections of finance bureaus."""

    async def add(self, region: str, name: str) -> int:
        """Add a section and say its id. Raises AlreadyStored where the region has one of that name."""

    async def get(self, section_id: int) -> StoredSection | None:
        """One section."""

    async def find(self, region: str, name: str) -> StoredSection | None:
        """The section of that name in that region."""

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredSection]:
        """Sections by id, of regions that begin with one of `stems`."""
