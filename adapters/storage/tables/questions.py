"""What nothing answered: where such questions are kept, those that are, and who waits for an
answer; how many were asked, and where admins read of that."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from adapters.storage.tables.schema import Moment, metadata

# What an admin has set for a channel, or with the channel "" for a whole workspace or server.
question_keeping = Table(
    "question_keeping",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("keeps", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

# `listed`: kept for admins; else only for who waits. `asker` tells nobody who asked, but whoever
# knows a person can tell whether it was them. `through`: the newest arrival when it was asked;
# `looked`: the newest whose article was looked at for an answer.
open_questions = Table(
    "open_questions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("follow_up", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("asker", String(32), nullable=False),
    Column("through", Integer, nullable=False),
    Column("looked", Integer, nullable=False),
    Column("answered", Moment),
    Column("article", Text, nullable=False),
    Index("ix_open_questions_place", "platform", "team", "channel"),
    Index("ix_open_questions_looked", "platform", "looked"),
)

# Who is told once it is answered. `refused`: why the chat doesn't take it, "" until then.
wishes = Table(
    "wishes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("question", ForeignKey("open_questions.id", ondelete="CASCADE"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("refused", Text, nullable=False),
    Column("language", String(2), nullable=False),
    UniqueConstraint("question", "person", name="uq_wishes_question"),
    Index("ix_wishes_person", "platform", "person"),
)

# How many questions were asked a day, none of them; `day` as 2026-03-04, in UTC.
asked_counts = Table(
    "asked_counts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("answered", Integer, nullable=False),
    Column("possible", Integer, nullable=False),
    Column("unanswered", Integer, nullable=False),
)

# Where admins read once a week what was asked; `since`: what the next note begins with; `quiet`:
# why it can't be posted any more, "" until then.
admin_notes = Table(
    "admin_notes",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("team", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("since", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("quiet", Text, nullable=False),
    UniqueConstraint("id", name="uq_admin_notes_id"),
)
