"""Evaluation rounds over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.page import Page
from app.contract.round import (
    Drawn,
    Explanation,
    Extension,
    LateDepartment,
    NewRound,
    Reminding,
    Round,
    RoundBoard,
    RoundEdit,
    RoundSummary,
    Sampling,
)
from app.domain.model import Value

_ROUND: Final = TypeAdapter(Round)
_PAGE: Final = TypeAdapter(Page[RoundSummary])
_BOARD: Final = TypeAdapter(RoundBoard)
_LATE: Final = TypeAdapter(Page[LateDepartment])
_DRAWN: Final = TypeAdapter(Drawn)


class Rounds:
    """`/api/v1/rounds`. A write says on which version it was made and answers with the whole round.

    Raises NotFound, Forbidden, Conflict, Stale and Invalid.
    """

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(
        self,
        *,
        fiscal_year: int | None = None,
        region: str | None = None,
        state: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[RoundSummary]:
        """A page of rounds, newest first."""
        query = {"fiscal_year": fiscal_year, "region": region, "state": state, "after": after, "limit": limit}
        return await self._call("GET", "/rounds", _PAGE, query=query)

    async def get(self, round_id: int) -> Round:
        """One round."""
        return await self._call("GET", f"/rounds/{round_id}", _ROUND)

    async def create(self, new: NewRound) -> Round:
        """Draft a round."""
        return await self._call("POST", "/rounds", _ROUND, body=_bytes(new))

    async def edit(self, round_id: int, version: int, edit: RoundEdit) -> Round:
        """Plan it anew."""
        return await self._call("PUT", f"/rounds/{round_id}", _ROUND, body=_bytes(edit), version=version)

    async def issue(self, round_id: int, version: int) -> Round:
        """Send it out."""
        return await self._call("POST", f"/rounds/{round_id}:issue", _ROUND, version=version)

    async def withdraw(self, round_id: int, version: int, reason: str) -> Round:
        """Take it back."""
        body = _bytes(Explanation(reason=reason))
        return await self._call("POST", f"/rounds/{round_id}:withdraw", _ROUND, body=body, version=version)

    async def extend(self, round_id: int, version: int, extension: Extension) -> Round:
        """Give one department until a later day."""
        body = _bytes(extension)
        return await self._call("POST", f"/rounds/{round_id}:extend", _ROUND, body=body, version=version)

    async def remind(self, round_id: int, version: int, reminding: Reminding) -> Round:
        """Note that departments were reminded."""
        body = _bytes(reminding)
        return await self._call("POST", f"/rounds/{round_id}:remind", _ROUND, body=body, version=version)

    async def close(self, round_id: int, version: int) -> Round:
        """End it for good."""
        return await self._call("POST", f"/rounds/{round_id}:close", _ROUND, version=version)

    async def draw(self, round_id: int, sampling: Sampling, *, validate_only: bool = False) -> Drawn:
        """Draw reports for 抽查复核; the same seed again changes nothing. `validate_only`: keep nothing."""
        body, query = _bytes(sampling), {"validate_only": validate_only}
        return await self._call("POST", f"/rounds/{round_id}:draw", _DRAWN, body=body, query=query)

    async def board(self, round_id: int) -> RoundBoard:
        """How its departments stand now."""
        return await self._call("GET", f"/rounds/{round_id}/board", _BOARD)

    async def late(self, round_id: int, *, after: str | None = None, limit: int = 200) -> Page[LateDepartment]:
        """A page of those who are late, the longest first."""
        return await self._call("GET", f"/rounds/{round_id}/late", _LATE, query={"after": after, "limit": limit})


def _bytes(value: Value) -> bytes:
    return value.model_dump_json().encode()
