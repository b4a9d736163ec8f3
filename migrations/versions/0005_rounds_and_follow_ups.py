"""Evaluation rounds with their departments and draws, and what follows on a report after its review."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "round",
        sa.Column("id", _id(), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("deadline", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("round_by_region", "round", ["region", "fiscal_year", "id"], unique=False)
    op.create_table(
        "round_department",
        sa.Column("round_id", _id(), nullable=False),
        sa.Column("department_id", _id(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "department_id"),
    )
    asked = ["department_id", "fiscal_year"]
    op.create_index("round_department_by_department", "round_department", asked, unique=False)
    while_issued = sa.text("issued = 1")
    op.create_index(
        "round_department_issued",
        "round_department",
        asked,
        unique=True,
        sqlite_where=while_issued,
        postgresql_where=while_issued,
    )
    op.create_table(
        "round_draw",
        sa.Column("round_id", _id(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "seed"),
    )
    op.create_table(
        "follow_up",
        sa.Column("id", _id(), nullable=False),
        sa.Column("report_id", _id(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=9), nullable=False),
        sa.Column("section_id", _id(), nullable=True),
        sa.Column("department_id", _id(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("updated_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follow_up_by_report", "follow_up", ["report_id", "id"], unique=False)
    for place in ("region", "section", "department"):
        column = place if place == "region" else f"{place}_id"
        op.create_index(f"follow_up_by_{place}", "follow_up", [column, "kind", "state", "id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    for table in ("follow_up", "round_draw", "round_department", "round"):
        op.drop_table(table)
