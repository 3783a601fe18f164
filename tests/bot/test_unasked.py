"""A message that names nobody: a question to whoever knows, or people among themselves."""

import pytest

from bot.unasked import asks_whoever_knows


@pytest.mark.parametrize(
    "text",
    [
        "who heads the new US command in Japan?",
        "Does anyone know who heads the command?",
        "Hi all, when did Sweden join NATO?",
        "could someone tell me when Sweden joined NATO?",
        "how many troops are there",
        "When will US troops leave?",
    ],
)
def test_a_question_to_nobody_in_particular_is_one_to_whoever_knows(text: str) -> None:
    assert asks_whoever_knows(text)


@pytest.mark.parametrize(
    "text",
    [
        "can you send me the file?",
        "should we meet at 5?",
        "lunch?",
        "what did you think of it?",
        "@bob who heads the command?",
        "> who heads the command?",
        "`print(x)` why does it fail?",
        "where is my mug?",
        "Thanks!",
        "What a mess.",
        "Sweden joined NATO.",
        "",
    ],
)
def test_people_among_themselves_are_left_alone(text: str) -> None:
    assert not asks_whoever_knows(text)
