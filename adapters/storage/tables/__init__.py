"""The catalog's tables, as SQLAlchemy knows them; the migrations beside this folder make them.

`metadata` has them all.
"""

from adapters.storage.tables import (
    admin,
    articles,
    chats,
    events,
    machines,
    questions,
    replicas,
    segments,
    slack,
    web,
)
from adapters.storage.tables.schema import OF_INDEX, REBUILT, metadata

__all__ = [
    "admin",
    "articles",
    "backed_up",
    "chats",
    "events",
    "machines",
    "metadata",
    "of_index",
    "questions",
    "replicas",
    "segments",
    "slack",
    "web",
]


def backed_up() -> list[str]:
    """The names of the tables that a backup holds."""
    tables = metadata.sorted_tables
    return [table.name for table in tables if not REBUILT.items() <= table.info.items()]


def of_index() -> list[str]:
    """The names of the tables that tell of an index which was built."""
    tables = metadata.sorted_tables
    return [table.name for table in tables if OF_INDEX.items() <= table.info.items()]
