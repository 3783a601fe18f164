"""A message in plain words → does it only point at the message before it? Pure.

"Is that right?", "source?" and "what's the latest on this?" ask nothing by themselves: they are
about the message that they reply to. Told by form alone, of the whole message.
"""

import re
from functools import cache

from bot.courtesies import only_courtesies, without_courtesies
from bot.markup import without_markup
from retrieval.terms import words

_THEM = r"(?:this|that|it|he|she|they|we|these|those)"
_THIS = (
    r"(?:(?:all|any)\s+(?:of\s+)?)?(?:this|that|it|these|those|them|the\s+above|above|the\s+following"
    r"|(?:this|that|the)\s+(?:one|claim|story|news|report|rumou?r|statement|quote|post|message|tweet"
    r"|article|link|thread|info(?:rmation)?|figure|number|headline|thing)"
    r"|what\s+(?:he|she|they|\w+)(?:['’]s|['’]re|\s+(?:is|are|was|were))?\s+(?:just\s+)?"
    r"(?:said|says|saying|claim(?:s|ed|ing)?|wrote|posted|shared))"
)
_REALLY = r"(?:(?:really|actually|even|still|in\s+fact|indeed|all|just|100\s*%)\s+)*"
_TRUE = (
    r"(?:true|right|correct|accurate|real|legit(?:imate)?|so|fake(?:\s+news)?|false|wrong|the\s+case|a\s+fact"
    r"|confirmed|verified|official|sourced|reliable|a\s+(?:rumou?r|joke|hoax)|happening|old\s+news|news"
    r"|new|for\s+real|up\s+to\s+date|still\s+\w+)"
)
_PROOF = (
    r"(?:sources?|proofs?|evidence|links?|quotes?|citations?|cites?|references?|refs?|receipts|confirmation"
    r"|backing|articles?|reports?|facts?|original|info(?:rmation)?|details?|context)"
)
_NEWS = r"(?:the\s+)?(?:latest|newest|news|status|update|updates|state\s+of\s+play|story|deal)"
_ON_THIS = rf"(?:on|about|for|with|of|to|behind|regarding|from|re)\s+{_THIS}"
_DOUBTS = (
    rf"(?:is|are|was|were|isn['’]?t|wasn['’]?t|aren['’]?t)\s+{_THIS}\s+{_REALLY}{_TRUE}(?:\s+or\s+(?:not|fake|false|no))?",
    rf"(?:is|are|was|were)\s+{_THEM}\s+{_REALLY}(?:right|wrong|correct|lying|joking|serious|mistaken|kidding)",
    rf"(?:is|are)\s+any(?:thing)?\s+(?:about|of|in)\s+{_THIS}\s+{_REALLY}{_TRUE}",
    rf"(?:did|do|does|has|have)\s+{_THEM}\s+{_REALLY}(?:say|said|mean|meant|know|sure)(?:\s+{_THIS})?",
    rf"(?!news$|new$|so$|right$){_REALLY}{_TRUE}(?:\s+(?:or|and)\s+(?:not|{_TRUE}))?",
    rf"(?:did|does|do|has|have|is|was|will)\s+(?:this|that|it)\s+{_REALLY}"
    r"(?:happen(?:ed|ing)?|check\s+out|hold\s+up|been\s+confirmed|add\s+up)",
    rf"(?:(?:(?:do|does|did)\s+(?:you|we|anyone|anybody|someone|somebody)\s+have|have\s+(?:you|we)\s+got|got|is"
    rf"\s+there|are\s+there|what(?:['’]?s|\s+is|\s+are)|where(?:['’]?s|\s+is|\s+are)|can\s+(?:you|anyone)\s+"
    rf"(?:find|give|get|show)|need|needs|find|give\s+(?:me|us)|show\s+(?:me|us)|any|a|the|some|your)\s+)*"
    rf"(?:(?:any|a|the|some|your|more|me|us|original)\s+)*(?!news$|facts$|details$|info$|reports$|articles$){_PROOF}(?:\s+{_ON_THIS}|\s+please|\s+here)?",
    rf"(?:who|where)\s+(?:says?|said|reported|reports|wrote|claims?)(?:\s+(?:so|{_THIS}))?",
    r"says\s+who|(?:who|what)(?:['’]?s|\s+is)\s+(?:the|your|his|her|their)\s+(?:original\s+)?source|according\s+to\s+(?:who|whom|what)|since\s+when",
    rf"where(?:['’]?s|\s+is|\s+does|\s+did|\s+do)?\s+(?:you\s+|he\s+|she\s+|they\s+)?(?:{_THIS}\s+)?(?:come|from"
    rf"|get|read|see|hear)(?:\s+(?:{_THIS}|from))*",
    rf"where\s+(?:is|was)\s+{_THIS}\s+from",
    rf"(?:can|could|would|will)\s+(?:you|anyone|anybody|someone|u)\s+(?:please\s+)?(?:confirm|verify|check|fact[\s-]?"
    rf"check|back\s+up|source|look\s+(?:up|into))(?:\s+{_THIS})?(?:\s+up)?",
    rf"(?:please\s+)?(?:confirm|verify|check|fact[\s-]?check|source|look\s+(?:up|into)|quotes?\s+for)(?:\s+{_THIS})?"
    r"(?:\s+(?:please|up))?",
    r"fact[\s-]?check(?:ed|ing)?(?:\s+(?:please|needed|time|anyone))?",
    r"(?:oh\s+)?(?:really|seriously|srsly|for\s+real|fr|no\s+way|is\s+it|is\s+that\s+so|are\s+you\s+sure|u\s+sure|you\s+sure"
    r"|sure|huh|what|wait\s+what|eh|hm+|thoughts|can\s+that\s+be|how\s+come|confirmed|legit|orly|citation\s+needed)",
    rf"(?:is|are)\s+(?:there\s+)?(?:any\s+)?truth\s+(?:to|in)\s+{_THIS}",
    rf"how\s+(?:true|accurate|reliable|sure|do\s+(?:we|you|they)\s+know)(?:\s+is)?(?:\s+{_THIS})?",
    rf"(?:any\s+)?(?:truth|word|confirmation)(?:\s+(?:to|on|of|in)\s+{_THIS})?",
    rf"{_THIS}",
)
_LATEST = (
    rf"(?:what\s+about|how\s+about|and|re|(?:more\s+)?about)\s+{_THIS}",
    rf"(?:what(?:['’]?s|\s+is|\s+are)?\s+)?(?:the\s+)?{_NEWS}(?:\s+(?:please|now|here))?\s+{_ON_THIS}(?:\s+(?:please|now))?",
    rf"any(?:thing)?\s+(?:(?:new|more|further|other|latest|recent)\s+)*(?:news|updates?|developments?|word|info)?"
    rf"\s*{_ON_THIS}",
    rf"what\s+(?:do|does)\s+(?:the\s+)?(?:articles|papers|sources|reports|news|they|it|you)\s+(?:say|know|have|report)"
    rf"(?:\s+(?:about|on)\s+{_THIS})?",
    rf"(?:what|who|where|when|why|how)(?:['’]?s|\s+(?:is|are|was|were))\s+{_THIS}(?:\s+(?:all\s+)?(?:about|on|for|from))?",
    rf"(?:what|anything|something)\s+(?:do\s+(?:you|we)\s+(?:know|have)\s+)?(?:about|on)\s+{_THIS}",
    rf"tell\s+(?:me|us)\s+(?:more\s+)?(?:about|on)\s+{_THIS}|more\s+{_ON_THIS}",
    rf"(?:find|give|get|show)\s+(?:me\s+|us\s+)?(?:some\s+)?quotes?(?:\s+{_ON_THIS})?",
    r"(?:do\s+(?:you|we)\s+(?:have|know)\s+)?(?:anything|something)(?:\s+new)?\s+" + _ON_THIS,
    rf"(?:did|has|have)\s+(?:you|we|anyone)\s+(?:hear|heard|see|seen|read)\s+(?:about\s+|of\s+)?{_THIS}",
)
_LEAD_IN = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|or|well|wait|um+|hm+|oh|hey)\b[\s,:…-]*)+", re.I
)
_MARKS = " \t\n?!.…,;:\"'“”()–—-"


def only_points(text: str) -> bool:
    """Whether it says nothing by itself; so does a text without words."""
    return not words(text) or only_doubts(text) or _matches(_LATEST, text)


def only_doubts(text: str) -> bool:
    """Whether it asks no more than whether what was said is so, and who says so: people ask each
    other that, too."""
    return _matches(_DOUBTS, text)


def says_something(text: str) -> bool:
    """Whether it may be what another message points at: it has words, and neither only points
    itself nor only nods."""
    return not only_points(text) and not only_courtesies(without_markup(text))


def _matches(forms: tuple[str, ...], text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    pattern = _any_of(forms)
    plain = without_markup(text)
    for said in (plain, without_courtesies(plain)):
        bare = said.strip(_MARKS)
        if pattern.fullmatch(bare) or pattern.fullmatch(_LEAD_IN.sub("", bare).strip(_MARKS)):
            return True
    return False


@cache
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    # At the first message, not when imported: it takes 70 ms, and the terminal needs neither.
    return re.compile("|".join(f"(?:{one})" for one in forms), re.I)


# Whoever writes more than this says something.
_LONGEST = 120
