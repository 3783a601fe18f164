"""The catalog's tables, as SQLAlchemy knows them; the migrations beside this file make them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class IsoDateTime(TypeDecorator[datetime]):
    """A timezone-aware time as ISO 8601 text: SQLite would lose the offset that was printed."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A timezone-aware time as microseconds since 1970, so that SQL can compare and sort it; it
    comes back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A version is one article as it read at one time; its id is the digest of its content.
versions = Table(
    "versions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("article", Text, nullable=False, index=True),
    Column("story", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("published", IsoDateTime),
    Column("text", Text, nullable=False),
    Column("fetched", IsoDateTime, nullable=False),
    Column("updated", IsoDateTime),
    Column("modified", IsoDateTime),
)

# `cut` is the PASSAGES_VERSION that cut it: an older generation keeps its passages beside new ones.
passages = Table(
    "passages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("cut", Integer, primary_key=True),
    Column("version", ForeignKey("versions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("content_hash", String(32), nullable=False),
)

# Vectors already paid for; a killed reindex resumes from here. float32, little-endian.
embeddings = Table(
    "embeddings",
    metadata,
    Column("content_hash", String(32), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# A finished generation is a whole snapshot: what it holds is never looked up anywhere else.
generations = Table(
    "generations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", IsoDateTime, nullable=False),
    Column("model", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)


def _snapshot(name: str, key: str, *columns: Column[object]) -> Table:
    return Table(
        name,
        metadata,
        Column(
            "generation",
            ForeignKey("generations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(key, Text, primary_key=True),
        *columns,
    )


generation_stories = _snapshot(
    "generation_stories",
    "slug",
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("keywords", JSON, nullable=False),
    Column("feeds", JSON, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("refresh_minutes", Integer),
    Column("closeness", Float),
    Column("aliases", JSON, nullable=False, server_default="[]"),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("source_rules", JSON, nullable=False, server_default="[]"),
)

generation_files = _snapshot(
    "generation_files",
    "path",
    Column("story", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reader_version", Integer, nullable=False),
)

generation_articles = _snapshot(
    "generation_articles",
    "article",
    Column("version", ForeignKey("versions.id"), nullable=False),
    Column("path", Text, nullable=False),
)
Index("ix_generation_articles_version", generation_articles.c.version)

pointer = Table(
    "pointer",
    metadata,
    Column("name", String(16), primary_key=True),  # always "current"
    Column("generation", ForeignKey("generations.id"), nullable=False),
    Column("switched", IsoDateTime, nullable=False),
)

# What was purged must not come back with the next reindex; only a digest of its id is kept.
purged = Table(
    "purged",
    metadata,
    Column("article_digest", String(32), primary_key=True),
    Column("at", IsoDateTime, nullable=False),
)

# ------------------------------------------------------------------------- what the bot remembers

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

# --------------------------------------------------------------------- what the web is asked for

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

# ---------------------------------------------------------------------------- what is to be told

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
    UniqueConstraint("platform", "channel", "thread", "story", name="uq_follows_place"),
    Index("ix_follows_due", "platform", "due"),
)

# Rows of those that do not want to be told of corrections.
uncorrected = Table(
    "uncorrected",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("at", Moment, nullable=False),
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

# ------------------------------------------------------------------- what Slack's SDK keeps itself
# Its stores bring the statements; the tables stand here so that one history of migrations makes
# all there are. A test compares them with the SDK's own. Its times are in UTC, without a zone.

slack_installations = Table(
    "slack_installations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", String(32), nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("enterprise_url", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", String(200)),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", String(200)),
    Column("bot_token_expires_at", DateTime),
    Column("user_id", String(32), nullable=False),
    Column("user_token", String(200)),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", String(200)),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", String(200)),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("token_type", String(32)),
    Column("installed_at", DateTime, nullable=False),
    Index(
        "slack_installations_idx",
        *("client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
    ),
)

slack_bots = Table(
    "slack_bots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", String(32), nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", String(200)),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", String(200)),
    Column("bot_token_expires_at", DateTime),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("installed_at", DateTime, nullable=False),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
)

slack_oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(200), nullable=False),
    Column("expire_at", DateTime, nullable=False),
)
