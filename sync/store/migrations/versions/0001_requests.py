"""Requests, the feed and its trail, commands, slots, queues, sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0001_requests"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("counter", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "seq", name=op.f("pk_audit")),
    )
    op.create_index(
        op.f("ix_audit_office_id_request_id_seq"), "audit", ["office_id", "request_id", "seq"], unique=False
    )
    op.create_table(
        "clerk",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_clerk")),
    )
    op.create_table(
        "command",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("body_digest", sa.String(length=32), nullable=False),
        sa.Column("clerk", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_command")),
    )
    op.create_table(
        "desk",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.String(length=20), nullable=False),
        sa.Column("key_digest", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "counter", name=op.f("pk_desk")),
    )
    op.create_table(
        "desk_session",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("token_digest", sa.String(length=32), nullable=False),
        sa.Column("clerk_id", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "token_digest", name=op.f("pk_desk_session")),
    )
    op.create_index(
        op.f("ix_desk_session_office_id_clerk_id"), "desk_session", ["office_id", "clerk_id"], unique=False
    )
    op.create_index(
        op.f("ix_desk_session_office_id_counter"), "desk_session", ["office_id", "counter"], unique=False
    )
    op.create_table(
        "feed",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_feed")),
    )
    op.create_table(
        "queue",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "date", "letter", name=op.f("pk_queue")),
    )
    op.create_table(
        "reference",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "reference", name=op.f("pk_reference")),
    )
    op.create_table(
        "request",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("card_lookup", sa.String(length=32), nullable=True),
        sa.Column("card_tail_lookup", sa.String(length=32), nullable=True),
        sa.Column("laser_lookup", sa.String(length=32), nullable=True),
        sa.Column("pid_lookup", sa.String(length=32), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_request")),
    )
    op.create_index(
        op.f("ix_request_office_id_card_lookup"), "request", ["office_id", "card_lookup"], unique=False
    )
    op.create_index(
        op.f("ix_request_office_id_card_tail_lookup"),
        "request",
        ["office_id", "card_tail_lookup"],
        unique=False,
    )
    op.create_index(
        op.f("ix_request_office_id_closed_on_seq"), "request", ["office_id", "closed_on", "seq"], unique=False
    )
    op.create_index(
        op.f("ix_request_office_id_conversation_id"),
        "request",
        ["office_id", "conversation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_request_office_id_laser_lookup"), "request", ["office_id", "laser_lookup"], unique=False
    )
    op.create_index(
        op.f("ix_request_office_id_pid_lookup"), "request", ["office_id", "pid_lookup"], unique=False
    )
    op.create_index("uq_request_office_id_reference", "request", ["office_id", "reference"], unique=True)
    op.create_index("uq_request_office_id_seq", "request", ["office_id", "seq"], unique=True)
    op.create_table(
        "sign_in_tries",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("bucket", sa.String(length=4), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "bucket", name=op.f("pk_sign_in_tries")),
    )
    op.create_table(
        "slot",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("time", sa.Time(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "date", "time", name=op.f("pk_slot")),
    )


def downgrade() -> None:
    op.drop_table("slot")
    op.drop_table("sign_in_tries")
    op.drop_index("uq_request_office_id_seq", table_name="request")
    op.drop_index("uq_request_office_id_reference", table_name="request")
    op.drop_index(op.f("ix_request_office_id_pid_lookup"), table_name="request")
    op.drop_index(op.f("ix_request_office_id_laser_lookup"), table_name="request")
    op.drop_index(op.f("ix_request_office_id_conversation_id"), table_name="request")
    op.drop_index(op.f("ix_request_office_id_closed_on_seq"), table_name="request")
    op.drop_index(op.f("ix_request_office_id_card_tail_lookup"), table_name="request")
    op.drop_index(op.f("ix_request_office_id_card_lookup"), table_name="request")
    op.drop_table("request")
    op.drop_table("reference")
    op.drop_table("queue")
    op.drop_table("feed")
    op.drop_index(op.f("ix_desk_session_office_id_counter"), table_name="desk_session")
    op.drop_index(op.f("ix_desk_session_office_id_clerk_id"), table_name="desk_session")
    op.drop_table("desk_session")
    op.drop_table("desk")
    op.drop_table("command")
    op.drop_table("clerk")
    op.drop_index(op.f("ix_audit_office_id_request_id_seq"), table_name="audit")
    op.drop_table("audit")
