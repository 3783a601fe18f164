"""What is to be told: arrivals, revisions, outages, and how far that was read."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from adapters.storage.tables.schema import Moment, metadata

# What a new generation brought: an article that was never there before …
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("article", name="uq_arrivals_article"),
    Index("ix_arrivals_story", "story", "id"),
    sqlite_autoincrement=True,  # an id is never used twice, though the newest be purged
)

# … and one that reads otherwise, or was withdrawn: `after` is "" then.
revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story", Text, nullable=False),
    Column("article", Text, nullable=False, index=True),
    Column("before", String(32), nullable=False),
    Column("after", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("read", Integer, nullable=False),
)

# A source that can't be read, or, where `story` and `url` are "", nothing that is asked any more.
# `ended`: it is read again.
outages = Table(
    "outages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Column("ended", Moment),
    UniqueConstraint("story", "url", "since", name="uq_outages_since"),
    sqlite_autoincrement=True,
)

# Where it was told, or is just being told, by the delivery of this key, and that it is over.
outage_notices = Table(
    "outage_notices",
    metadata,
    Column("outage", ForeignKey("outages.id", ondelete="CASCADE"), primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("told", Moment, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("over", Moment),
)
