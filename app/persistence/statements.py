"""Every statement of the service, written once over the tables and compiled to text for both drivers.

They run on the driver itself: compiling and unpacking by SQLAlchemy would cost half of a read.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import SQLModel

from app.persistence import tables

_TABLES: Final = SQLModel.metadata.tables
_REPORT, _DEPARTMENT = _TABLES[tables.ReportRow.__tablename__], _TABLES[tables.DepartmentRow.__tablename__]
_SCHEME, _REVISION = _TABLES[tables.SchemeRow.__tablename__], _TABLES[tables.RevisionRow.__tablename__]

_FACTS, _JOB = _TABLES[tables.FactsRow.__tablename__], _TABLES[tables.JobRow.__tablename__]

_SQLITE: Final[Dialect] = SQLiteDialect_pysqlite(paramstyle="named")
_POSTGRESQL: Final[Dialect] = PGDialect_psycopg(paramstyle="pyformat")  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's text for each engine, with named parameters."""

    sqlite: str
    postgresql: str


def _compiled(statement: Any) -> Statement:
    # SQLAlchemy writes an offset of 0 into every SQLite limit; pages here go by key and have none.
    sqlite = str(statement.compile(dialect=_SQLITE)).replace(" OFFSET :param_1", "")
    return Statement(sqlite, str(statement.compile(dialect=_POSTGRESQL)))


def _given(*names: str) -> dict[str, BindParameter[Any]]:
    return {name: bindparam(name) for name in names}


_report, _department, _scheme, _revision = _REPORT.c, _DEPARTMENT.c, _SCHEME.c, _REVISION.c
_DRAFT = _TABLES[tables.SchemeDraftRow.__tablename__]
_facts, _job, _draft = _FACTS.c, _JOB.c, _DRAFT.c
_REPORT_COLUMNS: Final = [column.name for column in _report if column.name != "id"]
_REVISION_COLUMNS: Final = [column.name for column in _revision]
_SCHEME_COLUMNS: Final = [column.name for column in _scheme]
_OWN_SITTING: Final = [
    name for name in _REVISION_COLUMNS if name not in ("report_id", "number", "from_version", "actor")
]

GET_REPORT: Final = _compiled(
    select(_report.version, _report.state, _report.document).where(_report.id == bindparam("id"))
)
REPORT_VERSION: Final = _compiled(select(_report.version).where(_report.id == bindparam("id")))
REPORT_OF_THE_YEAR: Final = _compiled(
    select(_report.id).where(
        _report.department_id == bindparam("department_id"), _report.fiscal_year == bindparam("fiscal_year")
    )
)
ADD_REPORT: Final = _compiled(insert(_REPORT).values(_given(*_REPORT_COLUMNS)).returning(_report.id))
REPLACE_REPORT: Final = _compiled(
    update(_REPORT)
    .where(_report.id == bindparam("report_id"), _report.version == bindparam("expected"))
    .values(_given(*_REPORT_COLUMNS))
)
REMOVE_REPORT: Final = _compiled(
    delete(_REPORT).where(_report.id == bindparam("id"), _report.version == bindparam("expected"))
)
REMOVE_REVISIONS: Final = _compiled(delete(_REVISION).where(_revision.report_id == bindparam("report_id")))
REPORT_IDS: Final = _compiled(
    select(_report.id).where(_report.id > bindparam("after")).order_by(_report.id).limit(bindparam("limit"))
)

REPORT_SUMMARY: Final = _compiled(select(_report.summary).where(_report.id == bindparam("id")))
REMOVE_FACTS: Final = _compiled(delete(_FACTS).where(_facts.report_id == bindparam("report_id")))
REPORTS_WITHOUT_FACTS: Final = _compiled(
    select(_report.id)
    .where(
        ~select(_facts.report_id)
        .where(
            _facts.fiscal_year == _report.fiscal_year,
            _facts.scheme_id == _report.scheme_id,
            _facts.scheme_version == _report.scheme_version,
            _facts.report_id == _report.id,
        )
        .exists()
    )
    .limit(bindparam("limit"))
)
_OF_SCHEME: Final = (
    _facts.fiscal_year == bindparam("fiscal_year"),
    _facts.scheme_id == bindparam("scheme_id"),
    _facts.scheme_version == bindparam("scheme_version"),
)
REPLACE_FACTS: Final = _compiled(
    update(_FACTS).where(*_OF_SCHEME, _facts.report_id == bindparam("of_report")).values(_given("facts"))
)
ADD_FACTS: Final = _compiled(
    insert(_FACTS).values(_given("fiscal_year", "scheme_id", "scheme_version", "report_id", "facts"))
)
FACTS: Final = _compiled(
    select(_facts.report_id, _facts.facts)
    .where(*_OF_SCHEME, _facts.report_id > bindparam("after"))
    .order_by(_facts.report_id)
    .limit(bindparam("limit"))
)

_JOB_FIELDS: Final = [column.name for column in _job if column.name != "id"]
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_RUNNING: ColumnElement[str] = literal_column("'running'")
_CANCELLED: ColumnElement[str] = literal_column("'cancelled'")
_OPEN: Final = (_job.state == _WAITING) | (_job.state == _RUNNING)
_HELD: Final = (_job.id == bindparam("job"), _job.attempt == bindparam("held"), _job.state == _RUNNING)
ADD_JOB: Final = _compiled(insert(_JOB).values(_given(*_JOB_FIELDS)).returning(_job.id))
GET_JOB: Final = _compiled(select(_JOB).where(_job.id == bindparam("id")))
JOBS: Final = _compiled(select(_JOB).order_by(_job.id.desc()).limit(bindparam("limit")))
JOBS_BEFORE: Final = _compiled(
    select(_JOB).where(_job.id < bindparam("before")).order_by(_job.id.desc()).limit(bindparam("limit"))
)
CLAIMABLE_JOB: Final = _compiled(
    select(_JOB)
    .where((_job.state == _WAITING) | and_(_job.state == _RUNNING, _job.leased_until < bindparam("now")))
    .order_by(_job.id)
    .limit(bindparam("limit"))
)
CLAIM_JOB: Final = _compiled(
    update(_JOB)
    .where(_job.id == bindparam("job"), _job.attempt == bindparam("held"), _OPEN)
    .values({**_given("attempt", "leased_until"), "state": _RUNNING})
)
ADVANCE_JOB: Final = _compiled(update(_JOB).where(*_HELD).values(_given("done", "total", "leased_until")))
END_JOB: Final = _compiled(update(_JOB).where(*_HELD).values(_given("state", "result", "error", "ended_at")))
CANCEL_JOB: Final = _compiled(
    update(_JOB).where(_job.id == bindparam("job"), _OPEN).values({**_given("ended_at"), "state": _CANCELLED})
)

_REVISION_FIELDS: Final = [column for column in _revision if column.name != "report_id"]
LAST_REVISION: Final = _compiled(
    select(*_REVISION_FIELDS)
    .where(_revision.report_id == bindparam("report_id"))
    .order_by(_revision.number.desc())
    .limit(bindparam("limit"))
)
REVISIONS_BEFORE: Final = _compiled(
    select(*_REVISION_FIELDS)
    .where(_revision.report_id == bindparam("report_id"), _revision.number < bindparam("before"))
    .order_by(_revision.number.desc())
    .limit(bindparam("limit"))
)
ADD_REVISION: Final = _compiled(insert(_REVISION).values(_given(*_REVISION_COLUMNS)))
EXTEND_REVISION: Final = _compiled(
    update(_REVISION)
    .where(_revision.report_id == bindparam("of_report"), _revision.number == bindparam("of_number"))
    .values(_given(*_OWN_SITTING))
)

GET_DEPARTMENT: Final = _compiled(select(_DEPARTMENT).where(_department.id == bindparam("id")))
FIND_DEPARTMENT: Final = _compiled(
    select(_DEPARTMENT).where(
        _department.region == bindparam("region"), _department.budget_code == bindparam("budget_code")
    )
)
ADD_DEPARTMENT: Final = _compiled(
    insert(_DEPARTMENT).values(_given("region", "budget_code", "name")).returning(_department.id)
)
DEPARTMENTS: Final = _compiled(
    select(_DEPARTMENT).where(_department.id > bindparam("after")).order_by(_department.id).limit(bindparam("limit"))
)
DEPARTMENTS_OF_REGION: Final = _compiled(
    select(_DEPARTMENT)
    .where(_department.region == bindparam("region"), _department.id > bindparam("after"))
    .order_by(_department.id)
    .limit(bindparam("limit"))
)

GET_SCHEME: Final = _compiled(
    select(_SCHEME).where(_scheme.id == bindparam("id"), _scheme.version == bindparam("version"))
)
NEWEST_SCHEME: Final = _compiled(
    select(_SCHEME).where(_scheme.id == bindparam("id")).order_by(_scheme.version.desc()).limit(bindparam("limit"))
)
ADD_SCHEME: Final = _compiled(insert(_SCHEME).values(_given(*_SCHEME_COLUMNS)))
_SCHEMES = (
    select(_SCHEME)
    .where(
        (_scheme.id > bindparam("after_id"))
        | and_(_scheme.id == bindparam("after_id"), _scheme.version > bindparam("after_version"))
    )
    .order_by(_scheme.id, _scheme.version)
    .limit(bindparam("limit"))
)
SCHEMES: Final = _compiled(_SCHEMES)
VERSIONS: Final = _compiled(_SCHEMES.where(_scheme.id == bindparam("id")))
SCHEMES_IN_FORCE: Final = _compiled(
    select(_SCHEME)
    .where(
        _scheme.region.in_([bindparam("region"), bindparam("city"), bindparam("province"), bindparam("nation")]),
        _scheme.first_fiscal_year <= bindparam("fiscal_year"),
        _scheme.last_fiscal_year >= bindparam("fiscal_year"),
    )
    .order_by(_scheme.region.desc(), _scheme.id, _scheme.version.desc())
    .limit(bindparam("limit"))
)

_DRAFT_FIELDS: Final = [column.name for column in _draft if column.name != "id"]
ADD_DRAFT: Final = _compiled(insert(_DRAFT).values(_given(*_DRAFT_FIELDS)).returning(_draft.id))
GET_DRAFT: Final = _compiled(select(_DRAFT).where(_draft.id == bindparam("id")))
DRAFTS: Final = _compiled(
    select(_DRAFT).where(_draft.id > bindparam("after")).order_by(_draft.id).limit(bindparam("limit"))
)
REPLACE_DRAFT: Final = _compiled(
    update(_DRAFT)
    .where(_draft.id == bindparam("draft"), _draft.version == bindparam("expected"))
    .values(_given(*_DRAFT_FIELDS))
)
REMOVE_DRAFT: Final = _compiled(
    delete(_DRAFT).where(_draft.id == bindparam("draft"), _draft.version == bindparam("expected"))
)

FILTERS: Final = {
    "fiscal_year": _report.fiscal_year,
    "department": _report.department_id,
    "region": _report.region,
    "state": _report.state,
    "scheme": _report.scheme_id,
}


Following = Literal["from the first", "among equals", "below"]
"""Where a page begins: at the first row; after an id among rows of the same points; at the first row below a key."""


@cache
def list_reports(filters: tuple[str, ...], *, by_points: bool, following: Following) -> Statement:
    """Summaries with their sort key: newest first, or by the department's own points, from the highest.

    Many reports have the same points. What is left of those points and what is below them are two stretches of the
    index and two statements; one condition on both would read all of the first.
    """
    key = _report.self_points if by_points else _report.id
    conditions: list[ColumnElement[bool]] = [FILTERS[name] == bindparam(name) for name in filters]
    if following == "among equals":
        conditions += [key == bindparam("after_key"), _report.id < bindparam("after_id")]
    elif following == "below":
        conditions.append(key < bindparam("after_key"))
    order = [key.desc(), _report.id.desc()] if by_points else [key.desc()]
    listing = select(key, _report.id, _report.summary).where(*conditions).order_by(*order)
    return _compiled(listing.limit(bindparam("limit")))
