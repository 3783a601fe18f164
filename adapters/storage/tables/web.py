"""What the web is asked for: sources, pages, hubs, and who asks."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from adapters.storage.tables.schema import Moment, metadata

# A feed, sitemap or page that a story names, and what came of asking for it. `url` as story.toml

# has it, `asked` where it has moved to since.
sources = Table(
    "sources",
    metadata,
    Column("story", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("asked", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("checked", Moment),
    Column("succeeded", Moment),
    Column("failing_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("result", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("whole", Moment),
    Column("items", Integer),
    Column("listed", String(32), nullable=False, server_default=""),
    Column("changed", Moment),
    Column("left_out", Integer, nullable=False, server_default="0"),
)

# Who made a story track a source, where that was done in a chat.
source_adders = Table(
    "source_adders",
    metadata,
    Column("story", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# What is heard of who asks the sources: a row for the rounds over all stories, `of` is "" there,
# and one for each story that is refreshed alone.
heartbeats = Table(
    "heartbeats",
    metadata,
    Column("of", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("began", Moment, nullable=False),
    Column("beat", Moment, nullable=False),
    Column("ended", Moment),
    Column("well_began", Moment),
    Column("well_ended", Moment),
    Column("fault", Text, nullable=False),
)

# A page that a source led to. `url` is canonical; `article` and `version` are what is held of it;
# `judged` is the digest of what it was judged by; `unchecked_since`: since when it shows no version
# of that; `shown` is the digest of the words that it showed the last time.
fetched_pages = Table(
    "fetched_pages",
    metadata,
    Column("story", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("asked", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("why", Text, nullable=False),
    Column("judged", String(32), nullable=False),
    Column("article", Text, nullable=False, index=True),
    Column("version", ForeignKey("versions.id", ondelete="SET NULL"), index=True),
    Column("from_feed", Boolean, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("found", Moment, nullable=False),
    Column("checked", Moment),
    Column("gone_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("due", Moment),
    Column("unchecked_since", Moment),
    Column("shown", String(32), nullable=False, server_default=""),
    Column("read_by", Integer, nullable=False, server_default="0"),
    Column("reread", String(32), nullable=False, server_default=""),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("checked", Moment, nullable=False),
)

# What somebody in a chat was shown and may confirm: to track a source, or to end that.
proposed_sources = Table(
    "proposed_sources",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("story", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("ends", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

# Which hubs tell of which feeds' changes (WebSub).
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("looked", Moment, nullable=False),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("token", Text, nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("asked", Moment),
    Column("until", Moment),
    Column("pinged", Moment),
)
