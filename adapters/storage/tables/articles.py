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

# What a generation holds; the segments that its index is made of stand in `tables.segments`.
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
