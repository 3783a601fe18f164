"""The catalog → the articles that are held of pages, as the next generation may hold them."""

from collections.abc import Collection, Iterable, Sequence

from adapters.storage.catalog import Catalog, Filed, Generation
from adapters.storage.reindex_plan import fetched_path
from adapters.storage.sources import StoredSources
from adapters.web.canonical import canonical
from retrieval.articles import Article


def fetched_articles(
    catalog: Catalog,
    current: Generation | None,
    files: Collection[str],
    read: Iterable[Sequence[Article]] = (),
) -> dict[str, Filed]:
    """What is held of pages, by id, but for pages that somebody keeps as a file too.

    `files` are the ids of articles that stand in the corpus and in `current`; `read` are those
    just read.
    """
    held = StoredSources(catalog.database).held()
    if not held:
        return {}
    keys = catalog.article_keys(current.id) if current else []
    urls = {url for id, url in keys if id in files}
    urls |= {article.url for articles in read for article in articles}
    kept = {canonical(url) for url in urls}
    return {
        id: Filed(version, fetched_path(story, id))
        for id, (story, version) in held.items()
        if id not in kept
    }
