"""What the desk's page keeps: who is signed in there, and which corrections were sent."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from adapters.storage.tables.schema import REBUILT, Moment, metadata

# `id` is a digest of what the browser keeps: whoever reads the table can't sign in with it.
admin_sessions = Table(
    "admin_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
    info=REBUILT,
)

# A correction that a chat has taken: the one of this number that the revision makes of the reply.
# Its words are made again of both: a purge needs no look in here.
sent_corrections = Table(
    "sent_corrections",
    metadata,
    Column("key", Text, primary_key=True),
    Column("reply", ForeignKey("replies.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sent_corrections_at", "at"),
)
