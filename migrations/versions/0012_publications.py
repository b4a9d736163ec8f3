"""Public copies of reports, and their points by indicator."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "publication",
        sa.Column("id", _id(), nullable=False),
        sa.Column("report_id", _id(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("department_id", _id(), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("budget_code", sa.String(length=40), nullable=False),
        sa.Column("department_name", sa.String(length=200), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("self_points", sa.Integer(), nullable=False),
        sa.Column("computed_low", sa.Integer(), nullable=False),
        sa.Column("computed_high", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.String(length=40), nullable=False),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "sequence", name="publication_of_report"),
    )
    op.create_index("publication_by_department", "publication", ["department_id", "fiscal_year"], unique=False)
    for name, columns, which in (
        ("publication_by_region", ["region", "fiscal_year", "points", "id"], "withdrawn_at = ''"),
        ("publication_by_year", ["fiscal_year", "points", "id"], "withdrawn_at = ''"),
        ("publication_by_points", ["points", "id"], "withdrawn_at = ''"),
        ("publication_withdrawn", ["region", "id"], "withdrawn_at != ''"),
    ):
        where = sa.text(which)
        op.create_index(name, "publication", columns, unique=False, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "published_indicator",
        sa.Column("publication_id", _id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("publication_id", "position"),
    )
    op.create_index(
        "published_indicator_of", "published_indicator", ["fiscal_year", "region", "indicator", "points"], unique=False
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("published_indicator")
    op.drop_table("publication")
