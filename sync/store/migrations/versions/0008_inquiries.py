"""Service 5: when an inquiry is due, pictures, unused reply tokens, counts of the FAQ."""

import sqlalchemy as sa
from alembic import op

from sync.store.base import Moment

revision = "0008_inquiries"
down_revision = "0007_arrived"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")
_DUE = sa.text("inquiry_due IS NOT NULL")


def upgrade() -> None:
    op.add_column("request", sa.Column("inquiry_due", Moment(timezone=True), nullable=True))
    op.create_index(
        "ix_request_inquiry_due", "request", ["office_id", "inquiry_due"], sqlite_where=_DUE, postgresql_where=_DUE
    )
    op.create_table(
        "picture",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("request_id", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(40), nullable=False),
        sa.Column("line_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("due_at", Moment(timezone=True), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_picture"),
    )
    op.create_index(
        "ix_picture_waiting", "picture", ["office_id", "due_at"], sqlite_where=_WAITING, postgresql_where=_WAITING
    )
    for column in ("request_id", "conversation_id", "created_at"):
        op.create_index(f"ix_picture_office_id_{column}", "picture", ["office_id", column])
    op.create_table(
        "picture_part",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", "part", name="pk_picture_part"),
    )
    op.create_table(
        "line_reply",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_line_reply"),
    )
    op.create_index("ix_line_reply_office_id_until", "line_reply", ["office_id", "until"])
    op.create_table(
        "faq_count",
        sa.Column("office_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry", sa.String(40), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("offered", "opened", "helped", "asked")),
        sa.PrimaryKeyConstraint("office_id", "day", "entry", name="pk_faq_count"),
    )


def downgrade() -> None:
    for table in ("faq_count", "line_reply", "picture_part", "picture"):
        op.drop_table(table)
    op.drop_index("ix_request_inquiry_due", "request")
    op.drop_column("request", "inquiry_due")
