"""What a button remembers comes back whole, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.actions import Press, press_of, value
from bot.safe_text import sendable

counts = st.integers(0, 10**6)
presses = st.builds(
    Press,
    st.uuids().map(lambda id: id.hex),
    counts,
    counts,
    st.text(max_size=300),
    st.sampled_from([None, True, False]),
)


def test_a_button_keeps_compact_json() -> None:
    press = Press("0f3c", 3, 2, 'who "heads" <it> & why?', helpful=False)
    assert value(press) == (
        '{"r":"0f3c","o":3,"s":2,"q":"who \\"heads\\" \\u003cit\\u003e \\u0026 why?","h":false}'
    )


@given(presses)
def test_a_press_comes_back_as_it_was(press: Press) -> None:
    back = press_of(value(press))
    assert back == Press(
        press.reply, press.offset, press.shown, sendable(press.question), press.helpful
    )


@pytest.mark.parametrize("letter", ["w", "漢", "😀", '"', "&", "\n"])
def test_a_question_that_is_too_long_is_cut_and_says_so(letter: str) -> None:
    text = value(Press("0f3c", question=letter * 2_000))
    back = press_of(text)
    assert back is not None
    assert back.question == letter.strip() * (len(back.question) - 1) + "…"
    assert 1_980 <= len(text.encode()) <= 2_000 or letter == "\n"


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        7,
        "",
        "null",
        "[]",
        "{}",
        "not json",
        '{"r":1,"o":0,"s":0,"q":"","h":null}',
        '{"r":"a","o":-1,"s":0,"q":"","h":null}',
        '{"r":"a","o":true,"s":0,"q":"","h":null}',
        '{"r":"a","o":0.5,"s":0,"q":"","h":null}',
        '{"r":"a","o":0,"s":0,"q":null,"h":null}',
        '{"r":"a","o":0,"s":0,"q":"","h":"yes"}',
        '{"r":"a","o":0,"s":0,"q":"","h":1}',
        '{"r":"a","o":0,"s":0,"q":"","h":null,"x":1}',
        '{"r":"a","o":0,"s":0,"q":""}',
        '{"r":"' + "a" * 2_000 + '","o":0,"s":0,"q":"","h":null}',
        "[" * 1_999,
        "9" * 1_999,
    ],
    ids=lambda text: str(text)[:40],
)
def test_what_no_button_of_ours_sent_is_nothing(malformed: object) -> None:
    assert press_of(malformed) is None
