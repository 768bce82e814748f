"""What the daemon does by itself: done once, closures, days' figures, the month's pushes, who is not told."""

import sqlalchemy as sa
from alembic import op

revision = "0006_nightly"
down_revision = "0005_survey"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nightly_done",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "kind", "subject", "day", name=op.f("pk_nightly_done")),
    )
    op.create_index(op.f("ix_nightly_done_office_id_day"), "nightly_done", ["office_id", "day"])
    op.create_table(
        "closure",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "date", name=op.f("pk_closure")),
    )
    op.create_table(
        "day_summary",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "day", name=op.f("pk_day_summary")),
    )
    op.create_table(
        "line_allowance",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("pushed", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_most", sa.Integer(), nullable=True),
        sa.Column("stopped_used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_line_allowance")),
    )
    op.create_table(
        "line_untold",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_line_untold")),
    )
    op.create_index(
        op.f("ix_line_untold_office_id_conversation_id"), "line_untold", ["office_id", "conversation_id"]
    )
    op.add_column(
        "line_outgoing", sa.Column("purpose", sa.String(length=12), nullable=False, server_default="decision")
    )
    op.add_column("line_outgoing", sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_audit_office_id_at"), "audit", ["office_id", "at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_office_id_at"), "audit")
    op.drop_column("line_outgoing", "useful_until")
    op.drop_column("line_outgoing", "purpose")
    op.drop_table("line_untold")
    op.drop_table("line_allowance")
    op.drop_table("day_summary")
    op.drop_table("closure")
    op.drop_table("nightly_done")
