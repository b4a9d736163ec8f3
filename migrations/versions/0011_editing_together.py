"""Several people in one report: the last saves of each sitting one by one, so that a write made on one of them can be
merged with what came after; and who is editing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; sittings that are there were not kept save by save."""
    op.add_column("revision", sa.Column("steps", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "presence",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "actor"),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("presence")
    op.drop_column("revision", "steps")
