"""Lanes of the review queue: what a section, a region or everybody has in a state, by first submission."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEXES = {
    "report_by_section_state": ["section_id", "state", "submitted_at", "id"],
    "report_by_state": ["state", "submitted_at", "id"],
    "report_by_state_in_region": ["state", "region", "submitted_at", "id"],
}


def upgrade() -> None:
    """Add the indexes."""
    for name, columns in INDEXES.items():
        op.create_index(name, "report", columns, unique=False)


def downgrade() -> None:
    """Undo it."""
    for name in INDEXES:
        op.drop_index(name, table_name="report")
