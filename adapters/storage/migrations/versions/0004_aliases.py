"""Other names that a story's people and things go by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    aliases = sa.Column("aliases", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("generation_stories", aliases)
