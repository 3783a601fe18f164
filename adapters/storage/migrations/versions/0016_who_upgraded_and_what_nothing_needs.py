"""Which Pullquote made these tables, and since when nothing needs a version or a model."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "catalog_upgrades",
        sa.Column("revision", sa.String(32), nullable=False),
        sa.Column("pullquote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("revision", name="pk_catalog_upgrades"),
    )
    op.create_table(
        "unneeded",
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("what", "id", name="pk_unneeded"),
    )
    op.create_table(
        "upkeep",
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_upkeep"),
    )
