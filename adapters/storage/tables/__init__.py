"""The catalog's tables, as SQLAlchemy knows them; the migrations beside this folder make them.

`metadata` has them all.
"""

from adapters.storage.tables import articles, chats, events, replicas, slack, web
from adapters.storage.tables.schema import REBUILT, metadata

__all__ = ["articles", "backed_up", "chats", "events", "metadata", "replicas", "slack", "web"]


def backed_up() -> list[str]:
    """The names of the tables that a backup holds."""
    return [
        table.name for table in metadata.sorted_tables if not REBUILT.items() <= table.info.items()
    ]
