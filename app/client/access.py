"""Signing in and out, and one's own account, over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.people import Me, PasswordChange, Session, SignedIn, SignIn

_SIGNED_IN: Final = TypeAdapter(SignedIn)
_ME: Final = TypeAdapter(Me)
_SESSIONS: Final[TypeAdapter[tuple[Session, ...]]] = TypeAdapter(tuple[Session, ...])
_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)


class Access:
    """`/api/v1/sessions` and `/api/v1/me`. Raises NotSignedIn."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def sign_in(self, given: SignIn) -> SignedIn:
        """Begin a session."""
        return await self._call("POST", "/sessions", _SIGNED_IN, body=given.model_dump_json().encode())

    async def sign_out(self) -> None:
        """End this session."""
        await self._call("DELETE", "/sessions/current", _NOTHING)

    async def me(self) -> Me:
        """Who is signed in."""
        return await self._call("GET", "/me", _ME)

    async def sessions(self) -> tuple[Session, ...]:
        """One's own sessions, newest first."""
        return await self._call("GET", "/sessions", _SESSIONS)

    async def end_session(self, session_id: int) -> None:
        """End one of one's own sessions. Raises NotFound."""
        await self._call("DELETE", f"/sessions/{session_id}", _NOTHING)

    async def change_password(self, change: PasswordChange) -> None:
        """Another password; one's other sessions end. Raises Invalid where it will not do."""
        await self._call("PUT", "/me/password", _NOTHING, body=change.model_dump_json().encode())
