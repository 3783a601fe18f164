"""Who refreshes Slack's tokens; where links unfurl and notices are published, and what was."""

import sqlalchemy as sa
from alembic import op

from adapters.storage.tables.schema import Moment

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "slack_refreshes",
        sa.Column("client_id", sa.String(32), primary_key=True),
        sa.Column("enterprise_id", sa.String(32), primary_key=True),
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("why", sa.Text, nullable=False, server_default=""),
        sa.Column("at", Moment),
    )
    op.create_table(
        "switched_on",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("what", sa.String(16), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "published",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
