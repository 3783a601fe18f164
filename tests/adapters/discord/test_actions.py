"""What a button remembers comes back whole, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import actions
from adapters.discord.actions import TEMPLATE, Press, Turn, custom_id, press_of, story_mark

REPLY = "0f3c" * 8

counts = st.integers(0, 999_999)
kinds = st.sampled_from(
    [
        actions.MORE,
        actions.CONTEXT,
        actions.HELPFUL,
        actions.NOT_HELPFUL,
        actions.SHARE,
        actions.NEAREST,
        actions.EVERYWHERE,
    ]
)
presses = st.one_of(
    st.builds(Press, kinds, st.uuids().map(lambda id: id.hex), counts, counts),
    st.builds(Turn, st.text().map(story_mark), counts, st.booleans()),
)


def test_a_button_keeps_what_it_does_the_reply_and_its_quotes() -> None:
    assert custom_id(Press(actions.MORE, REPLY, 3, 2)) == f"pullquote:more:{REPLY}:3:2"


@given(presses)
def test_a_press_comes_back_as_it_was(press: Press | Turn) -> None:
    text = custom_id(press)
    assert press_of(text) == press
    assert len(text) <= 100
    # discord.py asks for the whole custom_id.
    assert TEMPLATE.fullmatch(text)


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        7,
        "",
        "pullquote",
        f"pullquote:more:{REPLY}",
        f"pullquote:more:{REPLY}:1:",
        f"pullquote:more:{REPLY}:1:2:3",
        f"pullquote:more:{REPLY}:-1:2",
        f"pullquote:more:{REPLY}:1234567:2",
        f"pullquote:more:{REPLY}:1:2\n",
        f"pullquote:more:{REPLY}:١:2",
        f"pullquote:more:{REPLY.upper()}:1:2",
        f"pullquote:more:{REPLY[1:]}:1:2",
        f"pullquote:delete:{REPLY}:1:2",
        f" pullquote:more:{REPLY}:1:2",
        f"other:more:{REPLY}:1:2",
    ],
)
def test_what_no_button_of_ours_sent_is_nothing(malformed: object) -> None:
    assert press_of(malformed) is None
