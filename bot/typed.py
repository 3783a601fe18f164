"""A message as a person types it → the question in it, its parts, or that it is none. Pure.

Called once, before anything reads the question.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.asides import Aside, aside
from bot.commands.names import HELP_WORDS
from bot.courtesies import without_courtesies
from bot.language import LANGUAGES, language_name
from bot.language_wording import not_read
from bot.markup import is_emoji, without_markup
from bot.two_questions import parts
from retrieval.languages import Language, language_of
from retrieval.terms import words

# What is longer is no question (`bot.ask.MAX_QUESTION_CHARACTERS`), and would take time to read.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed. `text` is the question without what surrounds it; `parts` are the questions
    in it, `text` alone for nearly all; `remark` is why it is no question for the articles, None
    where it is one; `language` is set where it is clearly not English; `read`: what
    is read beside that."""

    text: str
    parts: tuple[str, ...]
    remark: Aside | None
    language: Language | None
    read: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is said instead of an answer; "" for questions."""
        if self.remark is None:
            return ""
        language = self.language
        if self.remark is Aside.LANGUAGE and language and self.read:
            return not_read(language.code, self.read)
        return self.remark.value(
            language=language_name(language.code, language.name) if language else ""
        )


def language_typed(text: str) -> str:
    """One of LANGUAGES but English, where the text is clearly in it or asks for help in it; else
    ""."""
    word = text.strip().casefold()
    if word in HELP_WORDS[1:]:
        return LANGUAGES[HELP_WORDS.index(word)]
    language = language_of(text[:_LONGEST])
    return language.code if language and language.code in LANGUAGES else ""


def typed(text: str, languages: Collection[str] = ()) -> Typed:
    """Takes any text; where nothing but ceremony is said, `text` keeps it. `languages`: ISO 639-1
    codes of what is read beside English."""
    if len(text) > _LONGEST:
        return Typed(text, (text,), None, None)
    plain = without_markup(text)
    if not words(plain):
        # An emoji is a nod; a mark is nothing, which is told as an empty question.
        said = text.strip()
        return Typed(said, (said,), Aside.COURTESY if is_emoji(said) else None, None)
    remark = aside(plain)
    asked = plain if remark is Aside.COURTESY else _without_ceremony(plain)
    language = None if remark else language_of(asked)
    if language and language.code not in languages:
        remark = Aside.LANGUAGE
    # English tells two questions apart by its own words.
    whole = bool(remark) or language is not None
    return Typed(
        asked, (asked,) if whole else parts(asked), remark, language, tuple(sorted(languages))
    )


def _without_ceremony(plain: str) -> str:
    """What is asked; marks that stood behind a greeting now open the text, and go too."""
    while True:
        asked = without_courtesies(plain)
        bare = without_markup(asked)
        if bare == asked or not words(bare):
            return asked
        plain = bare
