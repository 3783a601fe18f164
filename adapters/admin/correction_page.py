"""Corrections that were sent → the page that lists them, as their threads were told."""

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.given_quotes import place_in_words
from adapters.admin.parts import Parts
from adapters.admin.rendering import Surface, html_of
from adapters.admin.templates import Shown
from bot.documents.notices import correction_document
from bot.documents.tree import said
from bot.language import _
from bot.newsdesk import Newsdesk
from bot.notices import SentCorrection
from bot.places import DESK

_OF_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class SentRow:
    """One; `article` "" where it isn't known any more."""

    at: datetime
    place: str
    article: str
    said: Markup


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """A page of them, counted from 1; `newer` and `older` are pages, 0 for none."""

    sent: tuple[SentRow, ...]
    newer: int
    older: int


def corrections_page(parts: Parts, page: int, mark: str) -> Shown:
    """Raises NotReady, CatalogError."""
    start = (page - 1) * _OF_A_PAGE
    found = parts.stored.corrections.newest(_OF_A_PAGE + 1, start)
    newsdesk = parts.newsdesk() if found else None
    rows = tuple(_row(parts, newsdesk, one, mark) for one in found[:_OF_A_PAGE] if newsdesk)
    older = page + 1 if len(found) > _OF_A_PAGE else 0
    view = CorrectionsView(rows, page - 1, older)
    return Shown("corrections.html", _("Corrections sent"), view, "/corrections")


def _row(parts: Parts, newsdesk: Newsdesk, sent: SentCorrection, mark: str) -> SentRow:
    reply = parts.stored.replies.reply(sent.reply)
    revision = parts.stored.happenings.revision(sent.revision)
    gone = html_of(said(words.words_gone()), Surface(mark))
    if reply is None or revision is None:
        return SentRow(sent.at, "", "", gone)
    # Its story may have been limited since; the page shows every story.
    found = newsdesk.corrections(replace(reply, place=DESK), revision)
    shown = gone
    if sent.number < len(found):
        shown = html_of(correction_document(found[sent.number]), Surface(mark, level=3))
    place = place_in_words(reply.place) or words.in_private()
    return SentRow(sent.at, place, revision.article, shown)
