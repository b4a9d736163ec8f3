"""The tables, as SQLModel declares them for migrations and statements. Rows are never request bodies.

Points are scaled integers (1 point is 10,000), since SQLite would keep a NUMERIC as a binary fraction. A report's
`document` is the exact body that `GET` answers, `summary` its item in lists; both can be rebuilt by one command.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

POINTS_SCALE: Final = 10_000

_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only a primary key of the type INTEGER, which has 64 bits there anyway."""


def table(row: type[SQLModel]) -> Table:
    """The table of a row, for statements."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


class DepartmentRow(SQLModel, table=True):
    """A department (部门、单位)."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("region", "budget_code", name="department_code"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    region: str = Field(max_length=9)
    budget_code: str = Field(max_length=40)
    name: str = Field(max_length=200)


class SchemeRow(SQLModel, table=True):
    """A version of a scoring scheme; `document` is its canonical JSON and never changes."""

    __tablename__ = "scheme"
    __table_args__ = (PrimaryKeyConstraint("id", "version"),)

    id: str = Field(max_length=80)
    version: int
    title: str
    issuer: str
    region: str = Field(max_length=9)
    first_fiscal_year: int
    last_fiscal_year: int
    digest: str = Field(max_length=64)
    document: str = Field(sa_column=Column(Text, nullable=False))


class ReportRow(SQLModel, table=True):
    """A report: what lists filter and sort by, then its two bodies."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("department_id", "fiscal_year", name="report_of_the_year"),
        Index("report_by_year", "fiscal_year", "id"),
        Index("report_by_region", "region", "fiscal_year", "id"),
        Index("report_by_points", "fiscal_year", "self_points", "id"),
        {"sqlite_autoincrement": True},  # the number of a deleted draft is never given to another report
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    region: str = Field(max_length=9)
    fiscal_year: int
    state: str = Field(max_length=20)
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    version: int
    self_points: int
    """Scaled; −1 where the department has given none, so that the column sorts on both engines alike."""
    computed_low: int
    computed_high: int
    missing: int
    created_at: str = Field(max_length=40)
    updated_at: str = Field(max_length=40)
    summary: str = Field(sa_column=Column(Text, nullable=False))
    document: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RevisionRow(SQLModel, table=True):
    """The edits of one person in one sitting, as a patch (`app/domain/changes.py`)."""

    __tablename__ = "revision"
    __table_args__ = (PrimaryKeyConstraint("report_id", "number"),)

    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    number: int
    from_version: int
    to_version: int
    actor: str = Field(max_length=200)
    started_at: str = Field(max_length=40)
    ended_at: str = Field(max_length=40)
    patch: str = Field(sa_column=Column(Text, nullable=False))


class FactsRow(SQLModel, table=True):
    """What scoring needs of a report (`app/whatif/facts.py`), stored in the order in which a what-if reads it."""

    __tablename__ = "facts"
    __table_args__ = (
        PrimaryKeyConstraint("fiscal_year", "scheme_id", "scheme_version", "report_id"),
        {"sqlite_with_rowid": False},
    )

    fiscal_year: int
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    facts: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class JobRow(SQLModel, table=True):
    """Long work: what was asked (JSON), how far it is, and what came of it (JSON).

    A worker holds a job until `leased_until` and extends that as it goes; `attempt` tells one holder from the next.
    """

    __tablename__ = "job"
    __table_args__ = (Index("job_by_state", "state", "id"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    kind: str = Field(max_length=40)
    state: str = Field(max_length=20)
    actor: str = Field(max_length=200)
    request: str = Field(sa_column=Column(Text, nullable=False))
    done: int
    total: int
    attempt: int
    leased_until: str = Field(max_length=40)
    created_at: str = Field(max_length=40)
    ended_at: str = Field(max_length=40)
    result: str = Field(sa_column=Column(Text, nullable=False))
    error: str = Field(sa_column=Column(Text, nullable=False))


class SchemeDraftRow(SQLModel, table=True):
    """A scheme on its way to publication; `document` is the whole draft as JSON."""

    __tablename__ = "scheme_draft"

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    version: int
    state: str = Field(max_length=20)
    title: str
    updated_at: str = Field(max_length=40)
    document: str = Field(sa_column=Column(Text, nullable=False))
