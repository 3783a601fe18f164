"""Since when a page shows no version of its article, and what it showed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("fetched_pages", sa.Column("unchecked_since", sa.BigInteger()))
    shown = sa.Column("shown", sa.String(32), nullable=False, server_default="")
    op.add_column("fetched_pages", shown)
