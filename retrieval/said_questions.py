"""A question → whom it asks after, and about what, if it asks what somebody said. Pure.

By its form alone: "what did X say about Y", "has X said anything on Y", "X's statement on Y", "what
has X said". Where somebody is asked for by a pronoun, or what X said "after the match" or "when
asked", it is a question like any other.
"""

import re
from dataclasses import dataclass

from retrieval.terms import is_function_word

_WHO = r"(?P<who>[^\s,;:?!]+(?:\s+[^\s,;:?!]+){0,5}?)"
_ABOUT = r"\s+(?:about|on|regarding|concerning|of)\s+(?P<about>.+?)"
_SAY = (
    r"(?:say|said|tell (?:us|reporters|the press)|told (?:us|reporters)|state|comment|write|tweet)"
)
_POLITE = (
    r"^\s*(?:(?:so|and|but|well|ok(?:ay)?|please|hey|hi|hello)[,\s]+)*"
    r"(?:(?:can|could) (?:you|we) (?:tell|show|find)(?: me)?|tell me|show me|find"
    r"|do (?:you|we) know)?\s*"
)
_END = r"(?:\s+(?:lately|recently|so far|exactly))?\s*[?!.\s]*$"
_FORMS = tuple(
    re.compile(_POLITE + form + _END, re.I)
    for form in (
        rf"what\s+(?:exactly\s+)?(?:did|does|has|had)\s+{_WHO}\s+(?:ever\s+|actually\s+)?{_SAY}(?:{_ABOUT})?",
        rf"what\s+(?:was|were|is|are)\s+{_WHO}(?:['’]s?)\s+(?:statements?|comments?|words|remarks?|reaction)"
        rf"(?:{_ABOUT}|\s+to\s+(?P<to>.+?))?",
        rf"what\s+{_WHO}\s+(?:has\s+|have\s+)?(?:said|says){_ABOUT}",
        rf"(?:did|does|has|have)\s+{_WHO}\s+(?:ever\s+)?(?:say|said|comment|commented)"
        rf"(?:\s+(?:anything|something))?{_ABOUT}",
        rf"(?:any\s+|the\s+)?(?:quotes?|statements?|comments?|remarks?)\s+(?:by|from|of)\s+{_WHO}(?:{_ABOUT})?",
        rf"{_WHO}(?:['’]s?)\s+(?:statements?|comments?|words|remarks?){_ABOUT}",
    )
)
_NO_NAMES = frozenset(
    """he she they it we you i who anyone anybody someone somebody everyone everybody people others
    experts critics officials police this that these those there the a an one both either his her
    their its my your our not considering witnesses analysts scientists fans users""".split()
)
_LONGEST_ABOUT = 12  # words; a longer question joins several
_DETERMINED = re.compile(r"^(?:the|a|an)\s+", re.I)


@dataclass(frozen=True, slots=True)
class AskedAfter:
    """`about` is "" for anything that they said."""

    person: str
    about: str = ""


def asked_after(question: str) -> AskedAfter | None:
    """None for every other question."""
    for form in _FORMS:
        found = form.match(question)
        if found is None:
            continue
        groups = found.groupdict()
        person = groups["who"].strip(" \"'“”‘’")
        about = (groups.get("about") or groups.get("to") or "").strip(" \"'“”‘’")
        if len(about.split()) > _LONGEST_ABOUT or not _is_name(person):
            return None
        if about and all(map(is_function_word, about.split())):
            return None
        return AskedAfter(person, about)
    return None


def _is_name(person: str) -> bool:
    words = _DETERMINED.sub("", person).split()
    # The WHO is one, though "who" is a function word.
    small = {word.lower() for word in (words[:1] + words[-1:]) if not word.isupper()}
    if not words or not small.isdisjoint(_NO_NAMES):
        return False
    return not all(is_function_word(word) and not word.isupper() for word in words)
