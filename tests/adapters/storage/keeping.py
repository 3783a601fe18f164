"""What the tests of backups share: a newsroom with memories, backed up and restored."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from adapters.storage.backup import backup
from adapters.storage.catalog import Catalog
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.tables import backed_up, metadata
from adapters.storage.tables import slack as slack_tables
from bot.memory import KeptQuote, KeptReply
from bot.places import Place
from tests.adapters.storage.newsroom import Newsroom

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
TOKEN = "xoxb-of-a-workspace"


def with_memories(room: Newsroom) -> None:
    """A reply that quotes, a verdict on it, an installation with a token, a delivery in hand."""
    database = room.catalog.database
    current = room.catalog.current()
    assert current is not None
    stored = room.catalog.article(current.id, "nato/vote")
    assert stored is not None
    quote = KeptQuote(stored.article.version, 0, 20, ((0, 7),), 0.9, ())
    replies = StoredReplies(database)
    replies.keep(kept_reply("reply-1", (quote,)))
    replies.rate("reply-1", "U1", True, NOW)
    StoredDeliveries(database).claim("slack:Ev1", {"text": "a question"}, "me", NOW, 60.0)
    with database.writing() as connection:
        connection.execute(
            insert(slack_tables.slack_installations),
            {
                "client_id": "1.2",
                "app_id": "A1",
                "team_id": "T1",
                "user_id": "U1",
                "bot_token": TOKEN,
                "is_enterprise_install": False,
                "installed_at": NOW.replace(tzinfo=None),
            },
        )


def kept_reply(id: str, quotes: tuple[KeptQuote, ...], at: datetime = NOW) -> KeptReply:
    return KeptReply(
        id=id,
        place=Place("slack", "T1", "C1"),
        thread="1.0",
        asked="1.0",
        message="2.0",
        answered=True,
        story="nato",
        quotes=quotes,
        at=at,
        shown=len(quotes),
        via="",
        possible=False,
    )


def all_rows(catalog: Catalog) -> dict[str, list[tuple[str, ...]]]:
    """Every row that a backup holds, read alike from any database."""
    with catalog.database.reading() as connection:
        return {
            name: sorted(
                tuple(map(repr, row)) for row in connection.execute(select(metadata.tables[name]))
            )
            for name in backed_up()
        }


def backed_up_file(room: Newsroom, name: str = "kept.zip") -> Path:
    file = room.folder / name
    backup(room.catalog.database, room.corpus, file, NOW)
    return file


def without_generations(rows: dict[str, list[tuple[str, ...]]]) -> dict[str, list[tuple[str, ...]]]:
    """But for the index, which is another one after a restore."""
    return {
        name: found
        for name, found in rows.items()
        if name != "pointer" and not name.startswith("generation")
    }
