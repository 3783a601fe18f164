"""When a page itself says that its article was last changed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("versions", sa.Column("modified", sa.String(40)))
