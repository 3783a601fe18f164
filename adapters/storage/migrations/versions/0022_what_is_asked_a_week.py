"""How many questions are asked a day, and where admins read of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "asked_counts",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("possible", sa.Integer, nullable=False),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("platform", "team", "channel", "day", name="pk_asked_counts"),
    )
    op.create_table(
        "admin_notes",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("quiet", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "channel", name="pk_admin_notes"),
        sa.UniqueConstraint("id", name="uq_admin_notes_id"),
    )
