"""Statements, written once over the tables and compiled to text for both drivers.

They run on the driver itself: compiling and unpacking by SQLAlchemy would cost half of a read.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, Dialect, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_NO_OFFSET: Final = re.compile(r" OFFSET :param_[0-9]+")
_SQLITE: Final[Dialect] = SQLiteDialect_pysqlite(paramstyle="named")
_POSTGRESQL: Final[Dialect] = PGDialect_psycopg(paramstyle="pyformat")  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's text for each engine, with named parameters."""

    sqlite: str
    postgresql: str


def compiled(statement: Any) -> Statement:
    """The statement as both drivers take it; every value is a named parameter."""
    # SQLAlchemy writes an offset of 0 into every SQLite limit; pages here go by key and have none.
    sqlite = _NO_OFFSET.sub("", str(statement.compile(dialect=_SQLITE)))
    return Statement(sqlite, str(statement.compile(dialect=_POSTGRESQL)))


def given(*names: str) -> dict[str, BindParameter[Any]]:
    """A parameter for each column of that name."""
    return {name: bindparam(name) for name in names}
