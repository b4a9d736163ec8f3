"""Which database a URL means."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from app.persistence.sqlite import SQLiteDatabase

if TYPE_CHECKING:
    from app.persistence.postgresql import PostgreSQLDatabase


def create_database(url: str, *, pool_size: int = 8) -> "SQLiteDatabase | PostgreSQLDatabase":
    """The database at `sqlite:///path` or `postgresql://…`; raises ValueError for any other."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite" and parsed.database:
        return SQLiteDatabase(Path(parsed.database))
    if parsed.drivername in ("postgresql", "postgres"):
        # its driver takes a while to load, and most commands run on SQLite
        from app.persistence.postgresql import PostgreSQLDatabase  # noqa: PLC0415

        return PostgreSQLDatabase(url, pool_size)
    message = f"DATABASE_URL 应为 sqlite:///… 或 postgresql://…，这里是 {parsed.drivername}"
    raise ValueError(message)
