"""Evidence files on reports, and their contents by digest."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "blob",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", _id(), nullable=False),
        sa.Column("report_id", _id(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "indicator", "digest", name="attachment_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("attachment_by_report", "attachment", ["report_id", "id"], unique=False)
    op.create_index("attachment_by_digest", "attachment", ["digest"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("attachment")
    op.drop_table("blob")
