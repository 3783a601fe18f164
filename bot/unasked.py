"""A message that names nobody → whether it is a question to whoever knows. Pure.

People ask each other all day. Told by form alone, and rather missed than meddled with.
"""

import re
from collections.abc import Collection

from bot.courtesies import without_courtesies
from bot.spoken_to import is_spoken_to_somebody
from bot.threads import QUESTION_MARKS, is_between_people, looks_like_a_question
from retrieval.languages import language_of, likely_language

_FEWEST_WORDS = 3
# Who is spoken to, or speaks of themselves, waits for a person. Not "US".
_BETWEEN_PEOPLE = re.compile(
    r"\b(?:[Yy]ou(?:['’](?:re|ve|ll|d))?|[Yy]ours?|u|ur|[Yy]['’]?all|[Mm]y|[Oo]urs?|me|us)\b"
    r"|\b(?:should|shall|can|could|may|might|do|did|are|were|will|would|have|had|am|was)\s+(?:we|i)\b"
    r"|\b(?:i['’]m|i['’]ve|i['’]ll|i['’]d|we['’]re|we['’]ve|let['’]s)\b",
    re.I,
)
_COUNTRY = re.compile(r"\bUS\b")
_WITHOUT_BLANKS = frozenset(("ja", "zh", "th", "km", "lo", "my"))
_FEWEST_LETTERS = 6
# Up to a question mark of any script; behind it thanks have room.
_MARKED = re.compile(rf"(?P<asked>.*)[{''.join(QUESTION_MARKS)}](?:\W+\w+){{0,3}}\W*", re.DOTALL)


def asks_whoever_knows(text: str, languages: Collection[str] = ()) -> bool:
    """Whether a message without mentions asks something of nobody in particular. `languages`: ISO
    639-1 codes of what is read beside English."""
    if "`" in text or text.lstrip().startswith(("@", ">")):
        return False
    if is_between_people(text, named=False, addressed=False, languages=languages):
        return False
    if languages and (language := _other_language(text, languages)):
        return _asks_in(language, text)
    asked = without_courtesies(_COUNTRY.sub("America", text))
    if len(asked.split()) < _FEWEST_WORDS or _BETWEEN_PEOPLE.search(asked):
        return False
    return looks_like_a_question(asked)


def _other_language(text: str, languages: Collection[str]) -> str:
    """The code, "" for English."""
    told = language_of(text)
    return told.code if told else likely_language(text, languages)


def _asks_in(language: str, text: str) -> bool:
    """How questions begin is known of English alone: elsewhere a mark tells, and what is said."""
    found = _MARKED.fullmatch(text.strip())
    if found is None or is_spoken_to_somebody(text, language):
        return False
    if language in _WITHOUT_BLANKS:
        return len(re.findall(r"\w", found["asked"])) >= _FEWEST_LETTERS
    return len(found["asked"].split()) >= _FEWEST_WORDS
