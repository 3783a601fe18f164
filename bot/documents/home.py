"""Stories and their newest articles → the page that a person opens of the bot. Pure."""

from collections.abc import Mapping, Sequence

from bot import wording
from bot.documents.actions import Help
from bot.documents.listings import newest_line, story_group
from bot.documents.quotes import Titles
from bot.documents.tree import (
    Below,
    Bullets,
    Button,
    Buttons,
    Document,
    Entry,
    Heading,
    Paragraph,
    line,
)
from bot.freshness import Freshness
from bot.library import StoryListing
from retrieval.articles import Article


def home_document(
    listings: Sequence[StoryListing],
    newest: Sequence[Article],
    titles: Titles,
    checked: Mapping[str, Freshness],
) -> Document:
    """What is tracked first, then what is new; how to ask is behind a button."""
    stories = tuple(Entry((story_group(one, checked.get(one.story.slug)),)) for one in listings)
    nothing = Entry(((Paragraph(line(wording.NO_STORIES())),),))
    articles = tuple(newest_line(one, titles) for one in newest)

    def below(shown: int) -> tuple[Below, ...]:
        left = len(stories) - shown
        more = (Paragraph(line(wording.more(left))),) if left > 0 else ()
        news = (Heading(line(wording.NEWEST())), Bullets(articles)) if articles else ()
        return (*more, *news)

    asking = Buttons((Button(wording.HOW_TO_ASK(), Help()),))
    return Document(
        wording.STORIES(),
        stories or (nothing,),
        (Paragraph(line(wording.INTRODUCTION())), asking, Heading(line(wording.STORIES()))),
        below,
    )
