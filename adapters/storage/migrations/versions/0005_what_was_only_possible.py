"""Which replies claimed nothing and quoted what may answer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "replies",
        sa.Column("possible", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
