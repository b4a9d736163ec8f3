"""SQLite, embedded: WAL and synchronous=FULL, one connection that writes, one that reads and one that counts.

Statements here are short and indexed, and run inline in the event loop: a read takes microseconds, less than handing
it to a thread. Statistics may read a province's reports, so they run in a thread on a connection of their own, one at a
time. Only one task at a time is inside a write transaction; other processes wait by `busy_timeout`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from app.persistence.driver import Parameters
from app.persistence.migration import newest_revision
from app.persistence.statement import Statement
from app.persistence.store import DriverStore
from app.services.ports import AlreadyStored

BUSY_SECONDS: Final = 10


class SQLiteDatabase:
    """A database in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Connect; the file must have been migrated."""
        self._writer, self._reader, self._counter = _connect(self._path), _connect(self._path), _connect(self._path)
        self._write_store = DriverStore(_Inline(self._writer, self._writer))
        self.reading = DriverStore(_Inline(self._reader, self._counter))

    async def close(self) -> None:
        """Close the connections."""
        self._counter.close()
        self._reader.close()
        self._writer.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[DriverStore]:
        """A write transaction: committed at the end of the block, rolled back by anything else."""
        async with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._write_store
                self._writer.execute("COMMIT")
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise

    async def ready(self) -> bool:
        """Whether the file answers and has the newest migration."""
        try:
            row = self._reader.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error:
            return False
        return row is not None and row[0] == newest_revision()


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _readable(text: bytes) -> str:
    return text.decode(errors="replace")


class _Inline:
    """One connection, used from the event loop's own thread, and one for counting; they are one in a transaction."""

    def __init__(self, connection: sqlite3.Connection, counter: sqlite3.Connection) -> None:
        self._connection, self._execute = connection, connection.execute
        self._counter, self._counting = counter, asyncio.Lock()

    async def rows(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        try:
            return self._execute(statement.sqlite, parameters).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
            # Somebody has changed a byte of the file itself: what is left is read, for the audit log to name the row.
            self._connection.text_factory = _readable
            try:
                return self._execute(statement.sqlite, parameters).fetchall()
            finally:
                self._connection.text_factory = str

    async def counted(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        if self._counter is self._connection:
            return await self.rows(statement, parameters)
        async with self._counting:
            return await asyncio.to_thread(self._count, statement.sqlite, parameters)

    def _count(self, statement: str, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        return self._counter.execute(statement, parameters).fetchall()

    async def row(self, statement: Statement, parameters: Parameters) -> tuple[Any, ...] | None:
        try:
            found: tuple[Any, ...] | None = self._execute(statement.sqlite, parameters).fetchone()
        except sqlite3.IntegrityError as error:
            raise AlreadyStored from error
        return found

    async def run(self, statement: Statement, parameters: Parameters) -> int:
        try:
            return self._execute(statement.sqlite, parameters).rowcount
        except sqlite3.IntegrityError as error:
            raise AlreadyStored from error
