"""Who of all processes builds and refreshes, where the index lies, how often people ask."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("token", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "index_home",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("folder", sa.String(32), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
    )
    op.create_table(
        "question_times",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("told", sa.BigInteger),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_question_times_last", "question_times", ["last"])
