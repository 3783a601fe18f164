"""Which version of our reading a page was read by, and what that alone made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "fetched_pages", sa.Column("read_by", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column(
        "fetched_pages", sa.Column("reread", sa.String(32), nullable=False, server_default="")
    )
