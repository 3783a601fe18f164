"""A message in a thread that the bot has answered in → is it a question, and which? Pure.

People go on talking to each other under an answer. Whoever asks the bot again need not name it,
but what is no question is left alone.
"""

import re
from collections.abc import Collection

from bot.asides import Aside
from bot.pointing import only_doubts
from bot.typed import typed
from retrieval.terms import words

# Joins a question to the one before it, and is about nothing itself.
_LEAD_IN = re.compile(
    # Not in "so-called", "and/or", "then’s".
    r"^(?:(?:and|but|so|ok|okay|then|also|or|well)\b(?![-/'’])[\s,:]*)+",
    re.I,
)
# Of all scripts: Chinese and Japanese, Arabic, Greek.
QUESTION_MARKS = ("?", "？", "؟", "\u037e")
_ASKS = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|any)\b",
    re.I,
)
# "Will do", "should be fine", "have a nice day", "what a mess": they only begin as questions do.
_STATES = re.compile(
    r"(?:(?:will|can|could|would|should)\s+(?:do|be|have|not|say)"
    r"|have\s+(?:a|an|fun|to)|has\s+been|do\s+(?:it|not|so|tell)|was\s+just|what\s+an?"
    r"|how\s+(?:awful|cool|funny|interesting|nice|sad|sweet)|who\s+(?:cares|knows)|any\s+time)\b",
    re.I,
)


def looks_like_a_question(text: str) -> bool:
    """Whether it ends in a question mark, or begins as questions do and does not end otherwise."""
    said = text.strip()
    if not words(said):
        return False
    bare = without_lead_in(said)
    if said.rstrip("\"'”’)").endswith(QUESTION_MARKS) or ("?" in said and _ASKS.match(bare)):
        return True
    states = said.endswith((".", "!", "…")) or _STATES.match(bare)
    return bool(_ASKS.match(bare) and not states)


def is_between_people(
    text: str, *, named: bool, addressed: bool, languages: Collection[str] = ()
) -> bool:
    """Whether it is small talk under an answer, and none of the bot's business: thanks and nods
    that don't name it; where nobody spoke to it at all, whatever is no question of the news.

    `named`: in its words, or it is a direct message; a reply to the bot is `addressed` to it;
    `languages` are those that are read beside English.
    """
    if named:
        return False
    remark = typed(text, languages).remark
    if addressed:
        return remark is Aside.COURTESY
    return remark is not None or only_doubts(text)


def without_lead_in(text: str) -> str:
    """\"And how many troops?\" → \"how many troops?\"; all of it where nothing else is said."""
    said = text.strip()
    bare = _LEAD_IN.sub("", said)
    return bare if words(bare) else said
