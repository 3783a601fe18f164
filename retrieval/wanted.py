"""A question → the kind of words that answer it, and whether a text has such words. Pure."""

import re
from collections.abc import Sequence
from enum import Enum

from retrieval.person_names import who_is


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
_NAME = re.compile(r"\b(?:who|whom|whose|where)\b|\b(?:what|which) (?:city|country|state)\b", re.I)
# What tells a time in one word: "three nights of looting" tells none.
_TELLS_TIME = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|am|pm|s)?|(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tonight|tomorrow|yesterday|noon|midnight"
    r"|mornings?|afternoons?|evenings?|spring|summer|autumn|winter|weekend|week|month|year|century"
    r"|now|immediately|annually|yearly|daily",
    re.I,
)


def wanted_by(question: str) -> Wanted:
    """The kind that the question asks for."""
    if _TIME.search(question):
        return Wanted.TIME
    if _QUANTITY.search(question):
        return Wanted.QUANTITY
    if who_is(question):
        return Wanted.ANY  # The name is given; who that is, is a description.
    return Wanted.NAME if _NAME.search(question) else Wanted.ANY


def is_among(kind: Wanted, new: Sequence[str]) -> bool:
    """Whether one of the words, in the order of the text, is of that kind."""
    if kind is Wanted.NAME:
        # The first word is capitalised whatever it is.
        return any(word[0].isupper() for word in new[1:])
    if kind is Wanted.TIME:
        return any(_TELLS_TIME.fullmatch(word) for word in new)
    return any(word.lower() in NUMBER_WORDS or word[0].isdigit() for word in new)
