"""The catalog → the articles that are held of pages, as the next generation may hold them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from adapters.storage.article_ids import page_of
from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import fetched_path, story_of
from adapters.storage.snapshots import Filed, Generation
from adapters.storage.sources import StoredSources
from adapters.web.canonical import canonical
from retrieval.articles import Article


def fetched_articles(
    catalog: Catalog,
    current: Generation | None,
    files: Mapping[str, str],
    read: Mapping[str, Sequence[Article]] = MappingProxyType({}),
) -> dict[str, Filed]:
    """What is held of pages, by id, but for pages that somebody keeps as a file of that story too.

    `files` are the paths, by id, of articles that stand in the corpus and in `current`; `read` are
    those just read, by path.
    """
    held = StoredSources(catalog.database).held()
    if not held:
        return {}
    keys = catalog.article_keys(current.id) if current else []
    kept = {(story_of(files[id]), canonical(url)) for id, url in keys if id in files}
    kept |= {(story_of(path), canonical(a.url)) for path, found in read.items() for a in found}
    return {
        id: Filed(version, fetched_path(story, id))
        for id, (story, version) in held.items()
        if (story, page_of(id)) not in kept
    }
