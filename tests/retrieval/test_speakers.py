"""Whose name is meant: by whoever asks, and by an article that calls somebody by a surname."""

import pytest

from retrieval.speakers import by_first_name, full_name, is_same, name_parts, names_of


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Foreign Minister Yoko Kamikawa", ("yoko", "kamikawa")),
        ("Ms Kamikawa", ("kamikawa",)),
        ("Secretary of State Antony Blinken", ("antony", "blinken")),
        ("X CEO Linda Yaccarino", ("linda", "yaccarino")),
        ("Ursula von der Leyen", ("ursula", "leyen")),
        ("Donald J. Trump Jr.", ("donald", "trump")),
        ("ERDOĞAN", ("erdogan",)),
        ("Kamikawa’s", ("kamikawa",)),
        ("the Foreign Ministry", ("foreign", "ministry")),
        ("General Motors", ("general", "motors")),
        ("Prime Minister", ("prime", "minister")),
    ],
)
def test_a_name_is_the_same_with_a_title_an_initial_or_an_accent(
    written: str, parts: tuple[str, ...]
) -> None:
    assert name_parts(written) == parts


def found(asked: str, speaker: str, text: str) -> bool:
    """Whether who is asked for is who is named as the speaker in the text."""
    parts, named = name_parts(speaker), names_of(text)
    full, called = full_name(parts, named), by_first_name(parts, named)
    return is_same(name_parts(asked), parts, full, called)


JILL = "Jill Biden spoke. Joe Biden listened. Biden said no."


@pytest.mark.parametrize(
    ("asked", "speaker", "text"),
    [
        ("Kamikawa", "Yoko Kamikawa", "Yoko Kamikawa spoke."),
        ("yoko kamikawa", "Ms Kamikawa", "Yoko Kamikawa spoke. Ms Kamikawa said so."),
        ("Foreign Minister Kamikawa", "Kamikawa", "Kamikawa spoke."),
        ("Swift", "Taylor", "Taylor Swift sang. Taylor said so."),
        ("Taylor Swift", "Taylor", "Taylor Swift sang. Taylor said so."),
        ("google", "Google", "Google Maps and Google Play grew. Google said so."),
        ("Joe Biden", "Biden", "President Joe Biden spoke. Biden said so."),
    ],
)
def test_whoever_is_named_in_full_is_found_by_the_surname_and_the_other_way_round(
    asked: str, speaker: str, text: str
) -> None:
    assert found(asked, speaker, text)


@pytest.mark.parametrize(
    ("asked", "speaker", "text"),
    [
        ("Joe Biden", "Jill Biden", JILL),
        ("Joe Biden", "Biden", JILL),
        ("Joe Biden", "Biden", "Biden spoke."),
        ("Swift", "Taylor", "Taylor Swift and Taylor Hill sang. Taylor said so."),
        ("Kamikawa", "Kihara", "Minoru Kihara spoke."),
        ("Google Maps", "Google", "Google Maps grew. Google Play grew. Google said so."),
    ],
)
def test_nobody_is_taken_for_somebody_else(asked: str, speaker: str, text: str) -> None:
    assert not found(asked, speaker, text)
