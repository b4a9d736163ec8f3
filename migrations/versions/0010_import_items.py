"""Files of imports of filled forms, and what was read of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "import_item",
        sa.Column("job_id", _id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("department_id", _id(), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("report_id", _id(), nullable=True),
        sa.Column("report_version", sa.Integer(), nullable=True),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("envelope", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "number"),
    )
    op.create_index("import_item_by_digest", "import_item", ["digest"], unique=False)


def downgrade() -> None:
    """Undo it; contents that only imports have are removed with them."""
    op.drop_table("import_item")
    op.execute("DELETE FROM blob WHERE digest NOT IN (SELECT digest FROM attachment)")
