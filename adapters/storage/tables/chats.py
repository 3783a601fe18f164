"""What the bot remembers of chats: deliveries, replies, verdicts, scopes, manners and follows."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from adapters.storage.tables.schema import Moment, metadata

# What reached the bot. `payload`, the only place that holds a question, is emptied when answered.
deliveries = Table(
    "deliveries",
    metadata,
    Column("key", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("lease_ends", Moment, nullable=False),
    Column("state", String(9), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    # Few are unfinished among all that are remembered, and every replica asks for them often.
    Index("ix_deliveries_state", "state", "lease_ends"),
)

# `quotes` names versions and places in them, none of their words: a purge needs no look in here.
replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("story", Text, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("via", Text, nullable=False, server_default=""),
    Column("possible", Boolean, nullable=False, server_default=false()),
    Column("language", String(2), nullable=False, server_default="en"),
    Index("ix_replies_thread", "platform", "channel", "thread", "at"),
    Index("ix_replies_asked", "platform", "channel", "asked"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("reply", ForeignKey("replies.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

scopes = Table(
    "scopes",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("stories", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

follows = Table(
    "follows",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("pace", String(6), nullable=False),
    Column("minute", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("through", Integer, nullable=False),
    Column("due", Moment, nullable=False),
    Column("quiet", Text, nullable=False),
    # "" for the channel itself; what a thread of it follows is its own.
    Column("thread", Text, nullable=False, server_default=""),
    # As bot.wanted_words has them; {}: all articles are told.
    Column("words", JSON, nullable=False, server_default="{}"),
    Column("ping", Text, nullable=False, server_default=""),
    Column("ping_name", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "channel", "thread", "story", name="uq_follows_place"),
    Index("ix_follows_due", "platform", "due"),
)

# Whom news may ping, and by whose leave.
allowed_pings = Table(
    "allowed_pings",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("pinged", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# What is switched on in a channel: "links", "publish".
switched_on = Table(
    "switched_on",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("at", Moment, nullable=False),
)

# Notices that were published to who follows an announcement channel: so many an hour may be.
published = Table(
    "published",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Rows of those that do not want to be told of corrections.
uncorrected = Table(
    "uncorrected",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Rows of channels that are not answered as everywhere.
manners = Table(
    "manners",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("hears", String(9), nullable=False),
    Column("place", String(7), nullable=False),
    Column("members_only", Boolean, nullable=False),
    Column("admitted", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

# Rows of those for which one was chosen.
channel_languages = Table(
    "channel_languages",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("language", String(2), nullable=False),
    Column("at", Moment, nullable=False),
)
