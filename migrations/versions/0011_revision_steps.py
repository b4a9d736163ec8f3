"""The last saves of each sitting one by one, so that a write made on one of them can be merged with what came after."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; sittings that are there were not kept save by save."""
    op.add_column("revision", sa.Column("steps", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Undo it."""
    op.drop_column("revision", "steps")
