"""A held article and its page as it reads now → the byline and the day that hold. Pure."""

from dataclasses import replace
from datetime import datetime

from adapters.web.bylines import all_persons
from adapters.web.reading import ReadArticle
from retrieval.articles import Article


def with_corrected_facts(held: Article, read: ReadArticle) -> Article:
    """`held`, of which the words stand, with the byline and the day that its page gives now; the
    same object's equal where neither was corrected."""
    # A page that names nobody any more takes nothing back, but outlets never were its authors.
    known = all_persons(held.authors, (held.source,), sure=True)
    now = replace(held, authors=read.authors or known, published=published_now(held, read))
    # That it says it was changed, and nothing else, is no version.
    return now if now == held else replace(now, modified=read.modified or held.modified)


def published_now(held: Article, read: ReadArticle) -> datetime | None:
    """What the page's metadata says; a guess never takes the place of what is known.

    A time of day that is put right is no correction that anybody sees.
    """
    if held.published is None:
        return read.published
    same = read.published is None or read.published.date() == held.published.date()
    return held.published if same or read.guessed else read.published
