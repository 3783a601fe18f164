"""Whose collections a Chroma server keeps, and the files of segments that other machines fetch."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table("catalog_identity", sa.Column("id", sa.String(32), primary_key=True))
    op.create_table(
        "segment_files",
        sa.Column("segment", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
