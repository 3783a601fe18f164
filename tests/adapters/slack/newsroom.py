"""Replies under an id of their own, and what Slack takes of the messages that show them."""

from functools import partial

from adapters.slack.message import Message
from tests.bot import newsroom
from tests.e2e.slack.block_kit import violations_of

REPLY = "r1"
answered = partial(newsroom.answered, id=REPLY)
not_answered = partial(newsroom.not_answered, id=REPLY)
possible = partial(newsroom.possible, id=REPLY)
page = partial(newsroom.page, id=REPLY)
paged = partial(newsroom.paged, id=REPLY)


def accepted(message: Message) -> dict[str, object]:
    """What is sent; fails where Slack would refuse it."""
    sent: dict[str, object] = {"text": message.text, "blocks": list(message.blocks)}
    assert violations_of(sent) == [], violations_of(sent)
    return sent
