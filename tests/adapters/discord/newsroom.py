"""Replies under an id of their own, and what Discord takes of the messages that show them."""

from functools import partial
from typing import Any

from adapters.discord.limits import nested
from adapters.discord.message import Message
from tests.bot import newsroom
from tests.e2e.discord.message_limits import limit_violations

REPLY = "0f3c" * 8
ALICE = "80351110224678912"


answered = partial(newsroom.answered, id=REPLY)
not_answered = partial(newsroom.not_answered, id=REPLY)
possible = partial(newsroom.possible, id=REPLY)
page = partial(newsroom.page, id=REPLY)
paged = partial(newsroom.paged, id=REPLY)


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
