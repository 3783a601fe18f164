"""People say which words news must, or mustn't, hold."""

import pytest

from bot.wanted_words import EVERYTHING, WantedWords, wanted_words
from retrieval.errors import WrongUse


@pytest.mark.parametrize(
    ("wanted", "unwanted", "read"),
    [
        ("", "", EVERYTHING),
        ("okinawa", "", WantedWords(("okinawa",))),
        ("okinawa guam", "", WantedWords(("okinawa", "guam"))),
        ("okinawa, Guam, OKINAWA", "", WantedWords(("okinawa", "Guam"))),
        ("okinawa or guam", "", WantedWords(("okinawa", "guam"))),
        ("okinawa and guam", "", WantedWords(("okinawa", "guam"), every=True)),
        ('"prime minister" tokyo', "", WantedWords(("prime minister", "tokyo"))),
        ("“prime  minister” and „Łódź“", "", WantedWords(("prime minister", "Łódź"), every=True)),
        ('"rock and roll"', "", WantedWords(("rock and roll",))),
        ("", "sport, weather", WantedWords((), ("sport", "weather"))),
        ("", "sport and weather", WantedWords((), ("sport", "weather"))),
    ],
)
def test_words_are_read_as_people_write_them(wanted: str, unwanted: str, read: WantedWords) -> None:
    assert wanted_words(wanted, unwanted) == read


@pytest.mark.parametrize(
    ("wanted", "unwanted", "said"),
    [
        ("a and b or c", "", "write “or” between words of which one is enough"),
        ("okinawa", "Okinawa", "“okinawa” can't be both wanted and unwanted"),
        ("++", "", "'++' has no letter and no figure in it"),
        ('""', "", "has no letter and no figure in it"),
        ("x" * 81, "", "may have 80 characters"),
        (" ".join(f"w{n}" for n in range(21)), "", "at most 20 words or phrases"),
    ],
)
def test_what_can_not_be_meant_is_said(wanted: str, unwanted: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said.replace("+", r"\+")):
        wanted_words(wanted, unwanted)


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("base", "The base was closed.", True),
        ("base", "The BASE, they said", True),
        ("base", "baseball season", False),
        ("base", "database", False),
        ("cafe", "In the Café de Flore", True),
        ("Zürich", "zurich opens", True),
        ("strasse", "Die Straße", True),
        ("japan", "Japan's budget", True),
        ("prime minister", "the Prime\nMinister said", True),
        ("prime minister", "the prime, at last, minister", False),
        ("F-35", "F-35s arrived", False),
        ("F-35", "an F-35 arrived", True),
        ("東京", "首相は東京で述べた", True),
        ("が", "かき", False),
        ("ﬁsh", "fish market", True),
        ("c++ code", "C code", True),
    ],
)
def test_whole_words_count_without_case_and_accents(word: str, text: str, stands: bool) -> None:
    assert wanted_words(f'"{word}"', "").admit(text) is stands
    assert wanted_words("", f'"{word}"').admit(text) is not stands


def test_one_is_enough_or_all_are_needed_in_headline_and_text_together() -> None:
    headline, text = "Okinawa votes", "Marines leave Guam."
    assert wanted_words("okinawa hawaii", "").admit(headline, text)
    assert wanted_words("okinawa and guam", "").admit(headline, text)
    assert not wanted_words("okinawa and hawaii", "").admit(headline, text)
    assert not wanted_words("okinawa", "marines").admit(headline, text)
    assert not wanted_words('"votes marines"', "").admit(headline, text)
    assert EVERYTHING.admit(headline, text)


def test_what_was_read_is_typed_again_as_it_was_meant() -> None:
    for words in (
        WantedWords(("okinawa", "prime minister"), ("sport",)),
        WantedWords(("okinawa", "guam"), every=True),
        WantedWords((), ("sport",)),
    ):
        typed = words.arguments
        assert wanted_words(typed.get("with", ""), typed.get("without", "")) == words
