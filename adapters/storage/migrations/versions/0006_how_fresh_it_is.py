"""When sources were read and changed, who added and who asks them, and what is told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TIME = sa.BigInteger


def upgrade() -> None:
    for name in ("whole", "changed"):
        op.add_column("sources", sa.Column(name, _TIME()))
    op.add_column("sources", sa.Column("items", sa.Integer()))
    op.add_column("sources", sa.Column("listed", sa.String(32), nullable=False, server_default=""))
    op.create_table(
        "source_adders",
        sa.Column("story", sa.Text(), primary_key=True),
        sa.Column("url", sa.Text(), primary_key=True),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("at", _TIME(), nullable=False),
    )
    op.create_table(
        "heartbeats",
        sa.Column("of", sa.Text(), primary_key=True),
        sa.Column("since", _TIME(), nullable=False),
        sa.Column("began", _TIME(), nullable=False),
        sa.Column("beat", _TIME(), nullable=False),
        sa.Column("ended", _TIME()),
        sa.Column("well_began", _TIME()),
        sa.Column("well_ended", _TIME()),
        sa.Column("fault", sa.Text(), nullable=False),
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("since", _TIME(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended", _TIME()),
        sa.UniqueConstraint("story", "url", "since", name="uq_outages_since"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outage_notices",
        sa.Column(
            "outage",
            sa.Integer(),
            sa.ForeignKey("outages.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("platform", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("told", _TIME(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("over", _TIME()),
    )
