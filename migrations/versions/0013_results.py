"""What came of reports that are in the bureau's hands, as a row each and a row for each of their indicators."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = {
    "region": 9, "budget_code": 40, "name": 200, "state": 20, "scheme_id": 80, "self_rating": 40,
    "computed_rating": 40, "confirmed_rating": 40, "rating": 40,
}  # fmt: skip
NUMBERS = (
    "fiscal_year", "scheme_version", "self_points", "computed_low", "computed_high", "confirmed_points", "above",
    "compared", "missing", "errors", "warnings", "waived", "submitted_on", "days_late",
)  # fmt: skip
POINTS = ("max_points", "self_points", "computed_points", "confirmed_points", "points")
INDEXES = {
    "result_by_region": ["region", "fiscal_year", "report_id"],
    "result_by_section": ["section_id", "fiscal_year", "report_id"],
    "result_by_department": ["department_id", "fiscal_year"],
    "result_by_confirmed": ["fiscal_year", "confirmed_points", "report_id"],
    "result_by_computed": ["fiscal_year", "computed_low", "report_id"],
    "result_by_self": ["fiscal_year", "self_points", "report_id"],
    "result_by_above": ["fiscal_year", "above", "report_id"],
    "result_by_days_late": ["fiscal_year", "days_late", "report_id"],
    "result_by_name": ["fiscal_year", "name", "report_id"],
}


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables; `jixiao rebuild` fills them for reports that are there."""
    op.create_index("report_waiting_in_region", "report", ["region", "waiting_for"], unique=False)
    op.create_table(
        "result",
        sa.Column("report_id", _id(), autoincrement=False, nullable=False),
        sa.Column("department_id", _id(), nullable=False),
        sa.Column("section_id", _id(), nullable=True),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in WORDS.items()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.PrimaryKeyConstraint("report_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "result", columns, unique=False)
    op.create_table(
        "indicator_result",
        sa.Column("report_id", _id(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in POINTS),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "indicator"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("indicator_result")
    op.drop_table("result")
    op.drop_index("report_waiting_in_region", table_name="report")
