"""Queue numbers that counters gave by themselves while the daemon was away."""

import sqlalchemy as sa
from alembic import op

revision = "0012_kept_numbers"
down_revision = "0011_print_order_slips"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_number",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "date", "number", name="pk_kept_number"),
    )


def downgrade() -> None:
    op.drop_table("kept_number")
