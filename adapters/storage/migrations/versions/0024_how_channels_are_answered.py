"""How a channel is answered: unasked or not, where, and whom."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "manners",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("hears", sa.String(9), nullable=False),
        sa.Column("place", sa.String(7), nullable=False),
        sa.Column("members_only", sa.Boolean, nullable=False),
        sa.Column("admitted", sa.JSON, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
