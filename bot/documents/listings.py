"""Stories, what a channel is limited to, newest articles, verdicts → the documents that list them.
Pure."""

from collections.abc import Mapping, Sequence

from bot import evidence_wording, freshness_wording, wording
from bot.conversation import type_
from bot.documents.actions import ExportStory, story_mark
from bot.documents.quotes import byline, titled
from bot.documents.tree import (
    Below,
    Bullets,
    Button,
    Buttons,
    Day,
    Document,
    Entry,
    Group,
    Heading,
    Line,
    Link,
    Paragraph,
    Style,
    Words,
    filled,
    joined,
    line,
    said,
)
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from bot.memory import Rated
from bot.safe_text import one_line, shortened, web_address
from retrieval.articles import Article, Story

_LONGEST_SUMMARY, _LONGEST_NAME = 300, 100


def stories_document(
    listings: Sequence[StoryListing], checked: Mapping[str, Freshness] = NOTHING_KNOWN
) -> Document:
    """What is tracked, as far as it may be spoken of here; `checked`: how fresh it is, by slug."""
    if not listings:
        return said(wording.NO_STORIES())
    titles = ", ".join(story_title(one.story) for one in listings)
    return Document(
        f"{wording.STORIES()}: {titles}",
        tuple(Entry((story_group(one, checked.get(one.story.slug)),)) for one in listings),
        (Heading(line(wording.STORIES())),),
        lambda shown: _left_out(len(listings) - shown),
    )


def story_document(
    listing: StoryListing, newest: Sequence[Article], checked: Freshness | None = None
) -> Document:
    """One story and what is new in it, newest first."""
    news = [Entry(((Bullets((newest_line(one, {}),)),),)) for one in newest]
    head = (*story_group(listing, checked), *([Heading(line(wording.NEWEST()))] if news else []))
    export = ExportStory(story_mark(listing.story.slug), timeline=False)
    below = (Buttons((Button(evidence_wording.EXPORT(), export),)),) if newest else ()
    return Document(story_title(listing.story), tuple(news), head, lambda _: below)


def scope_document(limited: bool, listings: Sequence[StoryListing]) -> Document:
    """Whether the channel is limited to stories, and which may be spoken of in it."""
    if not listings:
        return said(wording.SCOPED_TO_NOTHING() if limited else wording.NO_STORIES())
    lead = wording.SCOPED() if limited else wording.NOT_SCOPED()
    titles = ", ".join(story_title(one.story) for one in listings)
    return Document(
        f"{lead} {titles}",
        tuple(Entry(((Bullets((named(one.story),)),),)) for one in listings),
        (Paragraph(line(lead)),),
        lambda shown: _left_out(len(listings) - shown),
    )


def feedback_document(
    rated: Sequence[Rated], articles: Mapping[str, Article], links: Mapping[str, str]
) -> Document:
    """Verdicts for admins. `articles`: by version; `links`: where a reply stands, by its id."""
    if not rated:
        return said(wording.NOT_RATED())
    helpful, not_helpful = sum(r.helpful for r in rated), sum(r.not_helpful for r in rated)
    return Document(
        f"{wording.RATED()} {wording.verdicts(helpful, not_helpful)}",
        tuple(
            Entry(((Bullets((_verdict(one, articles, links.get(one.reply.id, "")),)),),))
            for one in rated
        ),
        (Paragraph(line(wording.RATED())),),
        lambda shown: _left_out(len(rated) - shown),
    )


def story_group(listing: StoryListing, checked: Freshness | None) -> Group:
    """A story in a list: its title, what it is about, and how much there is of it."""
    facts = [line(wording.articles(listing.articles))]
    if listing.newest:
        facts.append(filled(wording.NEWEST_ON(), day=Day(listing.newest)))
    if checked:
        facts.append(line(freshness_wording.checked_fact(checked)))
    summary = one_line(listing.story.summary, _LONGEST_SUMMARY)
    about = (Paragraph(line(summary)),) if summary else ()
    return (Paragraph(named(listing.story)), *about, Paragraph(joined(facts), small=True))


def named(story: Story) -> Line:
    """The title, and the slug, by which commands know the story, too."""
    slug = one_line(story.slug, _LONGEST_NAME)
    return line(Words(story_title(story), Style.BOLD), " ", Words(slug, Style.CODE))


def story_title(story: Story) -> str:
    """As one line that is never empty."""
    return one_line(story.title, _LONGEST_NAME) or wording.UNTITLED()


def newest_line(article: Article, titles: Mapping[str, str]) -> Line:
    """An article in a list of articles."""
    return byline(shortened(article), article.url, titles)


def see_stories() -> Line:
    """What to type to see what is tracked."""
    return filled(wording.LIST_STORIES(), command=type_("stories"))


def _left_out(count: int) -> tuple[Below, ...]:
    return (Paragraph(line(wording.more(count))),) if count else ()


def _verdict(one: Rated, articles: Mapping[str, Article], link: str) -> Line:
    quoted = [articles[q.version] for q in one.reply.quotes if q.version in articles]
    outcome = wording.POSSIBLE() if one.reply.possible else wording.NO_ANSWER()
    return joined(
        [
            line(Words(wording.verdicts(one.helpful, one.not_helpful), Style.BOLD)),
            line(Day(one.at)),
            line(wording.ANSWERED() if one.reply.answered else outcome),
            _opened(link),
            _first(quoted[0]) if quoted else (),
            () if quoted or not one.reply.quotes else line(wording.ARTICLES_GONE()),
        ]
    )


def _opened(link: str) -> Line:
    address = web_address(link)
    return line(Link(wording.OPEN_REPLY(), address)) if address else ()


def _first(article: Article) -> Line:
    short = shortened(article)
    return joined([line(one_line(short.source)), titled(short, article.url)], ", ")
