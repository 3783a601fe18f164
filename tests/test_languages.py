"""Our sentences in every language: none is missing, none is stale, all hold the same places."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from adapters.settings.environment import load_settings, terminal_language
from bot.commands.names import ARGUMENT_NAMES, CHOICE_NAMES, COMMAND_NAMES, HELP_WORDS, in_language
from bot.commands.table import COMMANDS, command_named
from bot.following import Pace, Rhythm, rhythm_of
from bot.language import (
    CATALOGS,
    ENGLISH,
    LANGUAGES,
    Sentence,
    either,
    known_language,
    number,
    speaking,
    spoken,
)
from bot.language import (
    _ as translated,
)
from docs.catalogs import catalog_of, said, untranslated, written

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
# https://docs.discord.com/developers/interactions/application-commands#application-command-object
_NAME = re.compile(r"[-_\w]{1,32}")
_LONGEST_DESCRIPTION = 100


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


# ------------------------------------------------------------------------------------- catalogs


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_said_in_every_language(language: str) -> None:
    path = CATALOGS / f"{language}.po"
    assert path.read_bytes() == written(language), "run: python -m docs.catalogs"
    assert [one.id for one in untranslated(catalog_of(language))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    wrong = [
        (english, there)
        for english, there in _pairs(language)
        if _places(english) != _places(there)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_its_sentence_does(language: str) -> None:
    """A full stop makes it a sentence of its own; an error's line has none."""
    wrong = [
        (english, there)
        for english, there in _pairs(language)
        if english.endswith(".") is not there.endswith((".", "。"))
        or english.endswith(" ") is not there.endswith(" ")
    ]
    assert wrong == []


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    for message in catalog_of(language):
        if not message.id:
            continue
        ids, strings = (
            [one] if isinstance(one, str) else list(one or ())
            for one in (message.id, message.string)
        )
        # Japanese has one form for all numbers.
        yield from zip(ids[-len(strings) :], map(str, strings), strict=True)


def _places(sentence: str) -> set[tuple[str, str]]:
    return {
        (name, conversion or "")
        for _, name, _, conversion in Formatter().parse(sentence)
        if name is not None
    }


# ---------------------------------------------------------------------------------------- names


def test_every_command_argument_and_choice_has_a_name_in_every_language() -> None:
    arguments = [one for command in COMMANDS.values() for one in command.arguments]
    words = {"all", "everybody", "members"}  # among others that are no choices
    assert set(COMMANDS) | {"ask"} == set(COMMAND_NAMES)
    assert {one.name for one in arguments} | {"question", "private"} == set(ARGUMENT_NAMES)
    assert {c for one in arguments for c in one.choices} | words == set(CHOICE_NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_commands_have_one_name_and_discord_takes_each(language: str) -> None:
    for names in (COMMAND_NAMES, ARGUMENT_NAMES):
        there = [in_language(names, word, language) for word in names]
        assert [one for one in there if not _NAME.fullmatch(one) or one != one.lower()] == []
    commands = [in_language(COMMAND_NAMES, word, language) for word in COMMAND_NAMES]
    assert len(set(commands)) == len(commands)
    for command in COMMANDS.values():
        own = [in_language(ARGUMENT_NAMES, one.name, language) for one in command.arguments]
        assert len(set(own)) == len(own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_is_understood_by_its_name_in_any_language(language: str) -> None:
    for word, command in COMMANDS.items():
        assert command_named(in_language(COMMAND_NAMES, word, language).upper()) is command


@pytest.mark.parametrize("language", LANGUAGES)
def test_discord_takes_every_description(language: str) -> None:
    with speaking(language):
        told = [
            translated(one)
            for command in COMMANDS.values()
            for one in (command.description, *(a.description for a in command.arguments))
        ]
    assert [one for one in told if len(one) > _LONGEST_DESCRIPTION] == []


def test_help_is_asked_for_in_any_language() -> None:
    assert HELP_WORDS == ("help", "hilfe", "aide", "ayuda", "ヘルプ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rhythm",
    [Rhythm(Pace.NOW), Rhythm(Pace.DAILY, 510, zone="Europe/Berlin"),
     *(Rhythm(Pace.WEEKLY, 1050, day, "Asia/Tokyo") for day in range(7))],
)  # fmt: skip
def test_a_rhythm_is_understood_as_it_is_told(rhythm: Rhythm, language: str) -> None:
    with speaking(language):
        assert rhythm_of(rhythm.in_words()) == rhythm


# ------------------------------------------------------------------------------------- terminal


@pytest.mark.parametrize(
    ("environ", "chosen", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "auto", "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, "auto", "en"),
        ({"LANG": "pt_BR.UTF-8"}, "auto", "en"),
        ({}, "auto", "en"),
        ({"LANG": "de_DE.UTF-8"}, "ja", "ja"),
    ],
)
def test_the_terminal_speaks_the_language_that_is_set(
    environ: dict[str, str], chosen: str, language: str
) -> None:
    settings = load_settings({"PULLQUOTE_LANGUAGE": chosen}, Path.cwd())
    assert terminal_language(settings, environ) == language


def test_english_costs_no_import_of_babel() -> None:
    said = (
        "import sys, bot.language, bot.wording, bot.commands.table\n"
        "bot.wording.more_quotes(2), bot.wording.NOT_CONFIDENT()\n"
        "print('babel' in sys.modules, 'gettext' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout.split()[0] == "False"
