"""Which emoji ask about a message."""

import pytest

from bot.asking_emoji import AskingEmoji


@pytest.mark.parametrize(
    ("written", "name", "asks"),
    [
        ("🔎 mag_right pullquote", "mag_right", True),
        ("🔎 mag_right pullquote", "🔎", True),
        ("🔎 mag_right pullquote", "eyes", False),
        (":mag_right:", "mag_right::skin-tone-3", True),
        ("☝️", "☝🏽", True),
        ("PullQuote", "pullquote", True),
        ("none", "none", False),
        ("", "", False),
    ],
)
def test_an_emoji_asks_by_its_name_or_its_character(written: str, name: str, asks: bool) -> None:
    assert AskingEmoji.of(written).ask(name) is asks
