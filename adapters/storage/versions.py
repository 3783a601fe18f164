"""Articles and their passages ↔ rows of the database, each content once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from adapters.storage.database import chunks
from adapters.storage.tables.articles import versions as v
from retrieval.articles import Article, Passage


def add_versions(connection: Connection, articles: Sequence[Article], fetched: datetime) -> None:
    """Adds the versions that are new; known ones stay as they are."""
    by_id = {article.version: article for article in articles}
    known = {
        row.id
        for chunk in chunks(by_id)
        for row in connection.execute(select(v.c.id).where(v.c.id.in_(chunk)))
    }
    rows = [_row(id, article, fetched) for id, article in by_id.items() if id not in known]
    if rows:
        connection.execute(insert(v), rows)


def _row(id: str, article: Article, fetched: datetime) -> dict[str, object]:
    return {
        "id": id,
        "article": article.id,
        "story": article.story,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "authors": list(article.authors),
        "published": article.published,
        "text": article.text,
        "fetched": fetched,
        "updated": article.updated,
        "modified": article.modified,
        "language": article.language or None,
    }


def article_in(row: Row[Any]) -> Article:
    """The article in a row of `versions`."""
    return Article(
        id=row.article,
        story=row.story,
        title=row.title,
        url=row.url,
        source=row.source,
        authors=tuple(row.authors),
        published=row.published,
        text=row.text,
        updated=row.updated,
        modified=row.modified,
        language=row.language or "",
    )


def passage_in(row: Row[Any]) -> Passage:
    """The passage in a row of `passages`."""
    return Passage(row.id, row.version, row.start, row.end)
