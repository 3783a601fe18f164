"""The page speaks the language that a browser says its reader reads."""

import pytest

from adapters.admin.reader_language import language_of


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("pt-BR, fr;q=0.5, en;q=0.3", "fr"),
        ("en;q=0.3, es-419;q=0.7", "es"),
        ("ja;q=0, en", "en"),
        ("nl, *;q=0.1", "en"),
        ("de;q=many, ja", "ja"),
        (";;;,,q=1", "en"),
    ],
)
def test_the_best_of_those_that_it_can_speak(accepted: str, language: str) -> None:
    assert language_of(accepted, "auto") == language


def test_the_settings_may_want_one_for_all() -> None:
    assert language_of("de", "ja") == "ja"
