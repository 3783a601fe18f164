"""Arrivals and revisions → News and Corrections in the articles' own words.

Synchronous, for a worker thread; safe to use from several. Raises what catalog and model raise.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.following import Follow
from bot.happenings import Arrival, Revision
from bot.memory import KeptReply, Scopes
from bot.notices import Correction, News, NewsItem
from bot.places import Place, allowed
from retrieval.articles import Article, Story
from retrieval.changes import now_reads
from retrieval.embedding import Embeddings
from retrieval.headlines import HEADLINE, link_at, words_at
from retrieval.near_copies import is_copy
from retrieval.novelty import new_sentences
from retrieval.quotes import Quote

# More would be a wall; a follower is told how many more there are.
MOST_ITEMS = 5


class Newsroom(Protocol):
    """What is tracked now, and what was held before."""

    def stories(self) -> Mapping[str, Story]: ...

    def articles_in(self, story: str) -> Sequence[Article]:
        """The story's articles as they read now."""
        ...

    def versions_of(self, article: str) -> Collection[str]:
        """The ids of every version held of an article."""
        ...

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        """The content of each version that is still held."""
        ...

    def passage_vectors(self, versions: Collection[str]) -> Embeddings:
        """The embeddings of all their passages, `(passages, dimensions)`."""
        ...

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Rows of length 1."""
        ...


@dataclass(frozen=True, slots=True)
class Newsdesk:
    """Words a notice; nothing leaves it that may not be spoken of at its place."""

    newsroom: Newsroom
    scopes: Scopes

    def news(self, follow: Follow, arrivals: Sequence[Arrival]) -> News | None:
        """What these arrivals bring; None where nothing of it is to be told: the articles are
        gone again, copy what the story held, don't hold the words that the follow wants, or may
        not be spoken of there."""
        story = self._allowed(follow.place).get(follow.story)
        if story is None:
            return None
        arrived = {arrival.article for arrival in arrivals}
        held = self.newsroom.articles_in(follow.story)
        new = self.wanted(follow, arrivals)
        earlier = [article for article in held if article.id not in arrived]
        groups = _without_copies(new, earlier)
        shown = groups[-MOST_ITEMS:]
        for group in groups[: -len(shown)]:
            earlier += group
        items = []
        for first, *copies in shown:
            items.append(NewsItem(first, self._new_in(first, earlier, story), tuple(copies)))
            earlier += [first, *copies]
        if not items:
            return None
        return News(story, tuple(items), len(groups) - len(shown), follow)

    def wanted(self, follow: Follow, arrivals: Sequence[Arrival]) -> list[Article]:
        """Those that are still held and have the words that the follow wants, oldest first."""
        arrived = {arrival.article for arrival in arrivals}
        return sorted(
            (
                article
                for article in self.newsroom.articles_in(follow.story)
                if article.id in arrived and follow.words.admit(article.title, article.text)
            ),
            key=lambda a: (a.published is None, a.published, a.id),
        )

    def story_at(self, slug: str, place: Place) -> Story | None:
        """The story, where it may be spoken of at the place."""
        return self._allowed(place).get(slug)

    def corrections(self, reply: KeptReply, revision: Revision) -> tuple[Correction, ...]:
        """What the reply showed of the revised article and what stands there now, each place
        once; none where its words still stand."""
        stories = self._allowed(reply.place)
        story = stories.get(revision.story)
        held = self.newsroom.articles_of(
            {quote.version for quote in reply.quotes[: reply.shown]}
            | {revision.before, revision.after} - {""}
        )
        now = held.get(revision.after)
        if story is None or (revision.after and now is None):
            return ()
        # It may have moved to a story that is kept from this place.
        if now is not None and now.story not in stories:
            return ()
        found: dict[str, Correction] = {}
        for quote in reply.quotes[: reply.shown]:
            then = held.get(quote.version)
            if then is None or then.id != revision.article:
                continue
            if now is None:
                old = words_at(then, quote.start, quote.end)
                last = held.get(revision.before, then)
                # However much of it was quoted, it is gone as a whole: told once.
                return (Correction(story, last, old, None, withdrawn=True),)
            elif (quote.start, quote.end) == HEADLINE:
                if now.title != then.title:
                    new: Quote | None = _quote_at(now, *HEADLINE)
                    found[then.title] = Correction(story, now, then.title, new, withdrawn=False)
            elif reads := now_reads(then.text, quote.start, quote.end, now.text):
                new = _quoted(now, reads.new)
                found.setdefault(reads.old, Correction(story, now, reads.old, new, withdrawn=False))
        return tuple(found.values())

    def _allowed(self, place: Place) -> dict[str, Story]:
        return allowed(self.newsroom.stories(), place, self.scopes.scope(place))

    def _new_in(
        self, article: Article, earlier: Sequence[Article], story: Story
    ) -> tuple[Quote, ...]:
        vectors = self.newsroom.passage_vectors({each.version for each in earlier})
        quotes = new_sentences(article, earlier, vectors, story, self.newsroom.embed)
        return tuple(q for q in quotes if article.text[q.start : q.end] == q.text)


def _without_copies(new: Sequence[Article], earlier: Sequence[Article]) -> list[list[Article]]:
    """The new articles, each with those that copy it; what copies an earlier one is left out."""
    groups: list[list[Article]] = []
    for article in new:
        if any(is_copy(article.text, held.text) for held in earlier):
            continue
        for group in groups:
            if is_copy(article.text, group[0].text):
                group.append(article)
                break
        else:
            groups.append([article])
    return groups


def _quoted(article: Article, words: str) -> Quote | None:
    start = article.text.find(words) if words else -1
    if start < 0:
        return None
    return _quote_at(article, start, start + len(words))


def _quote_at(article: Article, start: int, end: int) -> Quote:
    words, link = words_at(article, start, end), link_at(article, start, end)
    return Quote(article, start, end, words, (), link, 0.0, 1.0, ())
