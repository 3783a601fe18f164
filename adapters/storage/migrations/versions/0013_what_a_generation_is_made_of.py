"""Generations as lists of segments. Those of before have none, and are built anew from their
stored vectors by the next reindex."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "segments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_segments"),
    )
    op.create_table(
        "generation_segments",
        sa.Column("generation", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("segment", sa.String(32), nullable=False),
        sa.Column("gone", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("generation", "position", name="pk_generation_segments"),
        sa.ForeignKeyConstraint(
            ["generation"],
            ["generations.id"],
            name="fk_generation_segments_generation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["segment"], ["segments.id"], name="fk_generation_segments_segment"
        ),
    )
    op.create_index(
        "ix_generation_segments_segment", "generation_segments", ["segment"], unique=False
    )
    # The generation whose content this one holds in fewer segments.
    op.add_column("generations", sa.Column("merged_from", sa.String(32)))
