"""The catalog's tables, as SQLAlchemy knows them; the migrations beside this folder make them.

`metadata` has them all.
"""

from adapters.storage.tables import articles, chats, events, replicas, slack, web
from adapters.storage.tables.schema import metadata

__all__ = ["articles", "chats", "events", "metadata", "replicas", "slack", "web"]
