"""Print orders between counters."""

import sqlalchemy as sa
from alembic import op

from sync.store.base import Moment

revision = "0009_print_orders"
down_revision = "0008_inquiries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_order",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("printer", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("clerk", sa.String(40), nullable=False),
        sa.Column("request_id", sa.String(40), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("body_digest", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(4), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_print_order"),
    )
    for names in (("printer", "seq"), ("sender", "seq"), ("changed_at",)):
        op.create_index(f"ix_print_order_office_id_{'_'.join(names)}", "print_order", ["office_id", *names])


def downgrade() -> None:
    op.drop_table("print_order")
