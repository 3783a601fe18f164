"""People type all arguments as one text, some of them behind their names."""

import pytest

from bot.commands.named_arguments import apart

NAMES = frozenset(("with", "without", "ping", "to"))


@pytest.mark.parametrize(
    ("typed", "before", "named"),
    [
        ("otters", "otters", {}),
        ("daily at 9", "daily at 9", {}),
        ("with okinawa guam", "", {"with": "okinawa guam"}),
        (
            'daily at 9 with "to me" without sport ping: @news To: me',
            "daily at 9",
            {"with": '"to me"', "without": "sport", "ping": "@news", "to": "me"},
        ),
        ("now with:okinawa to:me", "now", {"with": "okinawa", "to": "me"}),
        ("with a with b", "", {"with": "a b"}),
        ("https://paper.example/with", "https://paper.example/with", {}),
        ("with “to whom” and 'x", "", {"with": "“to whom” and 'x"}),
        ('with "open', "", {"with": '" open'}),
    ],
)
def test_each_takes_what_stands_behind_its_name(
    typed: str, before: str, named: dict[str, str]
) -> None:
    assert apart(typed, NAMES) == (before, named)
