"""Names out of other alphabets, as each paper spells them."""

import pytest

from retrieval.transliteration import sounding


@pytest.mark.parametrize(
    "spellings",
    [
        ("shcherbina", "shcherbyna"),
        ("navalny", "navalnyy", "navalniy", "navalnyi"),
        ("mykolaiv", "mikolaiv"),
        ("rostov", "rostiv"),
        ("qassem", "kassem"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({sounding(name) for name in spellings}) == 1


def test_other_names_do_not() -> None:
    names = ["hansen", "jansen", "petrov", "petrovna", "khamenei", "khomeini", "berlin", "bergin"]
    assert len({sounding(name) for name in names}) == len(names)
