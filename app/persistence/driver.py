"""What runs statements: one connection, or whichever is free."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.persistence.statement import Statement

Parameters = Mapping[str, Any]


class Driver(Protocol):
    """Runs statements, on one connection or on whichever is free."""

    async def rows(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        """All rows."""

    async def counted(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement that may read very many to answer few: nobody else waits for it."""

    async def row(self, statement: Statement, parameters: Parameters) -> tuple[Any, ...] | None:
        """The first row."""

    async def run(self, statement: Statement, parameters: Parameters) -> int:
        """How many rows were written. Raises AlreadyStored where a unique key is taken."""
