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
