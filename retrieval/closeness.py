"""A feed item, and a story with its articles so far → whether the item belongs to it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from retrieval.articles import Article, Story
from retrieval.embedding import Embeddings
from retrieval.keywords import Keywords, keywords_of, run_of

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


@dataclass(frozen=True, slots=True)
class Rules:
    """What an item is held to beside what the story is about."""

    keywords: Keywords
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a story is about: row 0 of `vectors` is its title and summary, the others `titles`."""

    titles: tuple[str, ...]
    vectors: Embeddings
    rules: Rules


def profile(story: Story, articles: Sequence[Article], embed: Embed) -> Profile:
    """Made once a refresh, of the story and its newest 200 articles."""
    newest = sorted(articles, key=_published, reverse=True)[:NEWEST_ARTICLES]
    texts = [item_text(story.title, story.summary), *(item_text(a.title, a.text) for a in newest)]
    titles = (story.title, *(a.title for a in newest))
    return Profile(titles, embed(texts), rules_for(story))


def rules_for(story: Story, source: str = "") -> Rules:
    """What holds for items of `source`, an address as the story has it.

    Its own keywords stand in place of the story's; what the story leaves out stays out everywhere.
    """
    own = next((rules for rules in story.source_rules if rules.url == source), None)
    keywords = keywords_of(story.keywords)
    if own and own.keywords is not None:
        at_source = keywords_of(own.keywords)
        none = tuple(dict.fromkeys((*at_source.none, *keywords.none)))
        keywords = replace(at_source, none=none)
    closeness = story.closeness if own is None or own.closeness is None else own.closeness
    if closeness is None:
        closeness = KEYWORD_THRESHOLD if keywords.asks else CLOSENESS_THRESHOLD
    return Rules(keywords, closeness)


def item_text(title: str, summary: str) -> str:
    """What the model reads of an item or article: its title and how it begins."""
    return f"{title}\n{summary.strip()[:LEAD_CHARACTERS]}"


def closeness(
    profile: Profile,
    title: str,
    summary: str,
    vector: Embeddings,
    text: str = "",
    rules: Rules | None = None,
) -> Closeness:
    """`vector`, of shape `(d,)`, is the embedded `item_text(title, summary)`; `text` is the page's
    where it is at hand, in which a keyword counts as well; `rules` in place of the story's.

    Where the story has keywords, one must occur, in whatever form of the word.
    """
    rules = rules or profile.rules
    cosines = profile.vectors @ vector
    nearest = int(np.argmax(cosines))
    # By the nearest alone, one article taken in error would bring its own story along.
    score = min(1.0, max(0.0, float(cosines[0] + cosines[nearest]) / 2))
    said = run_of("\n".join((title, summary, text)))
    if refusal := rules.keywords.refusal(said):
        return Closeness(score, "", refusal, taken=False)
    keyword = rules.keywords.first_in(said)
    if score < rules.threshold:
        return Closeness(score, keyword, f"{score:.2f}, under {rules.threshold:.2f}", taken=False)
    return Closeness(
        score, keyword, f"{score:.2f}, nearest “{_short(profile.titles[nearest])}”", taken=True
    )


def _published(article: Article) -> datetime:
    return article.published or datetime.min.replace(tzinfo=UTC)


def _short(title: str) -> str:
    line = " ".join(title.split())
    if len(line) <= _SHOWN_TITLE:
        return line
    head = line[:_SHOWN_TITLE]
    return f"{head[: max(head.rfind(' '), _SHOWN_TITLE // 2)]} …"
