"""A clerk's work groups, and the LINE account on which a head is told of late answers."""

import sqlalchemy as sa
from alembic import op

from sync.store.base import Moment

revision = "0010_clerk_groups"
down_revision = "0009_print_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clerk", sa.Column("groups", sa.String(40), nullable=False, server_default=""))
    op.create_table(
        "clerk_line",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("clerk_id", sa.String(40), nullable=False),
        sa.Column("code_digest", sa.String(32), nullable=True),
        sa.Column("code_until", Moment(timezone=True), nullable=True),
        sa.Column("conversation_id", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "clerk_id", name="pk_clerk_line"),
    )
    op.create_index("ix_clerk_line_office_id_conversation_id", "clerk_line", ["office_id", "conversation_id"])


def downgrade() -> None:
    op.drop_table("clerk_line")
    op.drop_column("clerk", "groups")
