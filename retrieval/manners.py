"""A verb of speaking in its sentence → how the words stand that are said, if any are. Pure."""

import re
from enum import Enum

from retrieval.quotations import HIDDEN
from retrieval.speaking_words import FREELY, PREPOSITIONS, QUOTED_ONLY, SAY, TELL, WARN


class Manner(Enum):
    """How words are given to somebody."""

    DIRECT = "direct"  # in quotation marks
    INDIRECT = "indirect"  # X said that …
    ACCORDING = "according to"


# Quoted words, hidden.
QUOTED = f"“{HIDDEN}*”?"
_WHOM = r"(?:[\w’'.&-]+\s+){0,7}?[\w’'.&-]+"
# Behind the name of a speaker: an apposition, "who", adverbs, the verb.
# What a verb of speaking is not followed by where it tells no content.
_NO_CONTENT = re.compile(
    r"\s*(?:to be\b|to have\b|goodbye|farewell|no to\b|yes to\b|hello|hi\b|nothing|little"
    r"|a few words|grace\b|prayers?\b|so (?:long|much) )"
)
_TO_DO = re.compile(
    r"\s+(?:(?!(?:that|how|why|what|he|she|it|they|there)\b)[\w’'.&-]+\s+){1,6}?(?:not\s+)?to"
    r"\s+(?!(?:the|a|an|his|her|their|[A-Z]))[a-z]+"
)
_TOLD_CONTENT = re.compile(
    rf"(?!\s+(?:is|was|are|were|has|had|in|of)\b)\s+{_WHOM}?(?:,?\s*(?:that|how|why|what)\b"
    rf"|,?\s*[^“”.;]{{0,60}}{QUOTED}|:\s"
    r"|\s(?:he|she|it|they|there|we|his|her|its|their|the|a|an|about)\b)"
    r"|\s+(?:us|me|reporters)\s+(?!to\b|about\b|in\b|on\b|at\b|of\b|by\b|via\b|and\b)[a-z]+\s+\S"
)
_CLOSES = re.compile(
    r"\s*(?:(?:(?:on|late|early)\s[A-Z][a-z]+day|in an?\s(?:[a-z]+\s){0,2}(?:statement|interview"
    r"|email|note|post|tweet|release|filing)|yesterday|last (?:week|month|year)"
    r"|this (?:week|month))\s*)?"
    r"(?:[.,;—–]?\s*$|[.,;:—–])"
)
_TO_WHOM = (
    r"(?:\s+(?:[a-z]+ly|again|also|yesterday|today|later|earlier|[A-Z][a-z]+day|last \w+"
    r"|this \w+|(?:to|in|on|at|during|via|through|for|with|after|before|from)"
    r"\s+(?:[\w’'.&/-]+\s*){1,6}?)){0,2}?"
)
_NOTHING_MORE = re.compile(
    r"\s*(?:(?:to|with|on|in|at|of|after|during)\s(?![^“”]*\bthat\b)[^“”]{0,80}"
    r"|[A-Z][\w ’'.]{0,40}|reporters|(?:the|a|an|his|her|its|their|our)\s(?:[a-z]+\s?){1,3})?"
    r"[.,;…]?\s*$"
)
_THAT = re.compile(
    rf"{_TO_WHOM}\s+(?:that|how|why|whether)\b(?!\s+(?:\S+\s+){{0,2}}\S+$)"
    rf"|[^“”.;]{{0,90}}{QUOTED}|:\s"
)
_WHOM_THAT = re.compile(rf"\s+{_WHOM}\s+(?:that|how|why)\b")
_SUBJECT = re.compile(r"\s+(?:he|she|it|they|there|we|I)\b")
_ASKS = re.compile(rf"\s*(?:[^“”.;]{{0,40}}[,:]\s*)?{QUOTED}")
_DENIES = re.compile(
    r"\s+(?:that\b|[a-z]+ing\b|any\b|(?:the |those |these |all )?(?:claim|allegation|accusation"
    r"|charge|report|rumou?r)s?\b)"
)
_DESCRIPTION = re.compile(r"(?:(?<=[”,—–] )|^)(?:[\w’'.&-]+\s+){1,7}$")
_SUPPOSED = re.compile(r"[“\s]*(?:If|Unless|Suppose|Imagine|Whether|Had)\b")


def manner_of(sentence: str, says: re.Match[str], subject: int, *, opened: bool) -> Manner | None:
    """How the words stand that a subject says; None where none are told."""
    verb, after = says["verb"], says.end()
    rest = sentence[after:]
    if verb in SAY and _NO_CONTENT.match(rest):
        return None
    subject = _described_from(sentence, subject)
    quoted_before = is_quoted_before(sentence, subject, opened=opened)
    if not sentence[:subject].strip():
        # Behind a quotation that ended with its own sentence: "…!” X said to the crowd."
        quoted_before = opened and _NOTHING_MORE.match(rest) is not None
    said_before = rest.strip(" .") == "" and has_clause(sentence[:subject].rstrip())
    if not quoted_before and not said_before and _SUPPOSED.match(sentence):
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
        return Manner.INDIRECT if before.endswith(",") and has_clause(before) else None
    if quoted_before:
        return Manner.DIRECT
    if verb in ("denied", "denies"):
        return Manner.INDIRECT if _DENIES.match(rest) else None
    quote_after = re.match(rf"[^“”.;]{{0,90}}{QUOTED}", rest)
    if verb in SAY:
        if closes and not quote_after and not rest.lstrip().startswith(","):
            clause = sentence[:subject].rstrip()
            return Manner.INDIRECT if has_clause(clause) or rest.lstrip().startswith(":") else None
        return Manner.DIRECT if quote_after else Manner.INDIRECT
    if verb in ("asked", "asks"):
        return Manner.DIRECT if _ASKS.match(rest) else None
    if verb in QUOTED_ONLY:
        near = re.match(rf"[^“”.;]{{0,60}}{QUOTED}", rest)
        return Manner.DIRECT if near else None
    if _THAT.match(rest):
        return Manner.DIRECT if quote_after else Manner.INDIRECT
    if (verb in FREELY and _SUBJECT.match(rest)) or (verb in WARN and _WHOM_THAT.match(rest)):
        return Manner.INDIRECT
    before = sentence[:subject].rstrip()
    return Manner.INDIRECT if closes and before.endswith(",") and has_clause(before) else None


def is_quoted_before(sentence: str, at: int, *, opened: bool) -> bool:
    """Whether quoted words end right before a place."""
    before = sentence[:at].rstrip(" —–-,")
    if not before:
        return opened
    return before[-1] in "”" + HIDDEN


def _described_from(sentence: str, subject: int) -> int:
    """Where what a name is described by begins: "…,” Bears coach X said"."""
    words = _DESCRIPTION.search(sentence, 0, subject)
    return words.start() if words else subject


def has_clause(before: str) -> bool:
    """Whether what stands before the speaker can be what was said: "The lock was broken," …"""
    words = re.findall(r"\w+", before)
    if len(words) < 3 or before.rstrip()[-1:] not in ",—–”":
        return False
    return words[0].lower() not in PREPOSITIONS or len(words) > 8
