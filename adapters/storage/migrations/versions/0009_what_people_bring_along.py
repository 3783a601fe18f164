"""Pages that list articles, sources that somebody was shown and may confirm, and feeds' hubs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    topics = sa.Column("topics", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("generation_stories", topics)
    op.create_table(
        "proposed_sources",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_sources"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("looked", sa.BigInteger(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("pinged", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("feed", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_token", "subscriptions", ["token"])
