"""Capitalised words of a sentence → the name in them, to the character. Pure."""

import re

from retrieval.person_names import is_no_name
from retrieval.sentences import Span
from retrieval.speaking_words import HYPOTHETICAL, OF_NAMES, PREPOSITIONS
from retrieval.terms import is_function_word

_NOBODY = frozenset(
    """someone somebody everyone everybody anyone anybody another critics experts researchers
    scientists police authorities sources reporters fans users analysts investigators prosecutors
    lawyers residents witnesses doctors both neither either each all our my your god photo video
    image credit read related more update yet right nationally international""".split()
)
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁĹĽŃŇŌŐŒŘŚŞŠŤŪŮŰŽŹŻ"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Prof|Rev|St|Jr|Sr|Hon)\."
)
# A possessive is no part of it, but O’Brien's apostrophe is.
_LATER = rf"(?:[\w&-]|\.(?=\w)|[’'](?=[{_CAPITAL}]|\w\w))"
_TOKEN = rf"(?:{_ABBREVIATED}|(?:[{_CAPITAL}]\.)+|[{_CAPITAL}]{_LATER}*!?)"
_PARTICLE = r"(?:de|da|di|del|della|van|von|der|den|dos|du|bin|ibn|al|el|la|le|ten|ter)"
_BODIES = "|".join(sorted(word.capitalize() for word in OF_NAMES))
_OF = rf"(?:(?:{_BODIES})\s+(?:of|for)\s+(?:the\s+)?)"
_ELEMENT = rf"(?:{_OF}?{_TOKEN})"
# "The Securities and Exchange Commission" is one name.
_BODY = (
    r"(?:Commission|Administration|Department|Services|Association|Prevention|Society|Institute"
    r"|Agency|Authority|Organi[sz]ation|Cent(?:er|re)s?|Office|Council|Bureau|Ministry|Foundation"
    r"|Sciences|Technology|Customs|Medicine|Welfare|Works|Affairs|Committee|Union)"
)

NAME = re.compile(
    rf"(?<![\w.’'-]){_ELEMENT}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+)*(?:&[ \u00a0]+)?{_ELEMENT})*"
    rf"(?:,? [JS]r\.)?(?: (?:and|&) (?:{_TOKEN} )*{_BODY}\b(?! {_TOKEN}))?"
)

_BEGINS = re.compile(r"(?:^|[.!?:;“”—–(\n])[\s•*-]*$")
_DESCRIBES = re.compile(r"-(?:based|born|led|owned|backed|area|listed|era|style)$")


def name_in(sentence: str, span: Span) -> Span | None:
    """The name in what `NAME` found: without the words that only begin a sentence and without
    days; None where nothing is left, or where it is the place after an "In"."""
    words = [
        (m.start() + span[0], m.end() + span[0])
        for m in re.finditer(r"\S+", sentence[span[0] : span[1]])
    ]
    while words:
        word = sentence[slice(*words[0])]
        no_name = is_no_name(word) or word.lower() in _NOBODY
        if no_name and len(words) > 1 and is_function_word(word) and _in_midst(sentence, words[0]):
            break  # "Said Ten Hag": nothing else is capitalised there
        if not no_name or (word == "The" and len(words) > 1 and words[0][0] > 0):
            break
        if word.lower() in HYPOTHETICAL:
            return None
        placed = word.lower() in PREPOSITIONS and len(words) > 1
        if placed and not is_no_name(sentence[slice(*words[1])]):
            return None
        words.pop(0)
    while words and is_no_name(sentence[slice(*words[-1])]):
        words.pop()
    if not words or _DESCRIBES.search(sentence[slice(*words[-1])]):
        return None
    start, end = words[0][0], words[-1][1]
    # "He met St. …": an abbreviation alone is nobody, "the U.S." is.
    alone = len(words) == 1 and sentence[start:end].endswith(".")
    return None if alone and sentence[start:end].count(".") < 2 else (start, end)


def _in_midst(sentence: str, word: Span) -> bool:
    return word[0] > 0 and not _BEGINS.search(sentence, 0, word[0])
