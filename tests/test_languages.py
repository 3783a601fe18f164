from string import Formatter

import pytest

from bot.language import Sentence, either, known_language, number, speaking, spoken
from docs.catalogs import said


def _sentences() -> list[str]:
    return [one for _, found in said() for one in ((found,) if isinstance(found, str) else found)]


def test_every_place_in_a_sentence_has_a_name() -> None:
    unnamed = [
        one
        for one in _sentences()
        for _, name, _, _ in Formatter().parse(one)
        if name is not None and not name.isidentifier()
    ]
    assert unnamed == []


def test_no_sentence_is_a_piece_to_glue_others_to() -> None:
    assert [one for one in _sentences() if one != one.strip()] == ["Asked: "]


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"), ("de-DE", "de"), ("de_AT.UTF-8", "de"), ("es-419", "es"), ("fr-CA", "fr"),
        ("ja-JP", "ja"), ("en-GB", "en"), ("C.UTF-8", ""), ("", ""), ("pt-BR", ""), ("den", ""),
    ],
)  # fmt: skip
def test_a_locale_of_one_of_the_languages_is_known(locale: str, language: str) -> None:
    assert known_language(locale) == language


def test_who_speaks_none_of_them_reads_english() -> None:
    with speaking("ja"), speaking("tlh"):
        assert spoken() == "en"
        assert Sentence("In: {story}")(story="{braces}") == "In: {braces}"
        assert (number(2000), either(["one", "two", "three"])) == ("2,000", "one or two or three")
    assert spoken() == "en"
