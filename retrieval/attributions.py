"""A sentence whose quoted words are hidden → who is said in it to have said something. Pure.

By rules, and only where they are sure: a name that is the subject of a verb of speaking, or stands
behind "according to". "A spokesman for X said" is not X, "X would say" and "was told by X" are
nothing said, and a pronoun is nobody.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum

from retrieval.capitalised_names import NAME, name_in
from retrieval.english import is_english
from retrieval.quotations import HIDDEN
from retrieval.sentences import Span
from retrieval.speaking_words import (
    BETWEEN,
    FREELY,
    HYPOTHETICAL,
    OFFICES,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    QUOTED_ONLY,
    REPORT,
    SAY,
    TELL,
    TITLES,
)


class Manner(Enum):
    """How words are given to somebody."""

    DIRECT = "direct"  # in quotation marks
    INDIRECT = "indirect"  # X said that …
    ACCORDING = "according to"


@dataclass(frozen=True, slots=True)
class Attribution:
    """`speaker` and `clause`, which has the verb too, are spans of the sentence."""

    speaker: Span
    clause: Span
    verb: str
    manner: Manner


_VERB = "|".join((*SAY, *TELL, *REPORT))
_PARTICIPLE = "|".join(PARTICIPLES)
_QUOTED = f"“{HIDDEN}*”?"
_WHOM = r"(?:[\w’'.&-]+\s+){0,7}?[\w’'.&-]+"
# Behind the name of a speaker: an apposition, "who", adverbs, the verb.
_OF_PLACE = rf"(?:\s(?:of|from|at|with)\s(?:the\s)?{NAME.pattern})?"
_SUBJECT_SAYS = re.compile(
    rf"{_OF_PLACE}(?:(?P<apposition>,\s[^“”;:!?{HIDDEN}]{{2,220}}?),|\s+—\s[^—“”;:!?{HIDDEN}]{{2,160}}\s—)?\s+(?:who\s+)?{BETWEEN}{{0,3}}"
    rf"(?P<verb>{_VERB})\b"
)
_OFFICE_THEN_NAME_SAYS = re.compile(rf",\s+{BETWEEN}{{0,3}}(?P<verb>{_VERB})\b(?!\s+[A-Z])")
_WHO_SAYS = re.compile(rf",\s+who\s+{BETWEEN}{{0,3}}(?P<verb>{_VERB})\b")
_APPOSED = re.compile(
    r",\s(?:(?:the|a|an|one|who|whose|whom|which|his|her|its|their|aged|then|formerly|former|chief"
    r"|head|chair\w*|director|president|professor|founder|co-founder|senior|vice|deputy|managing"
    r"|executive|associate|assistant|CEO|COO|CTO|CFO|SVP|EVP|VP|PhD|MD|Ph\.D|M\.D)\b"
    r"|\d|R-|D-|(?!at\b|in\b|on\b)[a-z]+(?:\s[a-z-]+){0,3}\s(?:of|at|for|and)\b"
    r"|[A-Z][\w’'& .-]*?(?:’s|'s|’|')\s|[A-Z][\w’'& .-]* (?:chief|CEO|analyst|director|editor"
    r"|professor|coach|president|founder|co-founder)\b|[A-Z][a-z]+\.?$)"
)
# Before the verb: what was said, which ends with a mark or a comma.
_SAYS_SUBJECT = re.compile(rf"(?:”|“{HIDDEN}*|,|[—–-])\s*(?P<verb>{_VERB})\s+(?=[\w“])")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_NAMES_COLON = re.compile(rf"^[\s•*-]*(?P<name>{NAME.pattern})(?:\s+\([^()]*\))?:\s*{_QUOTED}")
_AFTER_PARTICIPLE = re.compile(
    rf"(?:,(?: then| also)?|\bby|(?!(?:is|are|was|were|be|been|being|of|from|after|without|like|before"
    rf"|in|for|on|and|but|not|kept|started|began|recalled|stopped|avoid\w*)\b)\b[a-zA-Z’']+)\s+"
    rf"(?P<verb>{_PARTICIPLE})\b(?P<rest>[^“”;]{{0,60}}?(?:{_QUOTED}|\bthat\b))"
)
_FINITE = re.compile(
    r"\s+(?:[a-z]+ly\s+)?(?:[a-z]+ed|wrote|spoke|took|gave|went|made|told|said|rose|sent|put|shot"
    r"|left|met|began|held|hit|came|ran|says|tells|writes|explains|responds|speaks|takes)\b"
)
_WORD = re.compile(rf"[\w’'.&-]+|[^\w\s]|{HIDDEN}+")
# What a verb of speaking is not followed by where it tells no content.
_NO_CONTENT = re.compile(
    r"\s*(?:to be\b|to have\b|goodbye|farewell|no to\b|yes to\b|hello|hi\b|nothing|little"
    r"|a few words|grace\b|prayers?\b|so (?:long|much) )"
)
_TO_DO = re.compile(rf"\s+{_WHOM}\s+(?:not\s+)?to\s+(?!(?:the|a|an|his|her|their|[A-Z]))[a-z]+")
_TOLD_CONTENT = re.compile(
    rf"(?!\s+(?:is|was|are|were|has|had|in|of)\b)\s+{_WHOM}?(?:,?\s*(?:that|how|why|what)\b|,?\s*[^“”.;]{{0,60}}{_QUOTED}|:\s"
    r"|\s(?:he|she|it|they|there|we|his|her|its|their|the|a|an|about)\b)"
)
_CLOSES = re.compile(
    r"\s*(?:(?:(?:on|late|early)\s[A-Z][a-z]+day|in an?\s(?:[a-z]+\s){0,2}(?:statement|interview|email"
    r"|note|post|tweet|release|filing)|yesterday|last (?:week|month|year)|this (?:week|month))\s*)?"
    r"(?:[.,;—–]?\s*$|[.,;:—–])"
)
_THAT = re.compile(
    rf"\s+(?:[\w’'.&-]+\s+){{0,5}}?(?:that|how|why|whether)\b|[^“”.;]{{0,90}}{_QUOTED}|:\s"
)
_DENIES = re.compile(r"\s+(?:that\b|[a-z]+ing\b|any\b|the (?:claim|allegation|accusation|charge)s?\b)")
_ENDS = re.compile(r"\s*(?:[.,;:!?“”)—–]|$|and\b|but\b|in\b|on\b|at\b|during\b|after\b|as\b|when\b|via\b|to\b|of\b|from\b|who\b|while\b|last\b|this\b|earlier\b|before\b|with\b|for\b|because\b|about\b|by\b|have\b|has\b|is\b|are\b|was\b|were\b|will\b|can\b)")

_NOT_SAID = frozenset("neither nor no not none nobody never hardly".split())
# "What X said" tells nothing of it.
_WHATEVER = frozenset("what whatever everything anything all things words".split())
_CONJUNCTIONS = frozenset("and but while because though although when so as since yet".split())
_RELATIVE = frozenset("that which where whom how what whose who".split())
_SUPPOSED = re.compile(r"[“\s]*(?:If|Unless|Suppose|Imagine|Whether|Had)\b")
_WHENEVER = re.compile(r"\b(?:[Ww]hen|[Ww]henever|[Oo]nce)\s$")
_ARTICLES = ("a", "an", "the")
_PEOPLE = re.compile(r"(?:[ei]an|ese|ish|ch|er|eli|qi|ani|i)$")


def attributions(sentence: str, known: Container[str], *, opened: bool) -> list[Attribution]:
    """Those of one sentence, `sentence` as `retrieval.quotations.masked` gives it; `opened`: it
    begins inside of a quotation, or right behind one; `known`: the names of the text, as
    `retrieval.person_names.names_in_midst` gives them. Each verb counts once."""
    found = [
        *_by_colon(sentence, known),
        *_by_subject(sentence, known, opened=opened),
        *_by_inversion(sentence, opened=opened),
        *_by_participle(sentence, known),
        *_by_according(sentence),
    ]
    by_verb: dict[int, Attribution] = {}
    for one in found:
        by_verb.setdefault(one.clause[1], one)
    return [by_verb[at] for at in sorted(by_verb)]


def _by_colon(sentence: str, known: Container[str]) -> Iterator[Attribution]:
    said = _NAMES_COLON.match(sentence)
    name = name_in(sentence, said.span("name")) if said else None
    if name and _is_known(sentence[slice(*name)], known):
        yield Attribution(name, (name[0], name[1]), ":", Manner.DIRECT)


def _by_subject(
    sentence: str, known: Container[str], *, opened: bool
) -> Iterator[Attribution]:
    for named in NAME.finditer(sentence):
        name = name_in(sentence, named.span())
        if name is None:
            continue
        says = _WHO_SAYS.match(sentence, name[1]) or _SUBJECT_SAYS.match(sentence, name[1])
        if not says and _is_named_by_office(sentence, name[0]):
            says = _OFFICE_THEN_NAME_SAYS.match(sentence, name[1])
        if not says or not _is_subject(sentence, name[0]):
            continue
        if says["verb"] in ("says", "tells") and _WHENEVER.search(sentence, 0, name[0]):
            continue
        apposition = says.groupdict().get("apposition")
        if apposition:
            begins = not sentence[: name[0]].strip()
            if begins and not _is_known(sentence[slice(*name)], known):
                continue  # "Nationally, …"
            if apposition[0] == "," and not _is_apposition(apposition):
                continue
        manner = _manner(sentence, says, name[0], opened=opened)
        if manner:
            yield Attribution(name, (name[0], says.end()), says["verb"], manner)


def _by_inversion(sentence: str, *, opened: bool) -> Iterator[Attribution]:
    for says in _SAYS_SUBJECT.finditer(sentence):
        after_quote = sentence[says.start()] != ","
        quoted = after_quote or _quoted_before(sentence, says.start(), opened=opened)
        if says["verb"] not in SAY and not quoted:
            continue
        name = _head(sentence, says.end(), anyone=True)
        if name is None:
            continue
        parted = sentence[name[1] : name[1] + 1] == ","  # "Critically, says X, it is simple"
        if not quoted and not parted and not _has_clause(sentence[: says.start() + 1]):
            continue
        manner = Manner.DIRECT if quoted else Manner.INDIRECT
        yield Attribution(name, (says.start("verb"), name[1]), says["verb"], manner)


def _by_participle(sentence: str, known: Container[str]) -> Iterator[Attribution]:
    named = NAME.search(sentence)
    name = name_in(sentence, named.span()) if named else None
    if name is None or not _is_known(sentence[slice(*name)], known):
        return
    if sentence[: name[0]].strip(" •*-") or not _FINITE.match(sentence, name[1]):
        return
    for says in _AFTER_PARTICIPLE.finditer(sentence, name[1]):
        between = sentence[name[1] : says.start()]
        # Another subject may have taken over, and an object may be who speaks.
        another = rf"\b(?:but|as|while|after|when)\b|\b(?:and|with)\s+(?:[A-Z]|the|a|an|his|her)|[;“]"
        if re.search(another, between) or len(between) > 160:
            continue
        if says["verb"] == "telling" and re.search(r"\bto [a-z]+", says["rest"]):
            continue
        yield Attribution(name, (says.start("verb"), says.end("verb")), says["verb"], Manner.DIRECT
                          if "“" in says["rest"] else Manner.INDIRECT)


def _by_according(sentence: str) -> Iterator[Attribution]:
    for according in _ACCORDING.finditer(sentence):
        name = _head(sentence, according.end(), anyone=False)
        if name and _ENDS.match(sentence, name[1]):
            yield Attribution(name, (according.start(), name[1]), "according to", Manner.ACCORDING)


def _manner(
    sentence: str, says: re.Match[str], subject: int, *, opened: bool
) -> Manner | None:
    """How the words stand that a subject says; None where none are told."""
    verb, after = says["verb"], says.end()
    rest = sentence[after:]
    if verb in SAY and _NO_CONTENT.match(rest):
        return None
    quoted_before = _quoted_before(sentence, subject, opened=opened)
    if not quoted_before and _SUPPOSED.match(sentence):
        return None
    closes = _CLOSES.match(rest) is not None
    if verb in TELL:
        if _TO_DO.match(rest) and not quoted_before:
            return None
        if quoted_before:
            return Manner.DIRECT
        if _TOLD_CONTENT.match(rest):
            return Manner.DIRECT if "“" in rest else Manner.INDIRECT
        before = sentence[:subject].rstrip()
        return Manner.INDIRECT if before.endswith(",") and _has_clause(before) else None
    if quoted_before:
        return Manner.DIRECT
    if verb in ("denied", "denies"):
        return Manner.INDIRECT if _DENIES.match(rest) else None
    quote_after = re.match(rf"[^“”.;]{{0,90}}{_QUOTED}", rest)
    if verb in SAY:
        if closes and not quote_after and not rest.lstrip().startswith(","):
            clause = sentence[:subject].rstrip()
            return Manner.INDIRECT if _has_clause(clause) or rest.lstrip().startswith(":") else None
        return Manner.DIRECT if quote_after else Manner.INDIRECT
    if verb in QUOTED_ONLY:
        near = re.match(rf"[^“”.;]{{0,60}}{_QUOTED}", rest)
        return Manner.DIRECT if near else None
    if _THAT.match(rest):
        return Manner.DIRECT if quote_after else Manner.INDIRECT
    if verb in FREELY and re.match(r"\s+(?:the|a|an|he|she|it|they|his|her|there|its|their|this|we)\b", rest):
        return Manner.INDIRECT
    before = sentence[:subject].rstrip()
    return Manner.INDIRECT if closes and before.endswith(",") and _has_clause(before) else None


def _quoted_before(sentence: str, at: int, *, opened: bool) -> bool:
    """Whether quoted words end right before a place."""
    before = sentence[:at].rstrip(" —–-,")
    if not before:
        return opened
    return before[-1] in "”" + HIDDEN


def _has_clause(before: str) -> bool:
    """Whether what stands before the speaker can be what was said: "The lock was broken," …"""
    words = re.findall(r"\w+", before)
    if len(words) < 3 or before.rstrip()[-1:] not in ",—–”":
        return False
    return words[0].lower() not in PREPOSITIONS or len(words) > 8


def _is_named_by_office(sentence: str, start: int) -> bool:
    """Whether an office stands before the name: "Sweden's prime minister, Ulf Kristersson, said".
    """
    before = sentence[:start]
    if joint := re.search(rf"(?P<other>{NAME.pattern}) and $", before):
        before = before[: joint.start("other")]
    if not before.endswith(", ") or len(before) > 110 or re.search(rf"\b(?:{_VERB})\b", before):
        return False
    words = [word.lower() for word in _WORD.findall(before)]
    offices = {word.removesuffix("men") + "man" if word.endswith("men") else word for word in words}
    return not {"but", "and", "to"} & set(words[:1]) and not OFFICES.isdisjoint(
        offices | {word.removesuffix("s") for word in words}
    )


def _is_apposition(words: str) -> bool:
    return bool(_APPOSED.match(words)) and not re.search(rf"\b(?:{_VERB})\b(?=\s+that)", words)


def _is_subject(sentence: str, start: int) -> bool:
    """Whether a name that begins there may be the head of a subject: walked back over what stands
    before it to where a clause begins."""
    before = _WORD.findall(sentence[:start])[-7:]
    described = True  # by nothing but offices so far
    for n, word in enumerate(reversed(before)):
        low = word.lower()
        if low in _NOT_SAID or low in HYPOTHETICAL or (n == 0 and low in _WHATEVER):
            return False
        if not re.match(r"[\w’'.&-]", word) or HIDDEN in word:
            # "In a letter to X, Y said" begins a clause behind the comma; a bracket doesn't.
            return word != "("
        if low in PREPOSITIONS:
            return low == "as" and n == 0
        if low == "and" and n == 0:
            return _is_joint(sentence, start)
        if low in _CONJUNCTIONS or low.endswith(("’s", "'s")):
            return True
        if low in _RELATIVE:
            # "The man who shot X said" is not X.
            return described
        described = described and (low in OFFICES or low in TITLES or low in _ARTICLES)
    return True


def _is_joint(sentence: str, start: int) -> bool:
    """ "X and Y said" is said by Y, too, unless both belong to somebody: "an aide to X and Y"."""
    before = sentence[:start].rstrip()
    before = before[: before.rfind("and")].rstrip(" ,")
    names = [m for m in NAME.finditer(before) if m.end() == len(before)]
    return not names or _is_subject(sentence, names[-1].start())


def _head(sentence: str, at: int, *, anyone: bool) -> Span | None:
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
                    described = last in _ARTICLES and not _ENDS.match(sentence, place)
                    return None if owner or described else found
                found, place, last = None, role, "chief"
                continue
            if owner := re.match(r"(?:’s|'s|’|')\s+(?=[A-Z])", sentence[place:]):
                place += owner.end()
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


def _is_known(name: str, known: Container[str]) -> bool:
    """Whether it is a name wherever it stands: a word may be capitalised because it comes first."""
    return " " in name or name in known or name.isupper() or not is_english(name.lower())


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
