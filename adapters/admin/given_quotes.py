"""Kept replies → each place of an article's versions that was quoted, and where and when. Pure.

Who asked is in none of it, and of a private place only that it was one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.memory import KeptReply
from bot.places import DESK, Place
from bot.replies import Question
from retrieval.sentences import Span


@dataclass(frozen=True, slots=True)
class Giving:
    """One time: `place` "" is a private one; `answered`, or it only may have."""

    at: datetime
    place: str
    on_page: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class GivenQuote:
    """Words of a version that were quoted, newest time first; `number` counts the places."""

    number: int
    version: str
    span: Span
    times: tuple[Giving, ...]


def given_quotes(
    replies: Sequence[KeptReply], versions: Collection[str], quotes: int, plain: int
) -> tuple[GivenQuote, ...]:
    """In the order of the versions, then of the text. `quotes`, `plain`: how many a reply shows, as
    the settings say; it tells what a private one showed, whose `shown` is 0."""
    places: dict[tuple[str, Span], list[Giving]] = {}
    for reply in replies:
        for quote in reply.quotes[: _shown(reply, quotes, plain)]:
            if quote.version in versions:
                times = places.setdefault((quote.version, (quote.start, quote.end)), [])
                times.append(_giving(reply))
    order = {version: n for n, version in enumerate(versions)}
    ordered = sorted(places, key=lambda place: (order[place[0]], place[1]))
    return tuple(
        GivenQuote(
            number,
            version,
            span,
            tuple(sorted(places[version, span], key=lambda one: one.at, reverse=True)),
        )
        for number, (version, span) in enumerate(ordered, 1)
    )


def place_in_words(place: Place, *, private: bool = False) -> str:
    """The channel by the platform's id; "" for what one person alone sees."""
    return "" if private or place.direct else place.name


def _shown(reply: KeptReply, quotes: int, plain: int) -> int:
    if reply.shown or not (reply.answered or reply.possible):
        return reply.shown
    standings = [quote.standing for quote in reply.quotes]
    return Question("", top=quotes, plain=plain).shown(standings)


def _giving(reply: KeptReply) -> Giving:
    on_page = reply.place == DESK
    private = reply.shown == 0
    return Giving(reply.at, place_in_words(reply.place, private=private), on_page, reply.answered)
