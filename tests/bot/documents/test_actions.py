"""A button remembers what it does on any platform, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.actions import (
    Action,
    AskAll,
    Choice,
    Choose,
    Context,
    Help,
    More,
    Nearest,
    Rate,
    Share,
    Turn,
    action_of,
    name_of,
    question_of,
    story_mark,
    token,
    with_question,
)

ids = st.text("0123456789abcdef", min_size=32, max_size=32)
counts = st.integers(0, 999_999)
actions = st.one_of(
    st.builds(More, ids, counts),
    st.builds(Context, ids, counts, counts),
    st.builds(Nearest, ids),
    st.builds(Share, ids, counts),
    st.builds(AskAll, ids),
    st.builds(Rate, ids, st.booleans()),
    st.builds(Turn, st.text().map(story_mark), counts, st.booleans()),
    st.builds(Choose, ids, st.sampled_from(Choice)),
    st.just(Help()),
)


@given(actions)
def test_a_button_gives_back_its_action(action: Action) -> None:
    written = token(action)
    assert action_of(written) == action
    assert len(written) <= 80
    assert written.isascii()
    assert written.startswith(name_of(action))


@given(ids, st.text())
def test_a_question_travels_beside_it(reply: str, question: str) -> None:
    for action in (AskAll(reply), Share(reply, 2)):
        asked = with_question(action, question)
        assert question_of(asked) == question
        assert action_of(token(asked)) == action
    assert with_question(Help(), question) == Help()
    assert question_of(Nearest(reply)) == ""


@given(st.one_of(st.text(), st.none(), st.integers(), actions.map(token).map(lambda t: t + "\n")))
def test_nothing_else_is_taken_for_one(written: object) -> None:
    assert action_of(written) is None or written == "help"


@pytest.mark.parametrize("written", ["more:" + "a" * 32 + ":1234567", "rate:" + "g" * 32 + ":yes"])
def test_nor_is_what_only_looks_like_one(written: str) -> None:
    assert action_of(written) is None
