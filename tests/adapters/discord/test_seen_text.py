"""What a person sees in a message is what quotes are found for."""

import asyncio
from typing import Any

import discord
import pytest

from adapters.discord.client import Client
from adapters.discord.seen_text import seen_text

BOT = 7
AUTHOR = {"id": "1", "username": "wire", "discriminator": "0", "avatar": None, "global_name": None}
BARE: dict[str, Any] = {
    "id": "2",
    "channel_id": "3",
    "type": 0,
    "content": "",
    "author": AUTHOR,
    "attachments": [],
    "embeds": [],
    "components": [],
    "mentions": [],
    "mention_roles": [],
    "mention_everyone": False,
    "pinned": False,
    "tts": False,
    "flags": 0,
    "timestamp": "2024-07-28T12:00:00+00:00",
    "edited_timestamp": None,
}


def seen(**fields: Any) -> str:
    async def read() -> str:
        client: Any = Client(None, None)
        state = client._connection
        channel = discord.PartialMessageable(state, 3)
        data: Any = BARE | fields
        return seen_text(discord.Message(state=state, channel=channel, data=data), BOT)

    return asyncio.run(read())


EMBED = {
    "type": "rich",
    "author": {"name": "The Wire"},
    "title": "Bridge closed",
    "description": "**The mayor** closed the [bridge](https://a.example/b).",
    "fields": [{"name": "Since", "value": "Monday"}],
    "footer": {"text": "Source: town hall"},
}
EMBEDDED = "The Wire\nBridge closed\nThe mayor closed the bridge.\nSince\nMonday\nSource: town hall"
ATTACHED = {
    "id": "9",
    "filename": "a.png",
    "size": 1,
    "url": "https://a.example/a.png",
    "proxy_url": "https://a.example/a.png",
    "description": "A closed bridge",
}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"content": "> Who closed it?\n<@7> see <https://a.example/x>"}, "Who closed it?\nsee"),
        ({"embeds": [EMBED]}, EMBEDDED),
        ({"content": "Bridge closed", "embeds": [{"title": "Bridge closed"}]}, "Bridge closed"),
        ({"attachments": [ATTACHED]}, "A closed bridge"),
        (
            {
                "flags": 1 << 15,
                "components": [
                    {
                        "type": 17,
                        "id": 1,
                        "accent_color": None,
                        "spoiler": False,
                        "components": [
                            {"type": 10, "id": 2, "content": "# Bridge closed"},
                            {
                                "type": 9,
                                "id": 3,
                                "components": [{"type": 10, "id": 4, "content": "by the mayor"}],
                                "accessory": {
                                    "type": 2,
                                    "id": 5,
                                    "style": 5,
                                    "label": "Read",
                                    "url": "https://a.example",
                                },
                            },
                        ],
                    }
                ],
            },
            "Bridge closed\nby the mayor",
        ),
        (
            {
                "message_reference": {"type": 1, "channel_id": "5", "message_id": "6"},
                "message_snapshots": [
                    {"message": BARE | {"content": "Forwarded words", "embeds": [EMBED]}}
                ],
            },
            f"Forwarded words\n{EMBEDDED}",
        ),
        (
            {
                "poll": {
                    "question": {"text": "Is it open?"},
                    "answers": [
                        {"answer_id": 1, "poll_media": {"text": "Yes"}},
                        {"answer_id": 2, "poll_media": {"text": "No"}},
                    ],
                    "expiry": "2024-07-29T12:00:00+00:00",
                    "allow_multiselect": False,
                    "layout_type": 1,
                }
            },
            "Is it open?\nYes\nNo",
        ),
        (
            {
                "type": 19,
                "message_reference": {"channel_id": "3", "message_id": "8"},
                "referenced_message": BARE | {"id": "8", "embeds": [EMBED]},
            },
            EMBEDDED,
        ),
        ({"content": "👍 <:ok:1234567> https://a.example/x"}, ""),
        ({}, ""),
    ],
)
def test_all_words_that_are_shown_count_and_nothing_else(fields: dict[str, Any], said: str) -> None:
    assert seen(**fields) == said
