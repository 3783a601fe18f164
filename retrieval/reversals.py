"""A sentence and one that follows it → whether that takes back what the first says. Pure."""

import re

from retrieval.quotation_marks import OPENING
from retrieval.terms import distinct_terms, is_function_word

_REVERSED = (
    r"(?:dropp(?:ed|ing)|lift(?:ed|ing)|withdr(?:ew|awn|awing)|revers(?:ed|ing)|overturn(?:ed|ing)"
    r"|revok(?:ed|ing)|cancel(?:l?ed|l?ing)|call(?:ed|ing) (?:\w+ )?off|scrapp(?:ed|ing)|quashed"
    r"|annull?ed|acquitt(?:ed|ing)|retract(?:ed|ing)|rescind(?:ed|ing)|repeal(?:ed|ing)"
    r"|abandon(?:ed|ing)|suspend(?:ed|ing)|reject(?:ed|ing)|thrown out|struck down|turned down"
    r"|voted down|cleared of|exonerated|pardoned|correct(?:ed|ing)|revis(?:ed|ing)|lowered|amended"
    r"|disproved|debunked|denied|refuted|postpon(?:ed|ing)|put off|fell through"
    r"|never (?:happened|came|took place|materiali[sz]ed)|backtracked|walked back|undone"
    r"|dismissed|reinstated|voided|vetoed)"
)
# With a word of the sentence before, this is about it; of the weaker ones it takes two.
_TAKES_BACK = re.compile(
    rf"\b(?:(?:has|have) since\b|since then\b"
    rf"|(?:was|were|been|is|are) (?:(?:later|since|now|then|subsequently|eventually|soon|quickly)"
    rf" )?(?:also )?{_REVERSED}\b"
    rf"|(?:later|since|then|subsequently|eventually|soon|quickly|now|has|have|had) (?:also )?"
    rf"{_REVERSED}\b"
    r"|(?:that|this|it|which|figures?|numbers?|claims?|reports?|counts?|statements?|rumou?rs?) "
    r"(?:had been|was|were|is|are|proved|proven|turned out(?: to be)?) (?:wrong|false|incorrect"
    r"|mistaken|untrue|inaccurate|too (?:high|low)|a (?:mistake|hoax|error)))\b",
    re.I,
)
_MAY_TAKE_BACK = re.compile(
    r"\b(?:turned out|no longer|(?:now|later) (?:says?|said|puts?|stands? at|counts?|counted"
    r"|speaks? of|spoke of|gives?|gave|believes?|estimates?)|in fact|in reality|wrongly|by mistake"
    r"|recount(?:s|ed)?)\b",
    re.I,
)
_BUT = re.compile(rf"^{OPENING}(?:but|however|yet|in fact|actually|in reality|instead)\b", re.I)
_NAYS = re.compile(
    r"\b(?:not|n['’]t|never|no|none|nobody|nothing|wrong|false|denie[sd]|disput\w+|reject\w*|only"
    rf"|fewer|{_REVERSED})\b|n['’]t\b",
    re.I,
)
_FEWER = re.compile(
    r"\b(?:only|just|not|fewer than|no more than|as few as|in fact)\s+(?:about |some )?"
    r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|a (?:few|dozen))",
    re.I,
)
# What a "But" about the sentence before it speaks of.
_MEANS_IT = re.compile(
    r"\b(?:it|that|this|these|those|they|he|she|his|her|their|its|the (?:figures?|numbers?|claims?"
    r"|charges?|plans?|ban|deal|decision|order|ruling|toll|amount))\b",
    re.I,
)
_COUNT = (
    r"(?:reports?|counts?|figures?|estimates?|tolls?|numbers?|statements?|tall(?:y|ies)|accounts?"
    r"|claims?|results?|projections?|forecasts?)"
)
_GAVE = r"(?:said|reported|put|given|announced|stated|thought|believed|estimated|counted|planned)"
_PROVISIONAL = re.compile(
    rf"\b(?:(?:earlier|initial|previous|early|first|preliminary|provisional) {_COUNT}"
    rf"|(?:initially|previously|at first|originally|first) (?:been )?{_GAVE}"
    rf"|had (?:first |earlier |been )?{_GAVE})\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|none|nobody|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety)\b",
    re.I,
)


def takes_back(said: str, then: str, near: bool) -> bool:
    """Whether `then` takes back what is `said`; `near`: nothing stands between the two."""
    shared = _shared(said, then)
    strong = bool(_TAKES_BACK.search(then)) and not _TAKES_BACK.search(said)
    weak = bool(_MAY_TAKE_BACK.search(then)) and not _MAY_TAKE_BACK.search(said)
    if not near:
        return strong and shared >= 2
    provisional = bool(_PROVISIONAL.search(said))
    if strong or weak:
        means = _MEANS_IT.match(then) or _BUT.match(then) or provisional
        return shared >= (1 if strong else 2) or bool(means)
    if provisional and _NUMBER.search(said) and _NUMBER.search(then):
        return True
    if _BUT.match(then) and _NAYS.search(then):
        counted = _NUMBER.search(said) and _FEWER.search(then)
        return shared >= 2 or bool(counted or _MEANS_IT.match(then.split(" ", 1)[-1]))
    return False


def _shared(said: str, then: str) -> int:
    there = {term for term in distinct_terms(then) if not is_function_word(term)}
    return len(there & distinct_terms(said))
