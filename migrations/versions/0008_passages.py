"""The texts of submitted reports with their prints, by which text that was copied from another department is found."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; `jixiao rebuild` fills them for reports that are there."""
    op.create_table(
        "passage",
        sa.Column("id", _id(), nullable=False),
        sa.Column("report_id", _id(), nullable=False),
        sa.Column("department_id", _id(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("pointer", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("passage_by_report", "passage", ["report_id"], unique=False)
    op.create_table(
        "passage_print",
        sa.Column("county", sa.String(length=6), nullable=False),
        sa.Column("print", sa.BigInteger(), nullable=False),
        sa.Column("passage_id", _id(), nullable=False),
        sa.Column("department_id", _id(), nullable=False),
        sa.PrimaryKeyConstraint("county", "print", "passage_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("print_by_passage", "passage_print", ["passage_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("passage_print")
    op.drop_table("passage")
