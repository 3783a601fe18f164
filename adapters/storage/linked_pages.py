"""Addresses → the articles that are held of them, from `fetched_pages` and the corpus's files."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from adapters.storage.database import Database
from adapters.storage.happenings import WITHDRAWN
from adapters.storage.held_rows import holding
from adapters.storage.tables.articles import held_articles as h
from adapters.storage.tables.articles import pointer
from adapters.storage.tables.articles import versions as v
from adapters.storage.tables.events import revisions as r
from adapters.storage.tables.web import fetched_pages as p
from adapters.web.page_keys import longest_word, page_key
from bot.linked import Page


class StoredPages:
    """The bot's Pages. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at(self, urls: Sequence[str]) -> Mapping[str, Sequence[Page]]:
        found = dict[str, Sequence[Page]]()
        with self._database.reading() as connection:
            generation = connection.execute(select(pointer.c.generation)).scalar()
            for url in dict.fromkeys(urls):
                if page_key(url) and (pages := _pages(connection, url, generation or "")):
                    found[url] = pages
        return found


def _pages(connection: Connection, url: str, generation: str) -> Sequence[Page]:
    """Those of one story each, what is served before what was withdrawn."""
    key, word = page_key(url), longest_word(url)
    found = dict[str, Page]()
    served = (
        select(v.c.url, v.c.id, v.c.article, h.c.story)
        .join(h, h.c.version == v.c.id)
        .where(holding(h, generation), v.c.url.contains(word, autoescape=True))
    )
    for row in connection.execute(served):
        if page_key(row.url) == key:
            changed = _changed(connection, row.article)
            page = Page(row.article, row.story, row.id, withdrawn=False, changed=changed)
            found.setdefault(row.story, page)
    fetched = select(p.c.url, p.c.asked, p.c.article, p.c.story, p.c.state).where(
        p.c.article != "",
        or_(p.c.url.contains(word, autoescape=True), p.c.asked.contains(word, autoescape=True)),
    )
    for web in connection.execute(fetched):
        if key not in (page_key(web.url), page_key(web.asked)) or web.story in found:
            continue
        # As it reads now, or, withdrawn, as it read last.
        newest = select(v.c.id).where(v.c.article == web.article)
        version = connection.execute(newest.order_by(v.c.fetched.desc()).limit(1)).scalar()
        if version is not None:
            gone = web.state == WITHDRAWN
            changed = _changed(connection, web.article)
            found[web.story] = Page(web.article, web.story, version, gone, changed)
    return tuple(found.values())


def _changed(connection: Connection, article: str) -> datetime | None:
    when = select(func.max(r.c.at)).where(r.c.article == article, r.c.after != "")
    found: datetime | None = connection.execute(when).scalar()
    return found
