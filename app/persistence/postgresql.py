"""PostgreSQL through psycopg's own asynchronous pool, with the same statements as SQLite."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from app.persistence.driver import Parameters
from app.persistence.migration import newest_revision
from app.persistence.statement import Statement
from app.persistence.store import DriverStore
from app.services.ports import AlreadyStored

WAIT_SECONDS: Final = 10.0


class PostgreSQLDatabase:
    """A database server, reached by its URL."""

    def __init__(self, url: str, pool_size: int) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[TupleRow]] = AsyncConnectionPool(
            url, min_size=1, max_size=pool_size, timeout=WAIT_SECONDS, open=False, kwargs={"autocommit": True}
        )
        self.reading = DriverStore(_Pooled(self._pool))

    async def open(self) -> None:
        """Open the pool and wait for its first connection."""
        await self._pool.open(wait=True, timeout=WAIT_SECONDS)

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[DriverStore]:
        """A write transaction: committed at the end of the block, rolled back by anything else."""
        async with self._pool.connection() as connection, connection.transaction():
            yield DriverStore(_Connected(connection))

    async def ready(self) -> bool:
        """Whether the server answers and has the newest migration."""
        try:
            async with self._pool.connection(timeout=2) as connection:
                cursor = await connection.execute("SELECT version_num FROM alembic_version")
                row = await cursor.fetchone()
        except psycopg.Error:
            return False
        return row is not None and row[0] == newest_revision()


class _Connected:
    """One connection, inside a transaction."""

    def __init__(self, connection: AsyncConnection[TupleRow]) -> None:
        self._connection = connection

    async def rows(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        cursor = await self._connection.execute(statement.postgresql.encode(), parameters, binary=True)
        return await cursor.fetchall()

    counted = rows

    async def row(self, statement: Statement, parameters: Parameters) -> tuple[Any, ...] | None:
        try:
            cursor = await self._connection.execute(statement.postgresql.encode(), parameters, binary=True)
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyStored from error
        return await cursor.fetchone()

    async def run(self, statement: Statement, parameters: Parameters) -> int:
        try:
            return (await self._connection.execute(statement.postgresql.encode(), parameters)).rowcount
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyStored from error


class _Pooled:
    """Whichever connection is free, for one statement."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[TupleRow]]) -> None:
        self._pool = pool

    async def rows(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        async with self._pool.connection() as connection:
            return await _Connected(connection).rows(statement, parameters)

    counted = rows

    async def row(self, statement: Statement, parameters: Parameters) -> tuple[Any, ...] | None:
        async with self._pool.connection() as connection:
            return await _Connected(connection).row(statement, parameters)

    async def run(self, statement: Statement, parameters: Parameters) -> int:
        async with self._pool.connection() as connection:
            return await _Connected(connection).run(statement, parameters)
