"""Replies for the tests of what Discord shows, of the articles that Slack's tests use too."""

from collections.abc import Sequence
from typing import Any

from adapters.discord.limits import nested
from adapters.discord.message import Message
from bot import wording
from bot.desk import Page, Surrounded, Told
from bot.replies import Answer, NoAnswer, Part, Possible, Standing
from retrieval.quotes import Quote
from tests.adapters.slack.newsroom import QUESTION, TITLES
from tests.e2e.discord.message_limits import limit_violations

REPLY = "0f3c" * 8
ALICE = "80351110224678912"


def answered(
    *quotes: Quote,
    further: Sequence[Quote] = (),
    within: str = "",
    standings: tuple[Standing, ...] = (),
    unanswered: tuple[Part, ...] = (),
) -> Told:
    reply = Answer(QUESTION, "g1", 0.9, quotes, tuple(further), standings, unanswered=unanswered)
    return Told(REPLY, reply, TITLES, within)


def not_answered(*nearest: Quote, within: str = "") -> Told:
    reply = NoAnswer(QUESTION, "g1", 0.1, wording.NOT_CONFIDENT, nearest)
    return Told(REPLY, reply, TITLES, within)


def possible(*quotes: Quote, further: Sequence[Quote] = (), within: str = "") -> Told:
    return Told(REPLY, Possible(QUESTION, "g1", 0.4, quotes, tuple(further)), TITLES, within)


def page(
    *quotes: Quote, offset: int = 0, total: int, answering: bool = True, line: str = ""
) -> Page:
    """`line` stands above the first quote; without an answer it is that of the nearest."""
    first = line or ("" if answering else wording.NEAREST)
    captions = (first, *("" for _ in quotes[1:])) if quotes else ()
    return Page(REPLY, quotes, offset, total, answering, TITLES, captions)


def paged(
    around: Sequence[Surrounded], *, answering: bool = True, line: str = ""
) -> tuple[Page, Sequence[Surrounded]]:
    """The page that is shown in context, and the context."""
    quotes = [one.quote for one in around]
    return page(*quotes, total=len(quotes), answering=answering, line=line), around


def violations_of(message: Message) -> list[str]:
    """What Discord would refuse of a message."""
    texts = [part["content"] for part in nested(message.components) if "content" in part]
    faults = limit_violations(message.payload)
    faults += [f"nothing to see: {text!r}" for text in texts if not text.strip()]
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        faults.append(f"half a character: {error}")
    return faults


def accepted(message: Message) -> dict[str, Any]:
    """What is sent; fails where Discord would refuse it."""
    assert violations_of(message) == []
    return message.payload


def buttons_of(message: Message) -> dict[str, str]:
    """The custom_ids by label."""
    parts = nested(message.components)
    return {part["label"]: part["custom_id"] for part in parts if "custom_id" in part}
