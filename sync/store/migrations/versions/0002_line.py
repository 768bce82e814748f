"""Events, conversations and messages of LINE; the key's canary; survey answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002_line"
down_revision = "0001_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_event",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=40), nullable=False),
        sa.Column("happened_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_line_event")),
    )
    op.create_index(
        "ix_line_event_waiting",
        "line_event",
        ["office_id", "happened_ms"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "line_conversation",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_line_conversation")),
    )
    op.create_index(
        op.f("ix_line_conversation_office_id_forget_at"), "line_conversation", ["office_id", "forget_at"]
    )
    op.create_table(
        "line_unsent",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_line_unsent")),
    )
    op.create_table(
        "line_outgoing",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("importance", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_line_outgoing")),
    )
    op.create_index(
        "ix_line_outgoing_open",
        "line_outgoing",
        ["office_id", "conversation_id", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        op.f("ix_line_outgoing_office_id_state_changed_at"),
        "line_outgoing",
        ["office_id", "state", "changed_at"],
    )
    op.create_table(
        "survey_answer",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", "question", name=op.f("pk_survey_answer")),
    )
    op.create_table(
        "seal_canary",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_seal_canary")),
    )


def downgrade() -> None:
    for table in (
        "seal_canary", "survey_answer", "line_outgoing", "line_unsent", "line_conversation", "line_event",
    ):  # fmt: skip
        op.drop_table(table)
