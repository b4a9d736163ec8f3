"""The tables, as SQLModel declares them for migrations and statements. Rows are never request bodies.

Points are scaled integers (1 point is 10,000), since SQLite would keep a NUMERIC as a binary fraction. A report's
`document` is the exact body that `GET` answers, `summary` its item in lists; both can be rebuilt by one command.
"""

from typing import Any, Final

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
    text,
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
    __table_args__ = (
        UniqueConstraint("region", "budget_code", name="department_code"),
        Index("department_by_section", "section_id", "id"),
        Index("department_by_parent", "parent_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    region: str = Field(max_length=9)
    budget_code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    parent_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
    section_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))


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
        Index("report_by_section", "section_id", "fiscal_year", "id"),
        Index("report_by_section_state", "section_id", "state", "submitted_at", "id"),
        Index("report_by_state", "state", "submitted_at", "id"),
        Index("report_by_state_in_region", "state", "region", "submitted_at", "id"),
        Index("report_by_waiting", "waiting_for", "id"),
        Index("report_waiting_in_region", "region", "waiting_for"),
        Index("report_by_waiver", "waiver", "id"),
        Index("report_by_points", "fiscal_year", "self_points", "id"),
        {"sqlite_autoincrement": True},  # the number of a deleted draft is never given to another report
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    section_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
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
    waiting_for: str = Field(max_length=40, sa_column_kwargs={"server_default": "preparer"})
    waiver: str = Field(max_length=10, sa_column_kwargs={"server_default": ""})
    submitted_at: str = Field(max_length=40, sa_column_kwargs={"server_default": ""})
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
    steps: str = Field(sa_column=Column(Text, nullable=False, server_default="[]"))


class PresenceRow(SQLModel, table=True):
    """Who is editing a report, and when they were last heard of."""

    __tablename__ = "presence"
    __table_args__ = (PrimaryKeyConstraint("report_id", "actor"),)

    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    actor: str = Field(max_length=40)
    name: str = Field(max_length=200)
    place: str = Field(max_length=80)
    seen_at: str = Field(max_length=40)


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
    __table_args__ = (Index("job_by_state", "state", "id"), Index("job_by_actor", "actor", "id"))

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
    __table_args__ = (Index("draft_by_region", "region", "id"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    version: int
    state: str = Field(max_length=20)
    title: str
    region: str = Field(max_length=9)
    updated_at: str = Field(max_length=40)
    document: str = Field(sa_column=Column(Text, nullable=False))


class SectionRow(SQLModel, table=True):
    """A section (归口业务科室) of a region's finance bureau."""

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("region", "name", name="section_name"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    region: str = Field(max_length=9)
    name: str = Field(max_length=80)


class AccountRow(SQLModel, table=True):
    """A person's account. `roles` and `former` (hashes of passwords before) are JSON."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("login", name="account_login"), Index("account_by_region", "region", "id"))

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    login: str = Field(max_length=40)
    name: str = Field(max_length=40)
    title: str = Field(max_length=60)
    region: str = Field(max_length=9)
    roles: str = Field(sa_column=Column(Text, nullable=False))
    password: str = Field(max_length=200)
    former: str = Field(sa_column=Column(Text, nullable=False))
    password_since: str = Field(max_length=40)
    must_change: int
    failures: int
    locked_until: str = Field(max_length=40)
    disabled: int
    version: int


class SessionRow(SQLModel, table=True):
    """Somebody signed in; `token_hash` is the SHA-256 of what their browser or script holds."""

    __tablename__ = "login_session"
    __table_args__ = (UniqueConstraint("token_hash", name="session_token"), Index("session_of", "account", "id"))

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    token_hash: str = Field(max_length=64)
    account: int = Field(sa_column=Column(_Id, nullable=False))
    created_at: str = Field(max_length=40)
    seen_at: str = Field(max_length=40)
    agent: str = Field(max_length=200)


class TokenRow(SQLModel, table=True):
    """An API token of another system; `rights` is JSON, times are empty where there is none yet."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("secret_hash", name="token_secret"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    name: str = Field(max_length=80)
    secret_hash: str = Field(max_length=64)
    rights: str = Field(sa_column=Column(Text, nullable=False))
    place_kind: str = Field(max_length=20)
    place_key: str = Field(max_length=20)
    region: str = Field(max_length=9)
    created_by: str = Field(max_length=200)
    created_at: str = Field(max_length=40)
    expires_at: str = Field(max_length=40)
    used_at: str = Field(max_length=40)
    revoked_at: str = Field(max_length=40)


class EventRow(SQLModel, table=True):
    """The audit log (`app/domain/audit.py`): rows are only ever added."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_by_subject", "subject", "number"),
        Index("event_by_kind", "kind", "number"),
        Index("event_by_actor", "actor", "number"),
    )

    number: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True, autoincrement=False))
    at: str = Field(max_length=40)
    actor: str = Field(max_length=40)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=60)
    subject: str = Field(max_length=80)
    region: str = Field(max_length=9)
    request: str = Field(max_length=80)
    details: str = Field(sa_column=Column(Text, nullable=False))
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class EventHeadRow(SQLModel, table=True):
    """Number and digest of the newest event, in one row: taking the next number holds it until the commit."""

    __tablename__ = "event_head"

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    digest: str = Field(max_length=64)


class RoundRow(SQLModel, table=True):
    """An evaluation round (评价任务); `document` is the whole aggregate as JSON (`app/domain/rounds/round.py`)."""

    __tablename__ = "round"
    __table_args__ = (Index("round_by_region", "region", "fiscal_year", "id"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    region: str = Field(max_length=9)
    fiscal_year: int
    title: str = Field(max_length=200)
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    state: str = Field(max_length=20)
    deadline: str = Field(max_length=10)
    version: int
    document: str = Field(sa_column=Column(Text, nullable=False))


class RoundDepartmentRow(SQLModel, table=True):
    """A department in a round, with its own last day; `issued` is 1 while the round is.

    One department is asked by one issued round a year.
    """

    __tablename__ = "round_department"
    __table_args__ = (
        PrimaryKeyConstraint("round_id", "department_id"),
        Index("round_department_by_department", "department_id", "fiscal_year"),
        Index(
            "round_department_issued",
            "department_id",
            "fiscal_year",
            unique=True,
            sqlite_where=text("issued = 1"),
            postgresql_where=text("issued = 1"),
        ),
    )

    round_id: int = Field(sa_column=Column(_Id, nullable=False))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    fiscal_year: int
    due: str = Field(max_length=10)
    issued: int


class RoundDrawRow(SQLModel, table=True):
    """A draw of a round's reports for 抽查复核 (`app/domain/rounds/sampling.py`), by its seed; it never changes."""

    __tablename__ = "round_draw"
    __table_args__ = (PrimaryKeyConstraint("round_id", "seed"),)

    round_id: int = Field(sa_column=Column(_Id, nullable=False))
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    document: str = Field(sa_column=Column(Text, nullable=False))


class FollowUpRow(SQLModel, table=True):
    """抽查复核, 整改 or 申诉 of a report; `document` is the whole of it as JSON, `due` is empty where it has no day."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_by_report", "report_id", "id"),
        Index("follow_up_by_region", "region", "kind", "state", "id"),
        Index("follow_up_by_section", "section_id", "kind", "state", "id"),
        Index("follow_up_by_department", "department_id", "kind", "state", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    kind: str = Field(max_length=20)
    state: str = Field(max_length=20)
    region: str = Field(max_length=9)
    section_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    due: str = Field(max_length=10)
    version: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    created_at: str = Field(max_length=40)
    updated_at: str = Field(max_length=40)


class BlobRow(SQLModel, table=True):
    """The content of evidence files and of imported ones, once by its SHA-256.

    It is in the database, so that any number of hosts serve it, one backup has it, and it is added and removed in the
    transaction of what refers to it; and in a table of its own, so that no list and no report reads past it.
    """

    __tablename__ = "blob"

    digest: str = Field(max_length=64, primary_key=True)
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AttachmentRow(SQLModel, table=True):
    """An evidence file (佐证材料) on an indicator of a report; without an indicator, on the whole of it."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("report_id", "indicator", "digest", name="attachment_once"),
        Index("attachment_by_report", "report_id", "id"),
        Index("attachment_by_digest", "digest"),
        {"sqlite_autoincrement": True},  # the log names files by number, so a number is never given again
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    indicator: str = Field(max_length=64)
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    size: int
    digest: str = Field(max_length=64)
    added_by: str = Field(max_length=200)
    added_at: str = Field(max_length=40)


class PassageRow(SQLModel, table=True):
    """A text of a submitted report (`app/domain/prose/passages.py`), kept to be found by what others copy of it."""

    __tablename__ = "passage"
    __table_args__ = (Index("passage_by_report", "report_id"),)

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    fiscal_year: int
    pointer: str = Field(max_length=80)
    text: str = Field(sa_column=Column(Text, nullable=False))


class PassagePrintRow(SQLModel, table=True):
    """A print of a passage, in the order in which a search reads them: a county's, by print."""

    __tablename__ = "passage_print"
    __table_args__ = (
        PrimaryKeyConstraint("county", "print", "passage_id"),
        Index("print_by_passage", "passage_id"),
        {"sqlite_with_rowid": False},
    )

    county: str = Field(max_length=6)
    print: int = Field(sa_column=Column(BigInteger, nullable=False))
    passage_id: int = Field(sa_column=Column(_Id, nullable=False))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))


class ImportItemRow(SQLModel, table=True):
    """A file of an import of filled forms (`app/domain/imports`), in the order of the upload.

    `envelope` is what was read of it as JSON, empty where nothing was; the file itself is a blob by its `digest`.
    """

    __tablename__ = "import_item"
    __table_args__ = (PrimaryKeyConstraint("job_id", "number"), Index("import_item_by_digest", "digest"))

    job_id: int = Field(sa_column=Column(_Id, nullable=False))
    number: int
    name: str = Field(max_length=200)
    size: int
    digest: str = Field(max_length=64)
    state: str = Field(max_length=20)
    department_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
    fiscal_year: int | None = Field(default=None)
    report_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
    report_version: int | None = Field(default=None)
    doubts: int
    changes: int
    message: str = Field(sa_column=Column(Text, nullable=False))
    envelope: str = Field(sa_column=Column(Text, nullable=False))


_PUBLIC: Final[dict[str, Any]] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("withdrawn_at = ''"))
_WITHDRAWN: Final[dict[str, Any]] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("withdrawn_at != ''"))
"""Which copies an index has: lists are of one kind or the other."""


class PublicationRow(SQLModel, table=True):
    """A public copy (`app/domain/publication/copy.py`): written once; only its withdrawal is noted later."""

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("report_id", "sequence", name="publication_of_report"),
        Index("publication_by_region", "region", "fiscal_year", "points", "id", **_PUBLIC),
        Index("publication_by_year", "fiscal_year", "points", "id", **_PUBLIC),
        Index("publication_by_points", "points", "id", **_PUBLIC),
        Index("publication_by_department", "department_id", "fiscal_year"),
        Index("publication_withdrawn", "region", "id", **_WITHDRAWN),
    )

    id: int | None = Field(default=None, sa_column=Column(_Id, primary_key=True))
    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    sequence: int
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    region: str = Field(max_length=9)
    budget_code: str = Field(max_length=40)
    department_name: str = Field(max_length=200)
    fiscal_year: int
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    scheme_digest: str = Field(max_length=64)
    self_points: int
    """Scaled; −1 where the department has given none."""
    computed_low: int
    computed_high: int
    points: int
    """Those that stand, scaled."""
    rating: str = Field(max_length=80)
    digest: str = Field(max_length=64)
    published_at: str = Field(max_length=40)
    withdrawn_at: str = Field(max_length=40)
    withdrawal_reason: str = Field(sa_column=Column(Text, nullable=False))
    document: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PublishedIndicatorRow(SQLModel, table=True):
    """The points of one indicator of a copy that is public now, for statistics; a withdrawal takes them away."""

    __tablename__ = "published_indicator"
    __table_args__ = (
        PrimaryKeyConstraint("publication_id", "position"),
        Index("published_indicator_of", "fiscal_year", "region", "indicator", "points"),
    )

    publication_id: int = Field(sa_column=Column(_Id, nullable=False))
    position: int
    fiscal_year: int
    region: str = Field(max_length=9)
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    indicator: str = Field(max_length=64)
    title: str = Field(max_length=500)
    points: int
    """Those that stand, scaled; −1 where there are none."""
    most: int
    """The full points, scaled; −1 where a pool has them."""


class ResultRow(SQLModel, table=True):
    """What came of a report that is in the bureau's hands (`app/domain/results`), as it ranks among others.

    Points are scaled, −1 where there are none; `above` is scaled and can be less than 0. A list in any order of a whole
    year reads an index in that order; one of a county or section reads the few rows of that place and sorts them.
    """

    __tablename__ = "result"
    __table_args__ = (
        Index("result_by_region", "region", "fiscal_year", "report_id"),
        Index("result_by_section", "section_id", "fiscal_year", "report_id"),
        Index("result_by_department", "department_id", "fiscal_year"),
        Index("result_by_confirmed", "fiscal_year", "confirmed_points", "report_id"),
        Index("result_by_computed", "fiscal_year", "computed_low", "report_id"),
        Index("result_by_self", "fiscal_year", "self_points", "report_id"),
        Index("result_by_above", "fiscal_year", "above", "report_id"),
        Index("result_by_days_late", "fiscal_year", "days_late", "report_id"),
        Index("result_by_name", "fiscal_year", "name", "report_id"),
    )

    report_id: int = Field(sa_column=Column(_Id, primary_key=True, autoincrement=False))
    department_id: int = Field(sa_column=Column(_Id, nullable=False))
    section_id: int | None = Field(default=None, sa_column=Column(_Id, nullable=True))
    region: str = Field(max_length=9)
    budget_code: str = Field(max_length=40)
    name: str = Field(max_length=200)
    fiscal_year: int
    state: str = Field(max_length=20)
    scheme_id: str = Field(max_length=80)
    scheme_version: int
    self_points: int
    self_rating: str = Field(max_length=40)
    computed_low: int
    computed_high: int
    computed_rating: str = Field(max_length=40)
    confirmed_points: int
    confirmed_rating: str = Field(max_length=40)
    rating: str = Field(max_length=40)
    above: int
    compared: int
    missing: int
    errors: int
    warnings: int
    waived: int
    submitted_on: int
    """The day in China of its submission, counted from 0001-01-01 (`date.toordinal`), so that days late are a sum."""
    days_late: int


class IndicatorResultRow(SQLModel, table=True):
    """An indicator of such a report: full marks and points, scaled, −1 where there are none."""

    __tablename__ = "indicator_result"
    __table_args__ = (PrimaryKeyConstraint("report_id", "indicator"), {"sqlite_with_rowid": False})

    report_id: int = Field(sa_column=Column(_Id, nullable=False))
    indicator: str = Field(max_length=64)
    max_points: int
    self_points: int
    computed_points: int
    confirmed_points: int
    points: int
    basis: str = Field(max_length=10)
