"""Survey answers apart from requests; how many citizens add and block the account, by day."""

import datetime
import random
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0005_survey"
down_revision = "0004_by_index"
branch_labels = None
depends_on = None

_AHEAD = datetime.timedelta(hours=7)  # Bangkok


def upgrade() -> None:
    survey = op.create_table(
        "survey",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("speed", sa.Integer(), nullable=True),
        sa.Column("ease", sa.Integer(), nullable=True),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_survey")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_office_id_month"), "survey", ["office_id", "month"])
    _move(survey)
    op.drop_table("survey_answer")
    op.create_table(
        "line_friends",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("followed", sa.Integer(), nullable=False),
        sa.Column("unfollowed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "day", name=op.f("pk_line_friends")),
    )


def _move(survey: sa.Table) -> None:
    """Move the answers; what they were about is not taken along, nor their order."""
    old = sa.table(
        "survey_answer",
        sa.column("office_id"),
        sa.column("question"),
        sa.column("score"),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    bind = op.get_bind()
    found = bind.execute(sa.select(old).where(old.c.question == "speed")).all()
    rows = [
        {
            "office_id": office_id,
            "id": str(uuid.uuid4()),
            "month": (_utc(at) + _AHEAD).date().replace(day=1),
            "speed": score,
            "source": "",
        }
        for office_id, _, score, at in found
    ]
    random.shuffle(rows)
    if rows:
        bind.execute(sa.insert(survey), rows)


def _utc(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(datetime.timezone.utc) if at.tzinfo else at


def downgrade() -> None:
    op.drop_table("line_friends")
    op.create_table(
        "survey_answer",
        sa.Column("office_id", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", "question", name=op.f("pk_survey_answer")),
    )
    op.drop_table("survey")
