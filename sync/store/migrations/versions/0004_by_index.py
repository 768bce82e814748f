"""What is looked for every few seconds or every hour is found by index; conversations by their last change."""

import sqlalchemy as sa
from alembic import op

revision = "0004_by_index"
down_revision = "0003_retention"
branch_labels = None
depends_on = None

_NOT_DONE = sa.text("state <> 'done'")
_EMPTIED = sa.text("sealed IS NULL")
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_line_event_waiting", "line_event")
    op.create_index(
        "ix_line_event_not_done",
        "line_event",
        ["office_id", "happened_ms"],
        sqlite_where=_NOT_DONE,
        postgresql_where=_NOT_DONE,
    )
    op.create_index(
        "ix_line_event_emptied",
        "line_event",
        ["office_id", "received_ms"],
        sqlite_where=_EMPTIED,
        postgresql_where=_EMPTIED,
    )
    op.create_index(
        op.f("ix_line_conversation_office_id_changed_at"), "line_conversation", ["office_id", "changed_at"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_line_conversation_office_id_changed_at"), "line_conversation")
    op.drop_index("ix_line_event_emptied", "line_event")
    op.drop_index("ix_line_event_not_done", "line_event")
    op.create_index(
        "ix_line_event_waiting",
        "line_event",
        ["office_id", "happened_ms"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
