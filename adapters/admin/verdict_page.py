"""What people thought of replies → the page that lists it, newest first. No name, no question."""

from dataclasses import dataclass
from datetime import datetime

from adapters.admin import wording as words
from adapters.admin.given_quotes import place_in_words
from adapters.admin.parts import Parts
from adapters.admin.templates import Shown
from bot import wording
from bot.language import _
from bot.memory import Rated
from bot.places import DESK
from retrieval.articles import Article

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One reply; `gone`: why no article is named."""

    said: str
    at: datetime
    outcome: str
    place: str
    article: Article | None
    gone: str


@dataclass(frozen=True, slots=True)
class VerdictsView:
    """`lead` stands above them, or in their place."""

    lead: str
    verdicts: tuple[VerdictRow, ...]


def verdicts_page(parts: Parts) -> Shown:
    """Raises CatalogError."""
    rated = parts.stored.replies.rated(None, None, _SHOWN)
    firsts = {one.reply.quotes[0].version for one in rated if one.reply.quotes}
    held = parts.stored.catalog.articles_of(firsts)
    rows = tuple(_row(one, held) for one in rated)
    lead = wording.RATED() if rows else wording.NOT_RATED()
    return Shown("verdicts.html", _("Verdicts"), VerdictsView(lead, rows), "/verdicts")


def _row(one: Rated, held: dict[str, Article]) -> VerdictRow:
    reply = one.reply
    article = held.get(reply.quotes[0].version) if reply.quotes else None
    outcome = wording.POSSIBLE() if reply.possible else wording.NO_ANSWER()
    place = place_in_words(reply.place, private=reply.shown == 0 and not reply.message)
    if reply.place == DESK:
        place = words.on_this_page()
    return VerdictRow(
        wording.verdicts(one.helpful, one.not_helpful),
        one.at,
        wording.ANSWERED() if reply.answered else outcome,
        place or words.in_private(),
        article,
        wording.ARTICLES_GONE() if reply.quotes and article is None else "",
    )
