"""Words that news must hold, and whom it may ping."""

import sqlalchemy as sa
from alembic import op

from adapters.storage.tables.schema import Moment

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    with op.batch_alter_table("follows") as follows:
        follows.add_column(sa.Column("words", sa.JSON, nullable=False, server_default="{}"))
        follows.add_column(sa.Column("ping", sa.Text, nullable=False, server_default=""))
        follows.add_column(sa.Column("ping_name", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "allowed_pings",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("pinged", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
