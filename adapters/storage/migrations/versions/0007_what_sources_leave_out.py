"""How many items a source leaves out, and what a story takes of each source."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "sources", sa.Column("left_out", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "generation_stories",
        sa.Column("source_rules", sa.JSON(), nullable=False, server_default="[]"),
    )
