"""Notices call the role or group of their follow, and nobody else, in both chats."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.message import Message
from adapters.discord.rendering import message_of as discord_message
from adapters.slack.rendering import message_of as slack_message
from bot.documents.notices import news_document
from bot.wanted_words import WantedWords
from tests.bot.happenings import follow, news
from tests.e2e.slack.block_kit import violations_of


def allowed(message: Message) -> dict[str, Any]:
    """Whom Discord lets it ping, as it is sent."""
    return dict(message.allowed_mentions.to_dict())


ROLE, GROUP = "1234567890123456789", "S0000000012"


def test_a_role_is_pinged_in_discord_and_what_articles_say_pings_nobody() -> None:
    message = discord_message(news_document(news(), ROLE))
    assert message.pings == (ROLE,)
    assert message.components[0]["content"].startswith(f"<@&{ROLE}>")
    assert allowed(message) == {"parse": [], "roles": [int(ROLE)]}
    silent = discord_message(news_document(news()))
    assert silent.pings == ()
    assert allowed(silent) == {"parse": []}


def test_everyone_is_pinged_in_discord_where_that_is_the_ping() -> None:
    message = discord_message(news_document(news(), "everyone"))
    assert message.components[0]["content"].startswith("@everyone")
    assert allowed(message) == {"parse": ["everyone"]}


@pytest.mark.parametrize(
    ("ping", "element"),
    [
        (GROUP, {"type": "usergroup", "usergroup_id": GROUP}),
        ("here", {"type": "broadcast", "range": "here"}),
    ],
)
def test_a_group_is_called_in_slack(ping: str, element: dict[str, str]) -> None:
    words = WantedWords(("okinawa",), ("sport",))
    told = replace(news(), follow=replace(follow(), words=words))
    message = slack_message(news_document(told, ping))
    assert violations_of({"text": message.text, "blocks": list(message.blocks)}) == []
    first = message.blocks[0]["elements"][0]["elements"]
    assert first == [element]
    assert "only with “okinawa”, without “sport”" in str(message.blocks)
