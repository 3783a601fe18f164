"""The catalog's tables, as SQLAlchemy knows them; the migrations beside this folder make them.

`metadata` has them all.
"""

from adapters.storage.tables import (
    articles,
    chats,
    events,
    machines,
    replicas,
    segments,
    slack,
    web,
)
from adapters.storage.tables.schema import metadata

__all__ = [
    "articles",
    "chats",
    "events",
    "machines",
    "metadata",
    "replicas",
    "segments",
    "slack",
    "web",
]
