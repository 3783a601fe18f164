"""Questions that nothing answered, where they are kept, and who waits for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "question_keeping",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("keeps", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("platform", "team", "channel", name="pk_question_keeping"),
    )
    op.create_table(
        "open_questions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("follow_up", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("asker", sa.String(32), nullable=False),
        sa.Column("through", sa.Integer, nullable=False),
        sa.Column("looked", sa.Integer, nullable=False),
        sa.Column("answered", sa.BigInteger),
        sa.Column("article", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_open_questions"),
    )
    op.create_index("ix_open_questions_place", "open_questions", ["platform", "team", "channel"])
    op.create_index("ix_open_questions_looked", "open_questions", ["platform", "looked"])
    op.create_table(
        "wishes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(32), nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("refused", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
        sa.ForeignKeyConstraint(
            ["question"], ["open_questions.id"], name="fk_wishes_question", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("question", "person", name="uq_wishes_question"),
    )
    op.create_index("ix_wishes_person", "wishes", ["platform", "person"])
