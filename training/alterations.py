"""A question and the page that answers it → the same question, altered so that it doesn't. Pure.

The kinds follow those in which people wrote unanswerable look-alikes (Rajpurkar et al. 2018, table
2): a name or number exchanged, an opposite, something of the same family, a negation; and another
question word. Now and then one of them can still be answered; that noise is small beside the gain.
"""

import random
import re
from collections.abc import Callable, Sequence

from training.families import FAMILIES, OPPOSITES

_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: (?:of |the |de |von )?[A-Z][\w’'-]*)*")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_WORD = re.compile(r"[A-Za-z]+")
_NEGATABLE = re.compile(
    r"\b(did|does|do|was|were|is|are|has|have|had|can|could|would|will|should)\b"
)
_NEGATED = {"can": "can't", "will": "won't"}
_ASKING = {
    "when": ("where", "why", "how"),
    "where": ("when", "why", "how"),
    "why": ("when", "where", "how"),
}
_QUESTION_WORDS = frozenset(
    "what who whom whose which when where why how in on at the a an is are was were did do does"
    " according by for from to of during after before".split()
)


def altered(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    """One alteration of `question`, or None where it holds nothing to alter.

    `page` is the text that answers it; `elsewhere` another text, whose names can stand in.
    """
    ways: list[tuple[float, Callable[..., str | None]]] = [
        (4.0, _other_name),
        (2.5, _other_number),
        (3.0, _opposite),
        (3.0, _of_the_family),
        (1.0, _negated),
        (0.7, _other_question_word),
    ]
    while ways:
        (way,) = chance.choices([w for _, w in ways], [weight for weight, _ in ways])
        found = way(question, page, elsewhere, chance)
        if found and found.lower() != question.lower():
            return found
        ways = [(weight, w) for weight, w in ways if w is not way]
    return None


def _other_name(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    names = [m for m in _NAME.finditer(question) if m.start() or not _asks(m.group())]
    if not names:
        return None
    name = chance.choice(names)
    start, end = name.span()
    # "In Paris" at the start of a sentence: the name begins at its second word.
    first = name.group().split(" ")[0]
    if start == 0 and first.lower() in _QUESTION_WORDS:
        start += len(first) + 1
    if start >= end:
        return None
    said = question[start:end]
    # Names of the page itself make the hardest look-alikes, its neighbours' the next.
    pools = [page, page, elsewhere]
    chance.shuffle(pools)
    for pool in pools:
        others = [
            m.group()
            for m in _NAME.finditer(pool)
            if not (set(m.group().lower().split()) & set(question.lower().split()))
            and m.group().lower() not in _QUESTION_WORDS
            and len(m.group()) > 3
            and abs(len(m.group().split()) - len(said.split())) <= 1
            and not _opens_sentence(pool, m.start())
        ]
        if others:
            return question[:start] + chance.choice(others) + question[end:]
    return None


def _other_number(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    numbers = list(_NUMBER.finditer(question))
    if not numbers:
        return None
    number = chance.choice(numbers)
    said = number.group()
    alike = [
        m.group()
        for m in _NUMBER.finditer(f"{page} {elsewhere}")
        if m.group() != said and bool(_YEAR.fullmatch(m.group())) == bool(_YEAR.fullmatch(said))
    ]
    if alike and chance.random() < 0.7:
        other = chance.choice(alike)
    elif said.isdigit() and len(said) < 10:
        spread = 30 if _YEAR.fullmatch(said) else max(3, int(said))
        other = str(max(1, int(said) + chance.choice((-1, 1)) * chance.randint(1, spread)))
    else:
        return None
    return question[: number.start()] + other + question[number.end() :]


def _opposite(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    return _exchanged(question, lambda word: OPPOSITES.get(word, ()), chance)


def _of_the_family(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    return _exchanged(question, lambda word: FAMILIES.get(word, ()), chance)


def _negated(question: str, page: str, elsewhere: str, chance: random.Random) -> str | None:
    verbs = list(_NEGATABLE.finditer(question))
    if not verbs or "n't" in question or " not " in question:
        return None
    verb = verbs[0]
    said = verb.group()
    if chance.random() < 0.5:
        return question[: verb.start()] + _NEGATED.get(said, f"{said}n't") + question[verb.end() :]
    if question.lower().startswith(("who ", "what ")) and said in ("is", "was", "are", "were"):
        return question[: verb.end()] + " not" + question[verb.end() :]
    return question[: verb.start()] + f"{said} never" + question[verb.end() :]


def _other_question_word(
    question: str, page: str, elsewhere: str, chance: random.Random
) -> str | None:
    first, _, rest = question.partition(" ")
    others = _ASKING.get(first.lower())
    # "How did …" for "When did …", but no "how was" of "when was": that is another question.
    return f"{chance.choice(others).capitalize()} {rest}" if others and rest else None


def _exchanged(
    question: str, others_of: Callable[[str], Sequence[str]], chance: random.Random
) -> str | None:
    found = [
        (m, others)
        for m in _WORD.finditer(question)
        if not question[: m.start()].lower().endswith("how ")  # "how many" is no "how few"
        and (others := [o for o in others_of(m.group().lower()) if o not in question.lower()])
    ]
    if not found:
        return None
    match, others = chance.choice(found)
    other = chance.choice(others)
    if match.group()[0].isupper():
        other = other[0].upper() + other[1:]
    return question[: match.start()] + other + question[match.end() :]


def _asks(words: str) -> bool:
    return all(word.lower() in _QUESTION_WORDS for word in words.split())


def _opens_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at].strip()
    return at == 0 or before in {".", "!", "?"}
