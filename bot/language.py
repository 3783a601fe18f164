"""Whose language is spoken, and a sentence of ours → that sentence in it.

English stands in the code; the others stand in bot/languages/*.po. What articles and people say
never comes here. The one file that knows Babel, and it imports it for other languages only:
English costs nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de", "fr", "es", "ja")
CATALOGS = Path(__file__).parent / "languages"

# Set at the edge for whoever reads; it goes along into a worker with its context.
_spoken: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said inside of it is said in the language, one of LANGUAGES."""
    token = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """From now on, for a process that has one reader."""
    _spoken.set(language if language in LANGUAGES else ENGLISH)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def known_language(locale: str) -> str:
    """ "de-DE", "de_AT.UTF-8", "ja" → one of LANGUAGES; "" for any other."""
    code = locale.replace("-", "_").partition("_")[0].partition(".")[0].casefold()
    return code if code in LANGUAGES else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of ours, in English; called, it is said in the language that is spoken then, with
    what its {names} stand for."""

    english: str

    def __call__(self, **named: object) -> str:
        sentence = _(self.english)
        return sentence.format(**named) if named else sentence

    def in_all(self) -> tuple[str, ...]:
        """In every language: to know it again."""
        return in_all(self)


def in_all(say: Callable[[], str]) -> tuple[str, ...]:
    """What is said, in every language, English first."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(say())
    return tuple(dict.fromkeys(said))


def _(sentence: str) -> str:
    """The sentence in the language that is spoken."""
    language = spoken()
    return sentence if language == ENGLISH else _catalog(language).gettext(sentence)


def ngettext(one: str, several: str, count: int) -> str:
    """The sentence for so many, in the language that is spoken."""
    language = spoken()
    if language == ENGLISH:
        return one if count == 1 else several
    return _catalog(language).ngettext(one, several, count)


def N_(sentence: str) -> str:
    """Marks a sentence that `_` says later."""
    return sentence


# -------------------------------------------------------------------------------------- days, numbe


def day(moment: datetime) -> str:
    """28 July 2024; 28. Juli 2024; 2024年7月28日."""
    if spoken() == ENGLISH:
        return f"{moment.day} {moment:%B %Y}"
    from babel.dates import format_date

    return format_date(moment.date(), "long", locale=spoken())


def weekday_and_day(moment: datetime) -> str:
    """Monday, 29 July 2024; lundi 29 juillet 2024."""
    if spoken() == ENGLISH:
        return f"{moment:%A}, {day(moment)}"
    from babel.dates import format_date

    return format_date(moment.date(), "full", locale=spoken())


def number(count: int) -> str:
    """2,000; 2.000; 2 000."""
    if spoken() == ENGLISH:
        return f"{count:,}"
    from babel.numbers import format_decimal

    return format_decimal(count, locale=spoken())


def either(things: Sequence[str]) -> str:
    """One or another of them."""
    return _listed(things, "or")


def together(things: Sequence[str]) -> str:
    """All of them."""
    return _listed(things, "standard")


def language_name(code: str, english: str) -> str:
    """What a language is called; `english`: in English, and where nobody knows it."""
    if spoken() == ENGLISH:
        return english
    from babel import Locale

    return str(Locale.parse(spoken()).languages.get(code, english))


def _listed(things: Sequence[str], style: Literal["or", "standard"]) -> str:
    if spoken() == ENGLISH or len(things) < 2:
        return {"or": " or ", "standard": " and "}[style].join(things)
    from babel.lists import format_list

    return format_list(things, style=style, locale=spoken())


@cache
def _catalog(language: str) -> "NullTranslations":
    from gettext import GNUTranslations, NullTranslations

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    path = CATALOGS / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
