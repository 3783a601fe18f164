"""A question and the sentences that answer it → the words among them that answer. Pure.

No model: chunks of content words are scored by their kind (a number for "how many", a name or an
office for "who") and by how near they stand to the question's own words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from retrieval.questions import Query
from retrieval.sentences import Span
from retrieval.terms import Word, is_function_word, words
from retrieval.wanted import NUMBER_WORDS, Wanted

_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_YEAR = re.compile(r"^(?:1[0-9]|20)\d\d$")
# Offices and roles answer "who" though they are no names (stems).
_OFFICES = frozenset(
    """admir ambassador attorney author boss captain chair chairman chairwoman chancellor chief
    command coach congressman counsel deputi diplomat director doctor editor emperor execut founder
    general governor head judg justic king lawmak lawyer leader lieuten manag mayor minist
    negoti offic owner parti pilot player pope premier presid prime princ princess prosecutor
    queen scientist secretari senat soldier spokesman spokesperson spokeswoman team worker
    research commission""".split()
)
_MAX_WORDS = 8
_PLACING = frozenset({"in", "at", "near", "from", "to"})
_JOINING = frozenset({"of", "the"})
_SPANS = frozenset("century centuries decade decades".split())
# Words that introduce an answer and are none (stems).
_EMPTY = frozenset(
    """exampl case particular addit hand notabl includ consid said say told fact part order result
    similar altern also howev sometim often usual general""".split()
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    first: int  # index of its first word
    last: int


def highlight(query: Query, text: str) -> tuple[Span, ...]:
    """The spans `[start, end)` in `text` that answer, best first; empty where none stands out."""
    found = words(text)
    if not found:
        return ()
    asked = query.asked
    chunks = _chunks(found, text, asked)
    if not chunks:
        return ()
    places = [n for n, word in enumerate(found) if word.term in asked]
    best = max(chunks, key=lambda c: (_score(query, found, text, c, places), -c.first))
    last = _end_of_name(found, text, best) if query.wanted is Wanted.NAME else best.last
    return ((found[best.first].start, found[last].end),)


def _chunks(found: list[Word], text: str, asked: Collection[str]) -> list[_Chunk]:
    """Runs of content words, over a lone "of" or "of the" too, that no punctuation and no word of
    the question parts."""
    chunks: list[_Chunk] = []
    start = last = None
    for n, word in enumerate(found):
        written = text[word.start : word.end]
        content = not is_function_word(written) and not _is_asked(word, written, asked)
        joined = (
            start is not None
            and last is not None
            and not any(_parted(text, found[k], found[k + 1]) for k in range(last, n))
            and all(found[k].term in _JOINING for k in range(last + 1, n))
        )
        if content and joined and start is not None and n - start < _MAX_WORDS:
            last = n
        elif content:
            if start is not None and last is not None:
                chunks.append(_Chunk(start, last))
            start = last = n
    if start is not None and last is not None:
        chunks.append(_Chunk(start, last))
    return chunks


def _is_asked(word: Word, written: str, asked: Collection[str]) -> bool:
    """Whether the question has the word; "command" is not yet the "commander" who answers."""
    agent = word.term in _OFFICES and written.lower().endswith(("er", "or"))
    return word.term in asked and not agent


def _parted(text: str, left: Word, right: Word) -> bool:
    between = text[left.end : right.start]
    return any(not (c.isspace() or c in "-–'’&/$€£%") for c in between)


def _score(query: Query, found: list[Word], text: str, chunk: _Chunk, places: list[int]) -> float:
    written = [text[found[n].start : found[n].end] for n in range(chunk.first, chunk.last + 1)]
    inside = [found[n].term for n in range(chunk.first, chunk.last + 1)]
    score = 2.0 * _fits(query.wanted, written, inside, chunk.first == 0)
    if found[chunk.first].term in _EMPTY or found[chunk.last].term in _EMPTY:
        score -= 1.0
    if len(written) == 1 and written[0].endswith(("ed", "ing", "ly")) and written[0][0].islower():
        score -= 0.6
    if query.wanted is Wanted.NAME and _is_rest_of_name(found, text, chunk, places):
        score -= 1.2
    if query.wanted is Wanted.NAME and chunk.first:
        placed = found[chunk.first - 1].term in _PLACING
        score += 0.3 if placed == query.asks_where else -0.3
        # "headed by a three-star commander"
        score += 0.6 if "by" in {found[n].term for n in range(chunk.first)[-2:]} else 0.0
    distances = sorted(
        place - chunk.last if place > chunk.last else chunk.first - place
        for place in places
        if not chunk.first <= place <= chunk.last
    )
    return (
        score + sum(1.0 / (2 + distance) for distance in distances[:4]) + 0.1 * min(len(written), 4)
    )


def _is_rest_of_name(found: list[Word], text: str, chunk: _Chunk, places: list[int]) -> bool:
    """Whether it is what the question leaves of a longer name: "Forces" of "US Forces Japan"."""

    def asked_beside(place: int, left: int) -> bool:
        if place not in places or not text[found[place].start].isupper():
            return False
        return not _parted(text, found[left], found[left + 1])

    named = text[found[chunk.first].start].isupper() and text[found[chunk.last].start].isupper()
    before = chunk.first > 0 and asked_beside(chunk.first - 1, chunk.first - 1)
    after = chunk.last + 1 < len(found) and asked_beside(chunk.last + 1, chunk.last)
    return named and (before or after)


def _end_of_name(found: list[Word], text: str, chunk: _Chunk) -> int:
    """The last word of a chunk without what follows a name in it: "Stephen Jost took"."""
    capital = [n for n in range(chunk.first, chunk.last + 1) if text[found[n].start].isupper()]
    office = found[chunk.last].term in _OFFICES
    return capital[-1] if capital and capital[0] == chunk.first and not office else chunk.last


def _fits(wanted: Wanted, written: list[str], inside: list[str], opens: bool) -> float:
    """How well the kind of a chunk fits the kind that is wanted, 0 … 1."""
    lower = [word.lower() for word in written]
    number = any(word[0].isdigit() for word in written) or any(w in NUMBER_WORDS for w in lower)
    time = any(_YEAR.match(w) or w in _MONTHS or w in _DAYS or w in _SPANS for w in lower)
    named = written[1:] if opens and len(written) > 1 else written
    name = 0.0 if time else sum(word[0].isupper() for word in named) / len(named)
    office = inside[-1] in _OFFICES
    match wanted:
        case Wanted.QUANTITY:
            return 1.0 if number and not time else 0.4 if number else 0.0
        case Wanted.TIME:
            return 1.0 if time else 0.3 if number else 0.0
        case Wanted.NAME:
            return max(name, 0.7 if office else 0.0)
        case Wanted.ANY:
            return 0.15 if name or number else 0.0
