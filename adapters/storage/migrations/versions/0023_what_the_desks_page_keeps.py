"""Who is signed in at the desk's page, and which corrections were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "admin_sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_admin_sessions_until", "admin_sessions", ["until"])
    op.create_table(
        "sent_corrections",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column(
            "reply",
            sa.Text,
            sa.ForeignKey("replies.id", ondelete="CASCADE", name="fk_sent_corrections_reply"),
            nullable=False,
        ),
        sa.Column(
            "revision",
            sa.Integer,
            sa.ForeignKey("revisions.id", ondelete="CASCADE", name="fk_sent_corrections_revision"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    for column in ("reply", "revision", "at"):
        op.create_index(f"ix_sent_corrections_{column}", "sent_corrections", [column])
