"""Which language an article is in."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("versions", sa.Column("language", sa.String(8)))
    op.create_index("ix_versions_language", "versions", ["language", "id"])
