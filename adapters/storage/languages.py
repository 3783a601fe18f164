"""Which language each version is in ↔ the column that says so; learned where nobody looked yet."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, insert, select, update

from adapters.storage.database import Database, in_chunks
from adapters.storage.held_rows import holding
from adapters.storage.tables.articles import held_articles as h
from adapters.storage.tables.articles import versions as v
from adapters.storage.tables.schema import upkeep as u
from retrieval.articles import Article
from retrieval.languages import READ, told_language

_AT_ONCE = 500
# What stands in `upkeep` as long as the index is to be built anew.
_RECOUNT = "languages"


class StoredLanguages:
    """Raises CatalogError. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unknown_counts(self, generation: str, known: Collection[str]) -> dict[str, int]:
        """How many articles it holds by language, most first, of those that are neither English
        nor `known`."""
        # Not a join: SQLite would go through all that is held, and look up the version of each.
        is_held = exists().where(h.c.version == v.c.id, holding(h, generation))
        query = (
            select(v.c.language, func.count())
            .where(v.c.language.not_in({READ, *known}), is_held)
            .group_by(v.c.language)
            .order_by(func.count().desc(), v.c.language)
        )
        with self._database.reading() as connection:
            return {row.language: row[1] for row in connection.execute(query)}

    def unknown(self, generation: str) -> dict[str, str]:
        """The language, as its words tell it, of each version of the generation that was kept
        before anybody looked."""
        query = (
            select(v.c.id, v.c.text)
            .join(h, h.c.version == v.c.id)
            .where(holding(h, generation), v.c.language.is_(None))
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).yield_per(_AT_ONCE)
            return {row.id: told_language(row.text) for row in rows}

    def declared_otherwise(self, read: Mapping[str, Article]) -> dict[str, str]:
        """Of the versions just read, those that are held under another language."""
        with self._database.reading() as connection:
            query = select(v.c.id, v.c.language).where(v.c.language.is_not(None))
            rows = in_chunks(connection, query, v.c.id, read)
        now = {row.id: (row.language, read[row.id].language) for row in rows}
        return {id: told for id, (held, told) in now.items() if held != told}

    def note(self, languages: Mapping[str, str], now: datetime, *, recount: bool) -> None:
        """By version; where words are to be counted anew for that, until `recounted` says they are:
        a build may be killed."""
        rows = [{"known": id, "told": language} for id, language in languages.items()]
        said = update(v).where(v.c.id == bindparam("known")).values(language=bindparam("told"))
        with self._database.writing() as connection:
            for first in range(0, len(rows), _AT_ONCE):
                connection.execute(said, rows[first : first + _AT_ONCE])
            if recount:
                connection.execute(delete(u).where(u.c.what == _RECOUNT))
                connection.execute(insert(u), {"what": _RECOUNT, "at": now})

    def recount_is_due(self) -> bool:
        """Whether languages were noted, and the index doesn't count by them yet."""
        with self._database.reading() as connection:
            return bool(connection.execute(select(u.c.at).where(u.c.what == _RECOUNT)).first())

    def recounted(self) -> None:
        """The index counts by what was noted."""
        with self._database.writing() as connection:
            connection.execute(delete(u).where(u.c.what == _RECOUNT))
