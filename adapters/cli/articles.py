"""What a person types for an article → the article. Its id, or its url."""

from collections.abc import Sequence
from difflib import get_close_matches

from adapters.storage.catalog import Catalog, StoredArticle
from retrieval.errors import WrongUse


class UnknownArticle(WrongUse):
    """No article goes by that name; one line with the nearest one."""


def known_article(catalog: Catalog, generation: str, name: str) -> StoredArticle:
    """Raises UnknownArticle, naming the nearest one, where there is no such article."""
    keys = catalog.article_keys(generation)
    found = catalog.article(generation, id_of(name, keys))
    if found is None:
        raise UnknownArticle(unknown_article(name, [id for id, _ in keys]))
    return found


def id_of(name: str, keys: Sequence[tuple[str, str]]) -> str:
    """The id of the article that goes by `name`, its id or its url; `keys`: (id, url) of all."""
    ids = {id for id, _ in keys}
    by_url = {url: id for id, url in keys if url}
    return name if name in ids else by_url.get(name, name)


def unknown_article(name: str, known: list[str]) -> str:
    """One line that names what was typed and the nearest id there is."""
    close = get_close_matches(name, known, 1, 0.4)
    advice = f"did you mean {close[0]!r}?" if close else "list them with: pullquote story SLUG"
    return f"there is no article {name!r}; {advice}"
