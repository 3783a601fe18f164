"""What is held of articles: versions, passages, vectors, and the generations made of them."""

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from adapters.storage.tables.schema import IsoDateTime, metadata

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
    # ISO 639-1; null where nobody has looked yet.
    Column("language", String(8)),
)

# Which are in no language yet, and which not in English, is asked without reading their texts.
Index("ix_versions_language", versions.c.language, versions.c.id)

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

# A finished generation; what it holds stands in the three tables below, the segments that its index
# is made of in `tables.segments`.
generations = Table(
    "generations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", IsoDateTime, nullable=False),
    Column("model", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    # Whose content this one holds, in fewer segments.
    Column("merged_from", String(32)),
)

generation_stories = Table(
    "generation_stories",
    metadata,
    Column("generation", ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
    Column("slug", Text, primary_key=True),
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

# What generations hold of articles and files, each once however many generations hold it: those g
# with since <= g < until, for their ids sort by time. No foreign key: a row outlives the generation
# that it began with. `story` is the first folder of `path`.
held_articles = Table(
    "held_articles",
    metadata,
    Column("article", Text, primary_key=True),
    Column("since", String(32), primary_key=True, index=True),
    Column("until", String(32), nullable=False),
    Column("version", ForeignKey("versions.id"), nullable=False, index=True),
    Column("path", Text, nullable=False, index=True),
    Column("story", Text, nullable=False, index=True),
)

# All that is asked of most rows at once is which versions a generation holds: the index tells.
Index(
    "ix_held_articles_until",
    held_articles.c.until,
    held_articles.c.since,
    held_articles.c.version,
)

held_files = Table(
    "held_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("since", String(32), primary_key=True, index=True),
    Column("until", String(32), nullable=False, index=True),
    Column("story", Text, nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("reader_version", Integer, nullable=False),
)

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
