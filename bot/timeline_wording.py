"""The sentences about a story's timeline and its coverage. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.language import Sentence, _, ngettext
from bot.wording import UNTITLED, date
from retrieval.articles import Article

EARLIER = Sentence("Earlier")
LATER = Sentence("Later")
OLDEST_FIRST = Sentence("Oldest first")
NEWEST_FIRST = Sentence("Newest first")
NO_DEVELOPMENTS = Sentence("No development of this story is known yet.")
DRAWING = Sentence("Reading the story's articles…")
NO_PAGE = Sentence("there is no page {number}; the first is 1")
_MOST_SOURCES = 8


def timeline_of(story: str) -> str:
    """The heading of a timeline."""
    return _("Timeline: {story}").format(story=story)


def developments(first: int, last: int, total: int, *, newest_first: bool) -> str:
    """Which part of a timeline is shown, counted in its order."""
    if newest_first:
        said = ngettext(
            "{shown} of {total} development, newest first",
            "{shown} of {total} developments, newest first",
            total,
        )
    else:
        said = ngettext(
            "{shown} of {total} development, oldest first",
            "{shown} of {total} developments, oldest first",
            total,
        )
    return said.format(shown=f"{first}" if first == last else f"{first}–{last}", total=total)


def coverage(story: str, articles_of_it: Sequence[Article]) -> str:
    """The picture of a story's coverage in words: how many articles, when, in which papers."""
    published = [article.published for article in articles_of_it if article.published]
    said = _in_time(story, len(articles_of_it), published)
    sources = Counter(article.source or UNTITLED() for article in articles_of_it).most_common()
    named = [f"{source} {count}" for source, count in sources[:_MOST_SOURCES]]
    if others := sum(count for _source, count in sources[_MOST_SOURCES:]):
        named.append(_("others {count}").format(count=others))
    by_source = _("By source: {sources}.").format(sources=", ".join(named))
    return f"{said} {by_source}" if named else said


def _in_time(story: str, count: int, published: Sequence[datetime]) -> str:
    days = Counter(one.date() for one in published)
    if not days:
        said = ngettext(
            "Coverage of “{story}”: {count} article.",
            "Coverage of “{story}”: {count} articles.",
            count,
        )
        return said.format(story=story, count=count)
    if len(days) == 1:
        said = ngettext(
            "Coverage of “{story}”: {count} article on {day}.",
            "Coverage of “{story}”: {count} articles on {day}.",
            count,
        )
        return said.format(story=story, count=count, day=date(published[0]))
    busiest = max(days, key=lambda day: (days[day], day))
    said = ngettext(
        "Coverage of “{story}”: {count} article from {first} to {last}, most on {busiest} "
        "({most}).",
        "Coverage of “{story}”: {count} articles from {first} to {last}, most on {busiest} "
        "({most}).",
        count,
    )
    return said.format(
        story=story,
        count=count,
        first=date(min(published)),
        last=date(max(published)),
        busiest=date(next(one for one in published if one.date() == busiest)),
        most=days[busiest],
    )
