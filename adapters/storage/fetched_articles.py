"""The catalog → the articles that are held of pages, as the next generation may hold them."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from sqlalchemy import Select, or_, select

from adapters.storage.article_ids import id_in_story, page_of
from adapters.storage.catalog import Catalog
from adapters.storage.database import in_chunks
from adapters.storage.held_rows import holding
from adapters.storage.reindex_plan import fetched_path, story_of
from adapters.storage.snapshots import Filed, Generation
from adapters.storage.sources import StoredSources
from adapters.storage.tables.articles import held_articles as h
from adapters.storage.tables.articles import versions as v
from adapters.storage.tables.web import fetched_pages as p
from adapters.web.canonical import canonical
from retrieval.articles import Article

# With more pages than this, to look for the file of each costs more than to read all addresses.
_LOOKED_FOR_SINGLY = 10


def fetched_articles(
    catalog: Catalog,
    current: Generation | None,
    stands: Callable[[str], bool],
    read: Mapping[str, Sequence[Article]] = MappingProxyType({}),
    ids: Collection[str] | None = None,
) -> dict[str, Filed]:
    """What is held of pages, by id, but for pages that somebody keeps as a file of that story too;
    with `ids` only of these.

    `stands`: whether the file of this path stands in the corpus as `current` holds it; `read` are
    the articles just read, by path.
    """
    held = StoredSources(catalog.database).held(ids)
    if not held:
        return {}
    kept = {(story_of(path), canonical(a.url)) for path, found in read.items() for a in found}
    if current:
        pages = {(story, page_of(id)) for id, (story, _) in held.items()}
        files = _files_of_pages(catalog, current.id, pages)
        kept |= {(story_of(path), canonical(url)) for path, url in files if stands(path)}
    return {
        id: Filed(version, fetched_path(story, id))
        for id, (story, version) in held.items()
        if (story, page_of(id)) not in kept
    }


def differing_pages(catalog: Catalog, generation: str, stories: Collection[str]) -> set[str]:
    """The ids of articles of these stories of which another version is held of a page than the
    generation holds, or none on either side. The database compares: only these come out of it."""
    # By versions, each of which is one article's: both sides have an index of them.
    served = select(h.c.version).where(holding(h, generation))
    unserved = select(p.c.version).where(p.c.version.is_not(None)).except_(served)
    pages = select(p.c.version, p.c.story, p.c.article)
    kept = select(p.c.version).where(p.c.version == h.c.version)
    left = (
        select(h.c.article, h.c.story)
        .where(holding(h, generation), h.c.path.contains("://"))
        .where(~kept.exists())
    )
    with catalog.database.reading() as connection:
        versions = connection.execute(unserved).scalars().all()
        rows = [*in_chunks(connection, pages, p.c.version, versions), *connection.execute(left)]
    return {row.article for row in rows if row.story in stories}


def ids_of_page(story: str, url: str) -> tuple[str, ...]:
    """The ids that an article of this story can have that was fetched from this address."""
    address = canonical(url)
    return (address, id_in_story(story, address)) if address else ()


def corpus_files(catalog: Catalog, generation: str) -> list[tuple[str, str, str]]:
    """(id, path, url) of the generation's articles that no page was fetched for."""
    with catalog.database.reading() as connection:
        return [
            (row.article, row.path, row.url) for row in connection.execute(_of_files(generation))
        ]


def _of_files(generation: str) -> Select[tuple[str, str, str]]:
    return (
        select(h.c.article, h.c.path, v.c.url)
        .join(v, v.c.id == h.c.version)
        .where(holding(h, generation), ~h.c.path.contains("://"))
    )


def _files_of_pages(
    catalog: Catalog, generation: str, pages: Collection[tuple[str, str]]
) -> list[tuple[str, str]]:
    """(path, url) of the generation's corpus files that may be one of these pages, given as
    (story, address): more than are, but hardly."""
    query = _of_files(generation).where(h.c.story.in_({story for story, _ in pages}))
    words = {_longest_word(address) for _, address in pages}
    if "" not in words and len(words) <= _LOOKED_FOR_SINGLY:
        # An escape may stand for any letter.
        said = (v.c.url.contains(word, autoescape=True) for word in sorted({*words, "%"}))
        query = query.where(or_(*said))
    with catalog.database.reading() as connection:
        return [(row.path, row.url) for row in connection.execute(query)]


def _longest_word(address: str) -> str:
    """A part of the path that every way to write the address has, unless it has escapes there."""
    path = re.sub("%..", " ", urlsplit(address).path)
    return max(re.findall("[A-Za-z0-9]+", path), key=len, default="")
