"""A reply, a timeline or a story → what of it is exported."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.desk import Page
from bot.evidence.making import Chosen
from bot.evidence.pack import Origin
from bot.surroundings import Surrounded
from retrieval.articles import Article, Story
from retrieval.headlines import HEADLINE, link_at
from retrieval.quotes import Quote
from retrieval.timeline import Development

MOST_ARTICLES = 50

Around = Callable[[tuple[Quote, ...]], Sequence[Surrounded]]
"""Those of the quotes that are held verbatim, with what stands around them."""


def of_page(page: Page, around: Sequence[Surrounded], question: str) -> Chosen:
    """Quotes of a kept reply, called no more than they are."""
    origin = Origin.POSSIBLE if page.possible else Origin.NEAREST
    return Chosen(
        Origin.ANSWER if page.answering else origin,
        around,
        page.captions,
        question,
        confident=True,
    )


def of_timeline(around: Around, story: Story, developments: Sequence[Development]) -> Chosen:
    """Every development, oldest first; who else reports it stands beside it."""
    told = tuple(replace(one.quote, also_in=one.articles) for one in developments)
    return Chosen(Origin.TIMELINE, around(told), story=story.title)


def of_story(around: Around, story: Story, newest: Sequence[Article]) -> Chosen:
    """Its newest articles by their headlines, each above how it begins."""
    headlines = tuple(_headline(one) for one in newest if one.title.strip())
    return Chosen(Origin.STORY, around(headlines), story=story.title)


def _headline(article: Article) -> Quote:
    link = link_at(article, *HEADLINE)
    return Quote(article, *HEADLINE, article.title, (), link, 0.0, 0.0, ())
