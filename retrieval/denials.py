"""A question and a sentence → whether the sentence denies what is asked about. Pure.

"Who resigned over the vote?" is near "Aldana did not resign over the vote", and not answered by it;
"did Aldana resign?" is.
"""

import re

from retrieval.questions import Query
from retrieval.terms import term_of

_ASKS_WHO = re.compile(r"^\W*(?:and |so |but )?(?:who|whom)(?:['’]?s)?\b", re.I)
_NEGATED = re.compile(r"\b(?:not|never|no longer|neither|nor|without)\b|n['’]t\b", re.I)
_WORD = re.compile(r"[^\W_][\w’'-]*")
# What is denied stands right behind: "did not in the end resign".
_REACH = 4


def denies(query: Query, sentence: str) -> bool:
    """Whether a word of the question, but no name, stands behind a negation in the sentence, where
    the question asks who and denies nothing itself."""
    if not _ASKS_WHO.match(query.text) or _NEGATED.search(query.text):
        return False
    asked = set(query.terms) - query.names
    return any(
        term_of(word) in asked
        for negated in _NEGATED.finditer(sentence)
        for word in _WORD.findall(sentence[negated.end() :])[:_REACH]
    )
