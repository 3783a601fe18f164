"""A message that only points at another is told from one that asks something."""

from time import process_time

import pytest

from bot.pointing import only_doubts, only_points, says_something

DOUBTS = (
    "is that right?", "source?", "Is this true?", "any source for that?", "fact check", "really?",
    "true?", "sources?", "source please", "got a source?", "any proof?", "link?", "says who?",
    "is this accurate?", "can you confirm?", "can anyone confirm this?", "confirmed?",
    "fact-check this please", "any truth to this?", "legit?", "did that happen?", "is he right?",
    "where is this from?", "is that still the case?", "fake news?", "true or false?", "verify",
    "are you sure?", "hmm, is that right?", "and is that true?", "citation needed", "evidence?",
    "hey, is this true? thanks", "is what he said true?", "wait, really?", "what's the source?",
    "is the number correct?", "how do we know this?", "quote?", "this?",
    "did they really say that?",
)  # fmt: skip
NEWS = (
    "what's the latest on this?", "any updates on this?", "latest on this?",
    "tell me more about this",
    "what do you know about this?", "what do the articles say?", "anything on this?",
    "have you seen this?", "any more on this?",
)  # fmt: skip
ASKS = (
    "who leads it?", "and how many troops?", "is the minister right?",
    "what's the latest on Sweden?",
    "is that ship still in Baltimore?", "when did they join?", "is it still an emergency?",
    "and Delta?",
    "source of the outage?", "what happened?", "any news from Ankara?", "why?", "is it open again?",
    "They sacked the minister", "is that confirmed by NASA?", "verify the number of deaths", "news",
    "links between Google and Apple?", "was it sabotage?", "confirmed cases?", "new commander?",
)  # fmt: skip


@pytest.mark.parametrize("text", [*DOUBTS, *NEWS, "", "?", "??", "^^"])
def test_a_message_that_only_points(text: str) -> None:
    assert only_points(text)


@pytest.mark.parametrize("text", ASKS)
def test_a_message_that_says_what_it_asks(text: str) -> None:
    assert not only_points(text)
    assert says_something(text)


def test_people_doubt_each_other_but_ask_for_news_of_the_bot() -> None:
    assert [text for text in DOUBTS if not only_doubts(text)] == []
    assert [text for text in NEWS if only_doubts(text)] == []


def test_thanks_and_pointing_are_nothing_to_point_at() -> None:
    for text in ("thanks!", "lol", "👍", "is that right?", ""):
        assert not says_something(text)


def test_a_long_message_is_told_at_once() -> None:
    for text in ("is that true or " * 500, "any source " * 500, "and so " * 1000, "the the " * 14):
        begun = process_time()
        only_points(text)
        assert process_time() - begun < 5
