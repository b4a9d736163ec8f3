"""What a report waits for and when it was first submitted, beside its state: task lists and lateness read them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; `jixiao rebuild` fills them for reports that are there."""
    op.add_column("report", sa.Column("waiting_for", sa.String(length=40), nullable=False, server_default="preparer"))
    op.add_column("report", sa.Column("submitted_at", sa.String(length=40), nullable=False, server_default=""))
    op.create_index("report_by_waiting", "report", ["waiting_for", "id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("report_by_waiting", table_name="report")
    op.drop_column("report", "submitted_at")
    op.drop_column("report", "waiting_for")
