"""A sentence whose quoted words are hidden → who is said in it to have said something. Pure.

By rules, and only where they are sure: a name that is the subject of a verb of speaking, or stands
behind "according to". "A spokesman for X said" is not X, "X would say" and "was told by X" are
nothing said, and a pronoun is nobody.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from retrieval.capitalised_names import NAME, name_in
from retrieval.manners import QUOTED, Manner, has_clause, is_quoted_before, manner_of
from retrieval.quotations import HIDDEN
from retrieval.sentences import Span
from retrieval.speaking_words import (
    BETWEEN,
    BODIES,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    TELL,
    VERB,
)
from retrieval.subjects import ENDS, head, is_known, is_named_by_office, is_subject


@dataclass(frozen=True, slots=True)
class Attribution:
    """`speaker` and `clause`, which has the verb too, are spans of the sentence. `named`: by a
    name, and not by what it is, as "the defence ministry" is."""

    speaker: Span
    clause: Span
    verb: str
    manner: Manner
    named: bool = True


_PARTICIPLE = "|".join(PARTICIPLES)
_OF_PLACE = rf"(?:\s(?:of|from|at|with)\s(?:the\s)?{NAME.pattern})?"
_SUBJECT_SAYS = re.compile(
    rf"{_OF_PLACE}(?:(?P<apposition>,\s[^“”;:!?{HIDDEN}]{{2,220}}?),"
    rf"|\s+[—–-]\s[^—–“”;:!?{HIDDEN}]{{2,160}}?\s[—–-])?\s+(?:who\s+)?{BETWEEN}{{0,3}}"
    rf"(?P<verb>{VERB})\b"
)
_OFFICE_THEN_NAME_SAYS = re.compile(rf",\s+{BETWEEN}{{0,3}}(?P<verb>{VERB})\b(?!\s+[A-Z])")
_WHO_SAYS = re.compile(rf",\s+who\s+{BETWEEN}{{0,3}}(?P<verb>{VERB})\b")
_SAYS_WHO = re.compile(r",\s(?:the|a|an|who|which|its|his|her)\b")
_APPOSED = re.compile(
    r",\s(?:(?:the|a|an|one|who|whose|whom|which|his|her|its|their|aged|then|formerly|former|chief"
    r"|head|chair\w*|director|president|professor|founder|co-founder|senior|vice|deputy|managing"
    r"|executive|associate|assistant|CEO|COO|CTO|CFO|SVP|EVP|VP|PhD|MD|Ph\.D|M\.D)\b"
    r"|\d|R-|D-|(?!at\b|in\b|on\b)[a-z]+(?:\s[a-z-]+){0,3}\s(?:of|at|for|and)\b"
    r"|[A-Z][\w’'& .-]*?(?:’s|'s|’|')\s|[A-Z][\w’'& .-]* (?:chief|CEO|analyst|director|editor"
    r"|professor|coach|president|founder|co-founder)\b|[A-Z][a-z]+\.?$)"
)
# Before the verb: what was said, which ends with a mark or a comma.
_SAYS_SUBJECT = re.compile(rf"(?:”|“{HIDDEN}*|,|[—–-])\s*(?P<verb>{VERB})\s+(?=[\w“])")
_BODY = re.compile(
    rf"\b[Tt]he\s+(?P<words>(?:[^\W\d_][\w’'-]*\s+){{0,3}}?(?:{'|'.join(BODIES)}))(?![\w’'-])"
)
_BODY_SAYS = re.compile(rf"\s+{BETWEEN}{{0,3}}(?P<verb>{VERB})\b")
_SAID_BEFORE = re.compile(rf"[”,]\s*(?P<verb>{'|'.join(SAY)})\s+$")
_SPEECH = re.compile(rf"\b(?:{VERB}|{_PARTICIPLE}|[Aa]ccording to)\b|:\s*“")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_NAMES_COLON = re.compile(rf"^[\s•*-]*(?P<name>{NAME.pattern})(?:\s+\([^()]*\))?:\s*{QUOTED}")
_AFTER_PARTICIPLE = re.compile(
    rf"(?:,(?: then| also)?|\bby|(?!(?:is|are|was|were|be|been|being|of|from|after|without|like"
    rf"|before|in|for|on|and|but|not|kept|started|began|recalled|stopped|avoid\w*)\b)\b[a-zA-Z’']+)\s+"
    rf"(?P<verb>{_PARTICIPLE})\b(?P<rest>[^“”;]{{0,60}}?(?:{QUOTED}|\bthat\b))"
)
_FINITE = re.compile(
    rf"{_OF_PLACE}"
    r"\s+(?:[a-z]+ly\s+)?(?:[a-z]+ed|wrote|spoke|took|gave|went|made|told|said|rose|sent|put|shot"
    r"|left|met|began|held|hit|came|ran|says|tells|writes|explains|responds|speaks|takes)\b"
)
_AND_SAYS = re.compile(
    rf"[^,;:“”—]{{0,90}}?\sand\s(?:also |then |later )?(?P<verb>{'|'.join((*SAY, *TELL))})\b"
)

_WHATEVER = re.compile(r"\b(?:what|whatever|everything|anything|all|things|words)\s+$")
_CLAUSE = re.compile(r"\b(?:who|which|that|when|after|as|while|because|whose|where|if|but)\b")
_WHENEVER = re.compile(r"\b(?:[Ww]hen|[Ww]henever|[Oo]nce)\s$")
# "Neither X nor Y said how many".
_NOBODY = re.compile(r"\b(?:[Nn]either|[Nn]or|[Nn]one of)\b[^;:“”]*$")
_WRITTEN = frozenset(
    "Report Study Survey Index Census Act Bill Guide Review Poll Data Tracker".split()
)


def tells_of_speech(sentence: str) -> bool:
    """Whether there is any verb of speaking in it; most sentences have none."""
    return _SPEECH.search(sentence) is not None


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
        *_by_bodies(sentence, opened=opened),
    ]
    by_verb: dict[int, Attribution] = {}
    for one in found:
        by_verb.setdefault(one.clause[1], one)
    return [by_verb[at] for at in sorted(by_verb)]


def _by_colon(sentence: str, known: Container[str]) -> Iterator[Attribution]:
    said = _NAMES_COLON.match(sentence)
    name = name_in(sentence, said.span("name")) if said else None
    if name and is_known(sentence[slice(*name)], known):
        yield Attribution(name, (name[0], name[1]), ":", Manner.DIRECT)


def _by_subject(sentence: str, known: Container[str], *, opened: bool) -> Iterator[Attribution]:
    for named in NAME.finditer(sentence):
        name = name_in(sentence, named.span())
        if name is None:
            continue
        also = _and_says(sentence, name)
        if also:
            yield also
        says = _WHO_SAYS.match(sentence, name[1]) or _SUBJECT_SAYS.match(sentence, name[1])
        if not says and is_named_by_office(sentence, name[0]):
            says = _OFFICE_THEN_NAME_SAYS.match(sentence, name[1])
        if not says or not is_subject(sentence, name[0]):
            continue
        if _NOBODY.search(sentence, 0, name[0]):
            continue
        if says["verb"] in ("says", "tells") and _WHENEVER.search(sentence, 0, name[0]):
            continue
        apposition = says.groupdict().get("apposition")
        if apposition:
            begins = not sentence[: name[0]].strip() and not _SAYS_WHO.match(apposition)
            if begins and not is_known(sentence[slice(*name)], known):
                continue  # "Nationally, …"
            if apposition[0] == "," and not _is_apposition(apposition):
                continue
        manner = manner_of(sentence, says, name[0], opened=opened)
        if manner is Manner.INDIRECT and _WHATEVER.search(sentence, 0, name[0]):
            continue
        if manner:
            yield Attribution(name, (name[0], says.end()), says["verb"], manner)


def _and_says(sentence: str, name: Span) -> Attribution | None:
    """ "X hugged the winner and said that …"."""
    finite = _FINITE.match(sentence, name[1])
    says = _AND_SAYS.match(sentence, finite.end()) if finite else None
    if not finite or not says or not is_subject(sentence, name[0]):
        return None
    between = sentence[finite.end() : says.start("verb")]
    if _CLAUSE.search(between):
        return None
    manner = manner_of(sentence, says, 0, opened=False)
    return (
        Attribution(name, (says.start("verb"), says.end()), says["verb"], manner)
        if manner
        else None
    )


def _by_inversion(sentence: str, *, opened: bool) -> Iterator[Attribution]:
    for says in _SAYS_SUBJECT.finditer(sentence):
        after_quote = sentence[says.start()] != ","
        quoted = after_quote or is_quoted_before(sentence, says.start(), opened=opened)
        if says["verb"] not in SAY and not quoted:
            continue
        name = head(sentence, says.end(), anyone=True)
        if name is None:
            continue
        parted = sentence[name[1] : name[1] + 1] == ","  # "Critically, says X, it is simple"
        if not quoted and not parted and not has_clause(sentence[: says.start() + 1]):
            continue
        manner = Manner.DIRECT if quoted else Manner.INDIRECT
        yield Attribution(name, (says.start("verb"), name[1]), says["verb"], manner)


def _by_participle(sentence: str, known: Container[str]) -> Iterator[Attribution]:
    named = NAME.search(sentence)
    name = name_in(sentence, named.span()) if named else None
    if name is None or not is_known(sentence[slice(*name)], known):
        return
    if sentence[: name[0]].strip(" •*-") or not _FINITE.match(sentence, name[1]):
        return
    for says in _AFTER_PARTICIPLE.finditer(sentence, name[1]):
        between = sentence[name[1] : says.start()]
        # Another subject may have taken over, and an object may be who speaks.
        another = (
            r"\b(?:but|as|while|after|when)\b|\b(?:and|with)\s+(?:[A-Z]|the|a|an|his|her)|[;“]"
        )
        if re.search(another, between) or len(between) > 160:
            continue
        if says["verb"] == "telling" and re.search(r"\bto [a-z]+", says["rest"]):
            continue
        yield Attribution(
            name,
            (says.start("verb"), says.end("verb")),
            says["verb"],
            Manner.DIRECT if "“" in says["rest"] else Manner.INDIRECT,
        )


def _by_according(sentence: str) -> Iterator[Attribution]:
    for according in _ACCORDING.finditer(sentence):
        name = head(sentence, according.end(), anyone=False)
        if name and sentence[slice(*name)].split()[-1] in _WRITTEN:
            continue
        if name and ENDS.match(sentence, name[1]):
            yield Attribution(name, (according.start(), name[1]), "according to", Manner.ACCORDING)


def _by_bodies(sentence: str, *, opened: bool) -> Iterator[Attribution]:
    """ "The defence ministry said …", "…, said the defence ministry", and according to it."""
    for body in _BODY.finditer(sentence):
        words = body["words"].lower().split()
        if not PREPOSITIONS.isdisjoint(words) or not PRONOUNS.isdisjoint(words):
            continue
        speaker = body.span("words")
        before = sentence[: body.start()]
        says = _BODY_SAYS.match(sentence, body.end())
        if says and is_subject(sentence, body.start()) and not _NOBODY.search(before):
            manner = manner_of(sentence, says, body.start(), opened=opened)
            if manner:
                yield Attribution(speaker, (speaker[0], says.end()), says["verb"], manner, False)
        elif ENDS.match(sentence, body.end()):
            if before.lower().endswith("according to "):
                clause = (body.start() - len("according to "), body.end())
                yield Attribution(speaker, clause, "according to", Manner.ACCORDING, False)
            elif said := _SAID_BEFORE.search(before):
                quoted = is_quoted_before(sentence, said.start("verb"), opened=opened)
                if quoted or has_clause(sentence[: said.start("verb")].rstrip()):
                    manner = Manner.DIRECT if quoted else Manner.INDIRECT
                    clause = (said.start("verb"), body.end())
                    yield Attribution(speaker, clause, said["verb"], manner, False)


def _is_apposition(words: str) -> bool:
    return bool(_APPOSED.match(words)) and not re.search(rf"\b(?:{VERB})\b(?=\s+that)", words)
