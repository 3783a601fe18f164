"""Which questions ask what somebody said, by their form, and whom and what about."""

import pytest

from retrieval.said_questions import AskedAfter, asked_after


@pytest.mark.parametrize(
    ("question", "person", "about"),
    [
        ("What did Kamikawa say about the command?", "Kamikawa", "the command"),
        ("what has ten hag said about rashford", "ten hag", "rashford"),
        ("so what did Eddy Cue say about rivals of google", "Eddy Cue", "rivals of google"),
        ("Did Joe Biden say anything about China?", "Joe Biden", "China"),
        ("Has the WHO said anything on mpox?", "the WHO", "mpox"),
        ("Kamikawa's statement on the command?", "Kamikawa", "the command"),
        ("what was Kamikawa’s reaction to the plan?", "Kamikawa", "the plan"),
        ("What did Musk say?", "Musk", ""),
        ("quotes by Kamikawa", "Kamikawa", ""),
    ],
)  # fmt: skip
def test_what_somebody_said_is_asked_for(question: str, person: str, about: str) -> None:
    assert asked_after(question) == AskedAfter(person, about)


@pytest.mark.parametrize(
    "question",
    [
        "what did he say about the command?",
        "what did they say?",
        "what did Kamikawa say about it?",
        "what did ten hag say when asked if united are in crisis",
        "what did ten hag say after the Galatasaray draw",
        "who said that the ship lost power?",
        "who heads the command?",
        "what do experts say about the bridge?",
        "what does TFEU article 288 not say?",
        "",
    ],
)
def test_every_other_question_is_left_to_the_search(question: str) -> None:
    assert asked_after(question) is None
