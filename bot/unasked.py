"""A message that names nobody → whether it is a question to whoever knows. Pure.

People ask each other all day. Told by form alone, and rather missed than meddled with.
"""

import re

from bot.courtesies import without_courtesies
from bot.threads import is_between_people, looks_like_a_question

_FEWEST_WORDS = 3
# Who is spoken to, or speaks of themselves, waits for a person. Not "US".
_BETWEEN_PEOPLE = re.compile(
    r"\b(?:[Yy]ou(?:['’](?:re|ve|ll|d))?|[Yy]ours?|u|ur|[Yy]['’]?all|[Mm]y|[Oo]urs?|me|us)\b"
    r"|\b(?:should|shall|can|could|may|might|do|did|are|were|will|would|have|had|am|was)\s+(?:we|i)\b"
    r"|\b(?:i['’]m|i['’]ve|i['’]ll|i['’]d|we['’]re|we['’]ve|let['’]s)\b",
    re.I,
)
_COUNTRY = re.compile(r"\bUS\b")


def asks_whoever_knows(text: str) -> bool:
    """Whether a message without mentions asks something of nobody in particular."""
    if "`" in text or text.lstrip().startswith(("@", ">")):
        return False
    if is_between_people(text, named=False, addressed=False):
        return False
    asked = without_courtesies(_COUNTRY.sub("America", text))
    if len(asked.split()) < _FEWEST_WORDS or _BETWEEN_PEOPLE.search(asked):
        return False
    return looks_like_a_question(asked)
