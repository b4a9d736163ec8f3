"""Accounts, roles, API tokens and sections over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.page import Page
from app.contract.people import (
    Account,
    AccountEdit,
    AccountWithPassword,
    NewAccount,
    NewSection,
    NewToken,
    RolesGiven,
    Section,
    Token,
    TokenWithSecret,
)

_ACCOUNT: Final = TypeAdapter(Account)
_WITH_PASSWORD: Final = TypeAdapter(AccountWithPassword)
_ACCOUNTS: Final = TypeAdapter(Page[Account])
_TOKENS: Final = TypeAdapter(Page[Token])
_WITH_SECRET: Final = TypeAdapter(TokenWithSecret)
_SECTION: Final = TypeAdapter(Section)
_SECTIONS: Final = TypeAdapter(Page[Section])
_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)


class People:
    """`/api/v1/accounts`, `/tokens` and `/sections`. Raises Forbidden, NotFound, Stale, Conflict, Invalid."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(self, after: str | None = None, limit: int = 200) -> Page[Account]:
        """Accounts of one's regions."""
        return await self._call("GET", "/accounts", _ACCOUNTS, query={"after": after, "limit": limit})

    async def get(self, account_id: int) -> Account:
        """One account."""
        return await self._call("GET", f"/accounts/{account_id}", _ACCOUNT)

    async def create(self, new: NewAccount) -> AccountWithPassword:
        """Make an account; its first password is told this once."""
        return await self._call("POST", "/accounts", _WITH_PASSWORD, body=new.model_dump_json().encode())

    async def edit(self, account_id: int, version: int, edit: AccountEdit) -> Account:
        """Another name, title or state."""
        body = edit.model_dump_json().encode()
        return await self._call("PUT", f"/accounts/{account_id}", _ACCOUNT, body=body, version=version)

    async def reset_password(self, account_id: int, version: int) -> AccountWithPassword:
        """A new first password."""
        return await self._call("POST", f"/accounts/{account_id}:reset-password", _WITH_PASSWORD, version=version)

    async def unlock(self, account_id: int, version: int) -> Account:
        """Let somebody try again who is locked out."""
        return await self._call("POST", f"/accounts/{account_id}:unlock", _ACCOUNT, version=version)

    async def give_roles(self, account_id: int, version: int, given: RolesGiven) -> Account:
        """Just these roles."""
        body = given.model_dump_json().encode()
        return await self._call("PUT", f"/accounts/{account_id}/roles", _ACCOUNT, body=body, version=version)

    async def tokens(self, after: str | None = None) -> Page[Token]:
        """API tokens of one's regions."""
        return await self._call("GET", "/tokens", _TOKENS, query={"after": after, "limit": 200})

    async def issue(self, new: NewToken) -> TokenWithSecret:
        """Issue an API token; its secret is told this once."""
        return await self._call("POST", "/tokens", _WITH_SECRET, body=new.model_dump_json().encode())

    async def revoke(self, token_id: int) -> None:
        """Make a token useless."""
        await self._call("DELETE", f"/tokens/{token_id}", _NOTHING)

    async def sections(self, after: str | None = None) -> Page[Section]:
        """Sections of the finance bureaus of one's regions."""
        return await self._call("GET", "/sections", _SECTIONS, query={"after": after, "limit": 200})

    async def add_section(self, new: NewSection) -> Section:
        """A section; one of that name that is there is answered as it is."""
        return await self._call("POST", "/sections", _SECTION, body=new.model_dump_json().encode())
