"""Who is at the office is found by index: the chat and the counters ask for it all day."""

import sqlalchemy as sa
from alembic import op

revision = "0007_arrived"
down_revision = "0006_nightly"
branch_labels = None
depends_on = None

_ARRIVED = sa.text("state = 'arrived'")


def upgrade() -> None:
    op.create_index(
        "ix_request_arrived",
        "request",
        ["office_id", "id"],
        sqlite_where=_ARRIVED,
        postgresql_where=_ARRIVED,
    )


def downgrade() -> None:
    op.drop_index("ix_request_arrived", "request")
