"""What somebody was shown of a source and may confirm ↔ the database's `proposed_sources`."""

from datetime import timedelta

from sqlalchemy import delete, insert, select

from adapters.storage.database import Database
from adapters.storage.tables.web import proposed_sources as p
from bot.places import Place
from bot.tracking import Proposal

_KEPT = timedelta(days=1)


class StoredProposals:
    """The bot's Proposals. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose(self, proposal: Proposal) -> None:
        row = {
            "id": proposal.id,
            "platform": proposal.place.platform,
            "team": proposal.place.team,
            "channel": proposal.place.channel,
            "person": proposal.person,
            "story": proposal.story,
            "key": proposal.key,
            "url": proposal.url,
            "ends": proposal.ends,
            "at": proposal.at,
        }
        with self._database.writing() as connection:
            # Nobody confirms what was shown yesterday.
            connection.execute(delete(p).where(p.c.at < proposal.at - _KEPT))
            connection.execute(insert(p), row)

    def proposal(self, id: str) -> Proposal | None:
        with self._database.reading() as connection:
            row = connection.execute(select(p).where(p.c.id == id)).first()
        if row is None:
            return None
        place = Place(row.platform, row.team, row.channel)
        return Proposal(row.id, place, row.person, row.story, row.key, row.url, row.ends, row.at)

    def close(self, id: str) -> bool:
        with self._database.writing() as connection:
            gone = connection.execute(delete(p).where(p.c.id == id))
        return gone.rowcount > 0
