"""Which corrections were sent ↔ the database's `sent_corrections`. No word of an article."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from adapters.storage.database import Database
from adapters.storage.tables.admin import sent_corrections as c
from adapters.storage.tables.chats import replies
from adapters.storage.tables.events import revisions
from bot.notices import SentCorrection


class StoredSentCorrections:
    """The bot's SentCorrections. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, sent: SentCorrection) -> None:
        # Held, so that neither is forgotten between the statements.
        held = (
            select(replies.c.id).where(replies.c.id == sent.reply),
            select(revisions.c.id).where(revisions.c.id == sent.revision),
        )
        new = self._database.insert(c).values(asdict(sent)).on_conflict_do_nothing()
        with self._database.writing() as connection:
            for query in held:
                locked = query.with_for_update(read=True, key_share=True)
                if connection.execute(locked).first() is None:
                    return
            connection.execute(new)

    def newest(self, limit: int, offset: int = 0) -> Sequence[SentCorrection]:
        query = select(c).order_by(c.c.at.desc(), c.c.key).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return [SentCorrection(**row._mapping) for row in connection.execute(query)]
