"""What makes several machines one Pullquote: whose a server's collections are, what is fetched."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from adapters.storage.tables.schema import OF_INDEX, metadata

# One row: what is written to a server that others use too is marked with it.
catalog_identity = Table(
    "catalog_identity",
    metadata,
    Column("id", String(32), primary_key=True),
    # A catalog that is restored elsewhere must not take the original's collections for its own.
    info=OF_INDEX,
)

# The files of a segment, in parts of at most a megabyte; `digest` is the SHA-256 of the part.
segment_files = Table(
    "segment_files",
    metadata,
    Column("segment", String(32), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    info=OF_INDEX,
)
