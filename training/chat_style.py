"""A question as it is written → the same question as people type it in chat. Pure.

In lower case it is read anyhow: the network's words have no capitals.
"""

import random
import re
from collections.abc import Callable

from retrieval.terms import is_function_word

# Shares of the questions; the rest only lose their question mark, or nothing.
_ASIDE, _KEYWORDS, _SHORT_NAME, _TYPO, _LOOSE = 0.05, 0.08, 0.10, 0.10, 0.12
_NO_MARK = 0.45

_BEFORE = (
    "hey, ",
    "hi all, ",
    "quick question: ",
    "does anyone know ",
    "can you tell me ",
    "please tell me ",
    "so ",
    "ok so ",
    "wait, ",
    "just wondering, ",
)
_AFTER = (" please", " thanks", " pls", " again", " btw", " then", " lol")
_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?: [A-Z][A-Za-z’'-]+)+")
_LONG_WORD = re.compile(r"[A-Za-z]{5,}")
# The first that fits; a longer one before what it begins with.
_LOOSENED = (
    (re.compile(r"\bwhat is the name of\b", re.I), "whats"),
    (re.compile(r"\bwho is\b", re.I), "whos"),
    (re.compile(r"\bwhat is\b", re.I), "whats"),
    (re.compile(r"\bwhere is\b", re.I), "wheres"),
    (re.compile(r"\b(?:in )?what year (?:was|were|did)\b", re.I), "when did"),
    (re.compile(r"\bhow many\b", re.I), "number of"),
    (re.compile(r"\bwhat was the name of\b", re.I), "what was"),
    (re.compile(r"\bfor what reason\b", re.I), "why"),
    (re.compile(r"\bapproximately\b", re.I), "roughly"),
    (re.compile(r"\b(?:in|on|by|to|of|from) which\b", re.I), "which"),
)


def typed(question: str, chance: random.Random) -> str:
    """`question` in one of the forms; never empty where it has words."""
    changed = question.strip()
    for share, change in (
        (_LOOSE, _loosened),
        (_SHORT_NAME, _with_a_short_name),
        (_KEYWORDS, _keywords),
        (_TYPO, _misspelt),
        (_ASIDE, _with_an_aside),
    ):
        if chance.random() < share:
            changed = change(changed, chance)
    if chance.random() < _NO_MARK:
        changed = changed.rstrip("? ")
    return changed or question


def _loosened(question: str, chance: random.Random) -> str:
    for pattern, said in _LOOSENED:
        if pattern.search(question):
            return pattern.sub(said, question, count=1)
    return question


def _with_a_short_name(question: str, chance: random.Random) -> str:
    names = [m for m in _NAME.finditer(question) if m.start()]
    if not names:
        return question
    name = chance.choice(names)
    words = name.group().split()
    initials = "".join(word[0] for word in words)
    short = initials if len(initials) > 2 and chance.random() < 0.3 else words[-1]
    return question[: name.start()] + short + question[name.end() :]


def _keywords(question: str, chance: random.Random) -> str:
    kept = [word for word in question.rstrip("?").split() if not is_function_word(word)]
    # A dash by itself is no word.
    if sum(any(map(str.isalnum, word)) for word in kept) < 3:
        return question
    if chance.random() < 0.25:
        chance.shuffle(kept)
    return " ".join(kept)


def _misspelt(question: str, chance: random.Random) -> str:
    words = list(_LONG_WORD.finditer(question))
    if not words:
        return question
    word = chance.choice(words)
    return question[: word.start()] + _slip(word.group(), chance) + question[word.end() :]


def _slip(word: str, chance: random.Random) -> str:
    """The word with two letters swapped, one left out, one doubled or one mistaken."""
    at = chance.randrange(1, len(word) - 1)
    slips: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + chance.choice("aeiourstnl") + word[at + 1 :],
    )
    return chance.choice(slips)()


def _with_an_aside(question: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(_BEFORE) + question[:1].lower() + question[1:]
    return question.rstrip("? ") + chance.choice(_AFTER)
