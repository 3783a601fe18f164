"""A question with its pages → the pairs that are read together, and what is true of each. Pure.

A group is: the page that answers, pages that don't (of the same article, found by our retrieval,
or the answering page without the answering sentence), and an altered question over the answering
page. The first is to win among the pages (relevance); it alone answers (answerability); its
answers are to be found (span).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.sentences import Span, sentence_spans
from training.alterations import altered
from training.data import Known, Page

NEGATIVES = 2
# Retrieval hands out passages of at most 1,000 bytes; short ones are cheap to learn from.
ROOMS = (260, 380, 520, 700, 1000)
ALTERED_SHARE = 0.85
REMOVED_SHARE = 0.35
# Long news questions join what several articles say; each answers a part.
JOINED_SHARE = 0.16
_JOINTS = (", and ", " and ", "; also, ", ", while ")
_PREAMBLES = (
    "According to an article by {}, ",
    "As reported by {}, ",
    "In the {} report, ",
    "Considering the {} article and another report, ",
)
_OUTLETS = ("The Courier", "Morning Post", "Daily Ledger", "The Observer Online", "City Tribune")


@dataclass(frozen=True, slots=True)
class Pair:
    """`answers` are spans of `text`; `rank` 1 wins its group, 0 is to lose, None isn't ranked."""

    question: str
    title: str
    text: str
    answers: tuple[Span, ...]
    rank: int | None

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


def group(
    known: Known,
    pages: dict[str, Page],
    ids: Sequence[str],
    mined: Sequence[str],
    room: int,
    chance: random.Random,
    joined_to: str,
) -> list[Pair]:
    """The pairs of one question; texts have about `room` characters; `joined_to`: another question.

    `ids` are those of `pages`; `mined` those that retrieval ranks high and that
    don't answer. A page that doesn't answer gives a single pair, with no answer.
    """
    page = pages[known.page]
    if not known.answers:
        text, _ = _cut(page.text, (), max(room, 700), chance)
        return [Pair(known.question, page.title, text, (), None)]
    question = _dressed(known.question, joined_to, chance)
    text, answers = _cut(page.text, known.answers, room, chance)
    pairs = [Pair(question, page.title, text, answers, 1)]
    if chance.random() < REMOVED_SHARE:
        removed = _without_answer(text, answers)
        if removed:
            pairs.append(Pair(question, page.title, removed, (), 0))
    for id in _negatives(known, ids, mined, chance):
        if len(pairs) <= NEGATIVES:
            other, _ = _cut(pages[id].text, (), room, chance)
            pairs.append(Pair(question, pages[id].title, other, (), 0))
    if question == known.question and chance.random() < ALTERED_SHARE:
        elsewhere = pages[known.others[0]].text if known.others else ""
        look_alike = altered(question, page.text, elsewhere, chance)
        if look_alike:
            pairs.append(Pair(look_alike, page.title, text, (), None))
    return pairs


def _dressed(question: str, joined_to: str, chance: random.Random) -> str:
    if chance.random() >= JOINED_SHARE:
        return question
    parts = [question.rstrip("?"), joined_to.rstrip("?")]
    chance.shuffle(parts)
    asked = f"{parts[0]}{chance.choice(_JOINTS)}{parts[1][:1].lower()}{parts[1][1:]}?"
    if chance.random() < 0.5:
        return asked
    preamble = chance.choice(_PREAMBLES).format(chance.choice(_OUTLETS))
    return preamble + asked[:1].lower() + asked[1:]


def _negatives(
    known: Known, ids: Sequence[str], mined: Sequence[str], chance: random.Random
) -> list[str]:
    """Distinct, half of them from retrieval and half from the same article, then any page."""
    own, others = list(mined[:4]), list(known.others)
    chance.shuffle(own)
    chance.shuffle(others)
    if chance.random() < 0.5:
        own, others = others, own
    order = [id for pair in zip(own, others, strict=False) for id in pair]
    order += own + others + [chance.choice(ids) for _ in range(NEGATIVES)]
    return [id for id in dict.fromkeys(order) if id != known.page]


def _cut(
    text: str, answers: Sequence[Span], room: int, chance: random.Random
) -> tuple[str, tuple[Span, ...]]:
    """Whole sentences of `text`, about `room` characters, with the first answer, if any, inside."""
    if len(text) <= room:
        return text, tuple(answers)
    sentences = sentence_spans(text)
    if not sentences:
        return text[:room], ()
    first = last = chance.randrange(len(sentences))
    if answers:
        start, end = answers[0]
        inside = [n for n, (a, b) in enumerate(sentences) if a < end and start < b]
        if not inside:
            return text[:room], tuple(s for s in answers if s[1] <= room)
        first, last = inside[0], inside[-1]
    while True:
        ways = [
            (a, b)
            for a, b in ((first - 1, last), (first, last + 1))
            if a >= 0 and b < len(sentences) and sentences[b][1] - sentences[a][0] <= room
        ]
        if not ways:
            break
        first, last = chance.choice(ways)
    begin, finish = sentences[first][0], sentences[last][1]
    # A single sentence can be longer than all room, and answer only at its end.
    reach = max(2 * room, 700)
    if answers:
        start, end = answers[0]
        begin = max(begin, min(start, end - reach))
        reach = max(reach, end - begin)
    finish = min(finish, begin + reach)
    kept = tuple((a - begin, b - begin) for a, b in answers if begin <= a and b <= finish)
    return text[begin:finish], kept


def _without_answer(text: str, answers: Sequence[Span]) -> str | None:
    """The text without the sentences that answer; None where the answer stands elsewhere too."""
    sentences = sentence_spans(text)
    kept = [
        text[start:end]
        for start, end in sentences
        if not any(start < b and a < end for a, b in answers)
    ]
    left = " ".join(kept)
    if len(kept) < 1 or any(text[a:b].casefold() in left.casefold() for a, b in answers):
        return None
    return left
