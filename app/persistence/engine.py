"""Which database a URL means."""

from pathlib import Path

from sqlalchemy import make_url

from app.persistence.postgresql import PostgreSQLDatabase
from app.persistence.sqlite import SQLiteDatabase


def create_database(url: str, *, pool_size: int = 8) -> SQLiteDatabase | PostgreSQLDatabase:
    """The database at `sqlite:///path` or `postgresql://…`; raises ValueError for any other."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite" and parsed.database:
        return SQLiteDatabase(Path(parsed.database))
    if parsed.drivername in ("postgresql", "postgres"):
        return PostgreSQLDatabase(url, pool_size)
    message = f"DATABASE_URL 应为 sqlite:///… 或 postgresql://…，这里是 {parsed.drivername}"
    raise ValueError(message)
