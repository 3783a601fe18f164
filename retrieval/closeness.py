"""A feed item, and a story with its articles so far → whether the item belongs to it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from retrieval.articles import Article, Story
from retrieval.embedding import Embeddings
from retrieval.terms import words

Embed = Callable[[Sequence[str]], Embeddings]

# Measured on the shipped stories and 609 other news articles (benchmarks/README.md); a story may
# set its own.
CLOSENESS_THRESHOLD = 0.40
# A keyword says something too, and a follower misses a report more than another is in the way.
KEYWORD_THRESHOLD = 0.30
# What a story is about moves on with its newest articles, and a refresh has to stay quick.
NEWEST_ARTICLES = 200
# Feeds give a title and a line or two: articles are compared by as much.
LEAD_CHARACTERS = 300
_SHOWN_TITLE = 60


@dataclass(frozen=True, slots=True)
class Closeness:
    """`score` is 0 … 1, like a cosine; `keyword` is the story's first one that the item holds, ""
    where it holds none; `why` is one line for people."""

    score: float
    keyword: str
    why: str
    taken: bool


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a story is about: row 0 of `vectors` is its title and summary, the others `titles`."""

    keywords: tuple[tuple[str, str], ...]  # as written, and as `_run` gives it
    titles: tuple[str, ...]
    vectors: Embeddings
    threshold: float


def profile(story: Story, articles: Sequence[Article], embed: Embed) -> Profile:
    """Made once a refresh: it embeds the story and its newest 200 articles."""
    newest = sorted(articles, key=_published, reverse=True)[:NEWEST_ARTICLES]
    texts = [item_text(story.title, story.summary), *(item_text(a.title, a.text) for a in newest)]
    runs = ((keyword, _run(keyword)) for keyword in story.keywords)
    return Profile(
        keywords=tuple((keyword, run) for keyword, run in runs if run.strip()),
        titles=(story.title, *(a.title for a in newest)),
        vectors=embed(texts),
        threshold=_threshold(story),
    )


def _threshold(story: Story) -> float:
    if story.closeness is not None:
        return story.closeness
    return KEYWORD_THRESHOLD if story.keywords else CLOSENESS_THRESHOLD


def item_text(title: str, summary: str) -> str:
    """What the model reads of an item or article: its title and how it begins."""
    return f"{title}\n{summary.strip()[:LEAD_CHARACTERS]}"


def closeness(
    profile: Profile, title: str, summary: str, vector: Embeddings, text: str = ""
) -> Closeness:
    """`vector`, of shape `(d,)`, is the embedded `item_text(title, summary)`; `text` is the page's
    where it is at hand, in which a keyword counts as well.

    Where the story has keywords, one must occur, in whatever form of the word.
    """
    cosines = profile.vectors @ vector
    nearest = int(np.argmax(cosines))
    # By the nearest alone, one article taken in error would bring its own story along.
    score = min(1.0, max(0.0, float(cosines[0] + cosines[nearest]) / 2))
    said = _run("\n".join((title, summary, text)))
    keyword = next((written for written, run in profile.keywords if run in said), "")
    if profile.keywords and not keyword:
        return Closeness(score, "", "no keyword of the story", taken=False)
    if score < profile.threshold:
        return Closeness(score, keyword, f"{score:.2f}, under {profile.threshold:.2f}", taken=False)
    return Closeness(
        score, keyword, f"{score:.2f}, nearest “{_short(profile.titles[nearest])}”", taken=True
    )


def _run(text: str) -> str:
    """The terms with a space on both sides of each, so that runs of words compare."""
    return f" {' '.join(word.term for word in words(text))} "


def _published(article: Article) -> datetime:
    return article.published or datetime.min.replace(tzinfo=UTC)


def _short(title: str) -> str:
    line = " ".join(title.split())
    if len(line) <= _SHOWN_TITLE:
        return line
    head = line[:_SHOWN_TITLE]
    return f"{head[: max(head.rfind(' '), _SHOWN_TITLE // 2)]} …"
