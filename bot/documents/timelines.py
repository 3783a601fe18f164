"""A page of a story's timeline → the document that shows it. Pure."""

from dataclasses import replace

from bot import evidence_wording, timeline_wording, wording
from bot.documents.actions import ExportStory, Turn, story_mark
from bot.documents.listings import story_title
from bot.documents.quotes import quote_entry
from bot.documents.tree import (
    Below,
    Button,
    Buttons,
    Document,
    Heading,
    Kind,
    Paragraph,
    Picture,
    Shortening,
    line,
    said,
)
from bot.safe_text import marked
from bot.timelines import PAGE, TimelinePage
from retrieval.quotes import Quote
from retrieval.timeline import Development


def timeline_document(page: TimelinePage, picture: Picture | None = None) -> Document:
    """Dated quotes, the picture, and buttons to the other pages."""
    heading = timeline_wording.timeline_of(story_title(page.story))
    if not page.developments:
        nothing = said(timeline_wording.NO_DEVELOPMENTS())
        return replace(
            nothing, head=(Heading(line(heading)),), summary=f"{heading}. {nothing.summary}"
        )
    first = page.number * PAGE + 1
    which = timeline_wording.developments(
        first, first + len(page.developments) - 1, page.total, newest_first=page.newest_first
    )

    def below(shown: int) -> tuple[Below, ...]:
        left = len(page.developments) - shown
        note = (Paragraph(line(wording.left_out(left))),) if left else ()
        turns = _turns(page)
        checked = _checked(page)
        shown_picture = (picture,) if picture else ()
        export = ExportStory(story_mark(page.story.slug), timeline=True)
        pressed = Buttons((*turns, Button(evidence_wording.EXPORT(), export)))
        return (*note, *shown_picture, *checked, pressed)

    return Document(
        f"{heading}. {which}.",
        tuple(
            # Beside the quote: who else reports it, in whatever words.
            quote_entry(_with_reports(one), {}, bold=False, beside=wording.ALSO_REPORTED_BY)
            for one in page.developments
        ),
        (Heading(line(heading)), Paragraph(line(which), small=True)),
        below,
        kind=Kind.NEWS,
        shortening=Shortening.LONGEST,
        divided=True,
    )


def _with_reports(development: Development) -> Quote:
    return replace(development.quote, also_in=development.articles)


def _checked(page: TimelinePage) -> tuple[Below, ...]:
    if page.checked is None:
        return ()
    return (Paragraph(line(marked(page.checked.words)), small=not page.checked.plain),)


def _turns(page: TimelinePage) -> tuple[Button, ...]:
    """To the page before, the one after, and the other way around."""
    back, on = timeline_wording.EARLIER(), timeline_wording.LATER()
    if page.newest_first:
        back, on = on, back
    turns = []
    if page.number:
        turns.append((back, page.number - 1, page.newest_first))
    if page.number + 1 < page.pages:
        turns.append((on, page.number + 1, page.newest_first))
    if page.total > 1:
        other = (
            timeline_wording.OLDEST_FIRST()
            if page.newest_first
            else timeline_wording.NEWEST_FIRST()
        )
        turns.append((other, 0, not page.newest_first))
    story = story_mark(page.story.slug)
    return tuple(
        Button(label, Turn(story, number, newest_first)) for label, number, newest_first in turns
    )
