"""A thread's follow beside its channel's."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("follows") as follows:
        follows.add_column(sa.Column("thread", sa.Text, nullable=False, server_default=""))
        follows.drop_constraint("uq_follows_place", type_="unique")
        follows.create_unique_constraint(
            "uq_follows_place", ["platform", "channel", "thread", "story"]
        )
    # Until now a thread of Discord's stood only in what it is posted by.
    op.execute(
        "UPDATE follows SET thread = via "
        "WHERE platform = 'discord' AND via <> '' AND via <> channel"
    )
