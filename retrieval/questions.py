"""A question → what it asks for: its terms, its names, the kind of words that answer. Pure."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from retrieval.terms import is_function_word, terms, words


class Wanted(Enum):
    """The kind of words that answer."""

    QUANTITY = "quantity"  # a number with its unit
    TIME = "time"  # a date, a year, a time of day
    NAME = "name"  # a person, an office, a place, an organisation
    ANY = "any"


NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
    hundred hundreds thousand thousands million billion trillion dozen dozens half""".split()
)

_TIME = re.compile(r"\b(?:when|since when|(?:what|which) (?:year|date|day|month|time))\b", re.I)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|long|far|old|big|large|often|high|fast|tall)\b"
    r"|\b(?:what|which) (?:\w+ )?(?:number|share|percentage|percent|amount|price|cost|age|size)\b",
    re.I,
)
_WHERE = re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|state)\b", re.I)
_NAME = re.compile(r"\b(?:who|whom|whose|where)\b|\b(?:what|which) (?:city|country|state)\b", re.I)


@dataclass(frozen=True)
class Query:
    """A question as search reads it."""

    text: str

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Distinct terms without function words, in order; all its terms if it has no others."""
        content = terms(self.text) or [word.term for word in words(self.text)]
        return tuple(dict.fromkeys(content))

    @cached_property
    def names(self) -> frozenset[str]:
        """Terms that can't be said otherwise: capitalised after the first word, or with digits."""
        found = set()
        for n, word in enumerate(words(self.text)):
            written = self.text[word.start : word.end]
            named = any(c.isdigit() for c in written) or (n and written[0].isupper())
            if named and not is_function_word(written):
                found.add(word.term)
        return frozenset(found)

    @cached_property
    def wanted(self) -> Wanted:
        if _TIME.search(self.text):
            return Wanted.TIME
        if _QUANTITY.search(self.text):
            return Wanted.QUANTITY
        return Wanted.NAME if _NAME.search(self.text) else Wanted.ANY

    def kind_in(self, text: str) -> float:
        """1 where a word of the wanted kind that the question lacks is in `text`, -1 where none
        is, 0 where any kind will do."""
        if self.wanted is Wanted.ANY:
            return 0.0
        asked = set(self.terms)
        new = [text[w.start : w.end] for w in words(text) if w.term not in asked]
        if self.wanted is Wanted.NAME:
            # The first word is capitalised whatever it is.
            there = any(word[0].isupper() for word in new[1:])
        else:
            there = any(word.lower() in NUMBER_WORDS or word[0].isdigit() for word in new)
        return 1.0 if there else -1.0

    @property
    def asks_where(self) -> bool:
        return bool(_WHERE.search(self.text))
