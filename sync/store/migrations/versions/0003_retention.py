"""Closed requests that still hold particulars, found without looking at those of all years."""

import sqlalchemy as sa
from alembic import op

revision = "0003_retention"
down_revision = "0002_line"
branch_labels = None
depends_on = None

_FULL = sa.text("closed_on IS NOT NULL AND sealed IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_request_full", "request", ["office_id", "closed_on"], sqlite_where=_FULL, postgresql_where=_FULL
    )


def downgrade() -> None:
    op.drop_index("ix_request_full", "request")
