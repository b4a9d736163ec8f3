"""People, their sessions and API tokens, sections of finance bureaus, and the audit log.

Departments may be second-level units and belong to a section; so do reports, by which reviewers list them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables and columns."""
    op.create_table(
        "section",
        sa.Column("id", _id(), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("region", "name", name="section_name"),
    )
    op.create_table(
        "account",
        sa.Column("id", _id(), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("password_since", sa.String(length=40), nullable=False),
        sa.Column("must_change", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(length=40), nullable=False),
        sa.Column("disabled", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login", name="account_login"),
    )
    op.create_index("account_by_region", "account", ["region", "id"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", _id(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", _id(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.String(length=40), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash", name="session_token"),
    )
    op.create_index("session_of", "login_session", ["account", "id"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", _id(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("place_kind", sa.String(length=20), nullable=False),
        sa.Column("place_key", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.String(length=40), nullable=False),
        sa.Column("revoked_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_hash", name="token_secret"),
    )
    op.create_table(
        "event",
        sa.Column("number", _id(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("request", sa.String(length=80), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("event_by_subject", "event", ["subject", "number"], unique=False)
    op.create_index("event_by_kind", "event", ["kind", "number"], unique=False)
    op.create_index("event_by_actor", "event", ["actor", "number"], unique=False)
    head = op.create_table(
        "event_head",
        sa.Column("id", _id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": "0" * 64}])
    for column in ("parent_id", "section_id"):
        op.add_column("department", sa.Column(column, _id(), nullable=True))
    op.create_index("department_by_section", "department", ["section_id", "id"], unique=False)
    op.create_index("department_by_parent", "department", ["parent_id", "id"], unique=False)
    op.add_column("report", sa.Column("section_id", _id(), nullable=True))
    op.create_index("report_by_section", "report", ["section_id", "fiscal_year", "id"], unique=False)
    op.add_column("scheme_draft", sa.Column("region", sa.String(length=9), nullable=False, server_default=""))
    op.create_index("draft_by_region", "scheme_draft", ["region", "id"], unique=False)
    op.create_index("job_by_actor", "job", ["actor", "id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("job_by_actor", table_name="job")
    op.drop_index("draft_by_region", table_name="scheme_draft")
    op.drop_column("scheme_draft", "region")
    op.drop_index("report_by_section", table_name="report")
    op.drop_column("report", "section_id")
    op.drop_index("department_by_parent", table_name="department")
    op.drop_index("department_by_section", table_name="department")
    for column in ("section_id", "parent_id"):
        op.drop_column("department", column)
    for table in ("event_head", "event", "api_token", "login_session", "account", "section"):
        op.drop_table(table)
