"""Print orders that still hold a slip, found by their request."""

import sqlalchemy as sa
from alembic import op

revision = "0011_print_order_slips"
down_revision = "0010_clerk_groups"
branch_labels = None
depends_on = None

_HELD = sa.text("sealed IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_print_order_slip",
        "print_order",
        ["office_id", "request_id"],
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )


def downgrade() -> None:
    op.drop_index("ix_print_order_slip", "print_order")
