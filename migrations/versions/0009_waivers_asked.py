"""Which reports have a waiver that waits for its decision: the performance office's task list reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; reports that are there have no waivers."""
    op.add_column("report", sa.Column("waiver", sa.String(length=10), nullable=False, server_default=""))
    op.create_index("report_by_waiver", "report", ["waiver", "id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("report_by_waiver", table_name="report")
    op.drop_column("report", "waiver")
