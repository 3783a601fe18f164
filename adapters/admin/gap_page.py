"""Questions that nothing answered, where an admin has them kept → the page that lists them, by
meaning. Who asked is nowhere in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.admin import wording as words
from adapters.admin.given_quotes import place_in_words
from adapters.admin.parts import Parts
from adapters.admin.templates import Shown
from bot import gaps_wording, wording
from bot.gaps import AskedIn, Gap
from bot.safe_text import one_line
from retrieval.articles import Article, Story

_LONGEST_QUESTION, _WORDINGS, _PLACES = 300, 5, 5


@dataclass(frozen=True, slots=True)
class GapRow:
    """What was asked, in its most typical words; `slug` "" for no story, `answered` "" while
    nothing answers."""

    question: str
    otherwise: str
    often: str
    slug: str
    story: str
    places: str
    answered: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class GapsView:
    """`lead` stands above them, or in their place."""

    lead: str
    gaps: tuple[GapRow, ...]


def gaps_page(parts: Parts) -> Shown:
    """For a worker that answers: it embeds the questions. Raises NotReady, CatalogError."""
    found, stories = parts.conversation.gaps.gaps(AskedIn()), parts.stories()
    current = parts.stored.catalog.current()
    articles = {
        gap.article: held.article
        for gap in found
        if gap.article and current
        if (held := parts.stored.catalog.article(current.id, gap.article))
    }
    rows = tuple(_row(gap, stories, articles) for gap in found)
    lead = words.gaps_lead() if rows else words.no_gaps()
    return Shown("gaps.html", gaps_wording.gaps(), GapsView(lead, rows), "/gaps")


def _row(gap: Gap, stories: Mapping[str, Story], articles: Mapping[str, Article]) -> GapRow:
    typical = _said(gap.typical.text)
    others = dict.fromkeys(_said(one.text) for one in gap.questions)
    others.pop(typical, None)
    shown = list(others)[:_WORDINGS]
    since, newest = wording.date(gap.since), wording.date(gap.newest)
    story = stories.get(gap.story)
    return GapRow(
        question=typical,
        otherwise=gaps_wording.in_other_words(" · ".join(shown)) if shown else "",
        often=gaps_wording.asked_often(gap.count, since, newest)
        if gap.count > 1
        else gaps_wording.asked_once(since),
        slug=gap.story if story else "",
        story=story.title if story else "",
        places=_places(gap),
        answered=gaps_wording.answered_since(wording.date(gap.answered)) if gap.answered else "",
        article=articles.get(gap.article),
    )


def _places(gap: Gap) -> str:
    """Each channel with how often it was asked there, the most first."""
    asked = Counter(place_in_words(one.place) or words.in_private() for one in gap.questions)
    named = [f"{place} ({count})" for place, count in asked.most_common(_PLACES)]
    left = len(asked) - len(named)
    return ", ".join([*named, *([words.more_places(left)] if left else [])])


def _said(question: str) -> str:
    return one_line(question, _LONGEST_QUESTION) or wording.UNTITLED()
