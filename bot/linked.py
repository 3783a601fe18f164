"""Links that somebody wrote → the tracked articles behind them, each with its key sentence.

Synchronous, for a worker thread. Raises what the catalog raises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk import Desk
from bot.library import Library
from bot.places import Place
from retrieval.articles import Article, Story
from retrieval.novelty import Held, by_words, quote_of
from retrieval.quotes import Quote

# More would be a wall.
MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A tracked article at an address: `version` is the last that is held of it; `changed`: when
    its words changed the last time, None where they never did."""

    article: str
    story: str
    version: str
    withdrawn: bool
    changed: datetime | None


class Pages(Protocol):
    """What is held of the pages of the web."""

    def at(self, urls: Sequence[str]) -> Mapping[str, Sequence[Page]]:
        """By the address as it was given, those of one story each; what isn't tracked is left
        out."""
        ...


class NoPages:
    """Nothing is held."""

    def at(self, urls: Sequence[str]) -> Mapping[str, Sequence[Page]]:
        return {}


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked article: `quote` is its key sentence, None where it holds none or was withdrawn;
    `also` report the same."""

    article: Article
    story: Story
    quote: Quote | None
    also: tuple[Article, ...]
    changed: datetime | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class LinkDesk:
    """Tells of linked articles what may be spoken of at a place."""

    desk: Desk
    library: Library
    pages: Pages

    def knows(self, place: Place, urls: Sequence[str]) -> bool:
        """Whether any of them is tracked and may be spoken of there; at once, unlike `about`."""
        stories = self.desk.stories(place)
        return any(page.story in stories for at in self.pages.at(urls).values() for page in at)

    def about(self, place: Place, urls: Sequence[str]) -> tuple[Linked, ...]:
        """In the order of the links, each article once."""
        stories, found = self.desk.stories(place), dict[str, Linked]()
        for pages in self.pages.at(urls).values():
            for page in pages:
                story = stories.get(page.story)
                if story is None or page.article in found or len(found) >= MOST_LINKS:
                    continue
                if linked := self._linked(page, story):
                    found[page.article] = linked
                break
        return tuple(found.values())

    def _linked(self, page: Page, story: Story) -> Linked | None:
        held = {one.id: one for one in self.library.articles_in(story.slug)}
        article = held.get(page.article)
        if article is None or page.withdrawn:
            last = self.library.articles_of([page.version]).get(page.version)
            # What was purged or taken out is nobody's business.
            if last is None or not page.withdrawn:
                return None
            return Linked(last, story, None, (), page.changed, withdrawn=True)
        quote, also = self._told(article, story)
        return Linked(article, story, quote, also, page.changed, withdrawn=False)

    def _told(self, article: Article, story: Story) -> tuple[Quote | None, tuple[Article, ...]]:
        for development in self.library.timeline(story.slug):
            all_ = (development.quote.article, *development.articles)
            if article.id in {one.id for one in all_}:
                others = tuple(one for one in all_ if one.id != article.id)
                if development.quote.article.id == article.id:
                    return _checked(development.quote), others
                return key_sentence(article, story), others
        return key_sentence(article, story), ()


def key_sentence(article: Article, story: Story) -> Quote | None:
    """The sentence that matters most to its headline and story, from the top down."""
    ranked = by_words(article, Held(), story)
    if not ranked:
        return None
    return _checked(quote_of(article, ranked[0].sentence.span, ranked[0].score))


def _checked(quote: Quote) -> Quote | None:
    """Verbatim, or not at all."""
    article = quote.article
    return quote if article.text[quote.start : quote.end] == quote.text else None
