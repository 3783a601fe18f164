"""A name in a sentence → whether it may be the head of a subject; and whom words that describe
somebody mean. Pure.
"""

import re
from collections.abc import Container

from retrieval.capitalised_names import NAME, name_in
from retrieval.english import is_english
from retrieval.quotations import HIDDEN
from retrieval.sentences import Span
from retrieval.speaking_words import HYPOTHETICAL, OFFICES, PREPOSITIONS, PRONOUNS, TITLES, VERB

_WORD = re.compile(rf"[\w’'.&-]+|[^\w\s]|{HIDDEN}+")
# What may stand behind whom something is according to.
ENDS = re.compile(
    r"\s*(?:[.,;:!?“”()—–]|$|(?:and|but|in|on|at|during|after|as|when|via|to|of|from|who|while|last"
    r"|this|earlier|before|with|for|because|about|by|have|has|is|are|was|were|will|can)\b)"
)
_NOT_SAID = frozenset("neither nor no not none nobody never hardly".split())
# "What X said" tells nothing of it.
_CONJUNCTIONS = frozenset("and but while because though although when so as since yet".split())
_RELATIVE = frozenset("that which where whom how what whose who".split())
_ARTICLES = ("a", "an", "the")
_PEOPLE = re.compile(r"(?:[ei]an|ese|ish|ch|er|eli|qi|ani|i)$")


def is_subject(sentence: str, start: int) -> bool:
    """Whether a name that begins there may be the head of a subject: walked back over what stands
    before it to where a clause begins."""
    before: list[str] = _WORD.findall(sentence[:start])[-7:]
    described = True  # by nothing but offices so far
    for n, word in enumerate(reversed(before)):
        low = word.lower()
        if low in _NOT_SAID or low in HYPOTHETICAL:
            return False
        if not re.match(r"[\w’'.&-]", word) or HIDDEN in word:
            # "In a letter to X, Y said" begins a clause behind the comma; a bracket doesn't.
            return word != "("
        if low in PREPOSITIONS:
            return n == 0 and low in ("as", "before", "after", "since")
        if low == "and" and n == 0:
            return _is_joint(sentence, start)
        if low in _CONJUNCTIONS or low.endswith(("’s", "'s")):
            return True
        if low in _RELATIVE:
            # "The man who shot X said" is not X.
            return described
        described = described and (low in OFFICES or low in TITLES or low in _ARTICLES)
    return True


def is_named_by_office(sentence: str, start: int) -> bool:
    """Whether an office stands before it: "Sweden's prime minister, Ulf Kristersson, said"."""
    before = sentence[:start]
    if joint := re.search(rf"(?P<other>{NAME.pattern}) and $", before):
        before = before[: joint.start("other")]
    if not before.endswith(", ") or len(before) > 110 or re.search(rf"\b(?:{VERB})\b", before):
        return False
    words = [word.lower() for word in _WORD.findall(before)]
    offices = {word.removesuffix("men") + "man" if word.endswith("men") else word for word in words}
    return {"but", "and", "to"}.isdisjoint(words[:1]) and not OFFICES.isdisjoint(
        offices | {word.removesuffix("s") for word in words}
    )


def _is_joint(sentence: str, start: int) -> bool:
    """ "X and Y said" is said by Y, too, unless both belong to somebody: "an aide to X and Y"."""
    before = sentence[:start].rstrip()
    before = before[: before.rfind("and")].rstrip(" ,")
    names = [m for m in NAME.finditer(before) if m.end() == len(before)]
    return not names or is_subject(sentence, names[-1].start())


def head(sentence: str, at: int, *, anyone: bool) -> Span | None:
    """The name that is meant by what begins there: "finance chief Matthew Friend on a call".
    `anyone`: whatever is said before the name, else only an office or what they own it is named
    by."""
    place, last = at, ""
    found: Span | None = None
    for _ in range(14):
        if not (word := _WORD.match(sentence, place)):
            break
        text, low = word[0], word[0].lower().rstrip(".")
        if named := NAME.match(sentence, place):
            name = name_in(sentence, named.span())
            if name is None:
                break
            if place > at and last in _ARTICLES and _is_people(sentence[slice(*name)]):
                return None
            found, place = name, named.end()
            if re.match(r"(?:’s|'s|’|')?\s+[a-z]", sentence[place : place + 5]):
                owner = sentence[place : place + 1] in "’'"
                role = _role_after(sentence, place + (2 if owner else 0))
                if role is None:
                    described = last in _ARTICLES and not ENDS.match(sentence, place)
                    return None if owner or described else found
                found, place, last = None, role, "chief"
                continue
            if owned := re.match(r"(?:’s|'s|’|')\s+(?=[A-Z])", sentence[place:]):
                place += owned.end()
                found = None
                continue
            if all(w.lower().strip(".,") in TITLES for w in sentence[name[0] : name[1]].split()):
                found = None
                more = re.match(r"\s+(?:and|&)\s+|,\s+|\s+", sentence[place:])
                place += more.end() if more else 0
                last = "chief"
                continue
            break
        if not re.match(r"[a-z\d]", text) or low in PREPOSITIONS or low in PRONOUNS | HYPOTHETICAL:
            return None
        last = low
        place = word.end()
        space = re.match(r"\s+", sentence[place:])
        if not space:
            return None
        place += space.end()
        named = NAME.match(sentence, place)
        if named and not anyone and last not in OFFICES and last not in ("the", "former"):
            return None
    return found


def is_known(name: str, known: Container[str]) -> bool:
    """Whether it is a name wherever it stands: a word may be capitalised because it comes first."""
    return bool(" " in name or name in known or name.isupper() or not is_english(name.lower()))


def _is_people(name: str) -> bool:
    """Whether it may be what somebody from there is called: "the Argentinean"."""
    return " " not in name and bool(_PEOPLE.search(name))


def _role_after(sentence: str, at: int) -> int | None:
    """Where a name stands behind an office: "Google DeepMind co-founder Demis Hassabis"."""
    words = re.match(r"(?:\s+[a-z][\w’'-]*(?:\s+and)?){1,4}\s+(?=[A-Z])", sentence[at:])
    if not words:
        return None
    said = words[0].split()
    if any(w in PREPOSITIONS or w in PRONOUNS for w in said) or said[-1] not in OFFICES:
        return None
    return at + words.end()
