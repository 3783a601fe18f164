"""Who did not do it is no answer to who did."""

import pytest

from retrieval.denials import denies
from retrieval.questions import Query


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who resigned over the vote?", "Aldana did not resign over the vote."),
        ("who left the board of Erlem?", "Mona Hale never left the board."),
        ("And who painted the ferry?", "Jens Aker didn't in the end paint the ferry."),
        ("whom did the guild expel?", "The guild has not expelled Ana Sol."),
    ],
)
def test_a_denial_of_what_is_asked_is_known(question: str, sentence: str) -> None:
    assert denies(Query(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Aldana resign?", "Aldana did not resign."),
        ("Who did not resign?", "Aldana did not resign."),
        ("Who resigned over the vote?", "Aldana resigned, though not over money."),
        ("Who resigned over the vote?", "Never before had the mayor spoken."),
        ("How many resigned?", "Nine did not resign."),
        ("who is Mona Hale?", "Not Mona Hale but her brother sang."),
        ("", ""),
    ],
)
def test_what_denies_something_else_or_is_asked_so_is_left_alone(
    question: str, sentence: str
) -> None:
    assert not denies(Query(question), sentence)
