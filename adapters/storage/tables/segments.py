"""Which segments a generation is made of, and what of each it doesn't hold any more."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from adapters.storage.tables.schema import OF_INDEX, metadata

segments = Table(
    "segments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("passages", Integer, nullable=False),
    info=OF_INDEX,
)

# `gone`: rows, ascending, as little-endian int32, deflated; empty where none went.
generation_segments = Table(
    "generation_segments",
    metadata,
    Column("generation", ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("segment", ForeignKey("segments.id"), nullable=False, index=True),
    Column("gone", LargeBinary, nullable=False),
    info=OF_INDEX,
)
