"""The catalog's versions and revisions → what evidence is made of and checked by. It only reads."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from adapters.storage.catalog import Catalog
from adapters.storage.database import in_chunks
from adapters.storage.happenings import revision_in
from adapters.storage.held_rows import holding
from adapters.storage.tables.articles import held_articles, versions
from adapters.storage.tables.events import revisions
from adapters.storage.versions import article_in
from bot.evidence.archive import Held
from bot.happenings import Revision


class StoredArchive:
    """The bot's Archive. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def held(self, wanted: Collection[str]) -> Mapping[str, Held]:
        rows = self._rows(select(versions), versions.c.id, wanted)
        return {row.id: Held(article_in(row), row.fetched) for row in rows}

    def served(self, articles: Collection[str]) -> Mapping[str, str]:
        current = self._catalog.current()
        if current is None:
            return {}
        h = held_articles.c
        query = select(h.article, h.version).where(holding(held_articles, current.id))
        return {row.article: row.version for row in self._rows(query, h.article, articles)}

    def known(self, articles: Collection[str]) -> Collection[str]:
        query = select(versions.c.article).distinct()
        return {row.article for row in self._rows(query, versions.c.article, articles)}

    def revisions(self, articles: Collection[str]) -> Mapping[str, Sequence[Revision]]:
        found: dict[str, list[Revision]] = {}
        rows = self._rows(select(revisions), revisions.c.article, articles)
        for row in sorted(rows, key=lambda row: row.id):
            found.setdefault(row.article, []).append(revision_in(row))
        return found

    def _rows(self, query: Any, column: Any, wanted: Collection[str]) -> Sequence[Any]:
        with self._catalog.database.reading() as connection:
            return in_chunks(connection, query, column, wanted)
