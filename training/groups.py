"""A question with its pages → the pairs that are read together, and what is true of each. Pure.

A group is: the page that answers, pages that don't (of the same article, found by our retrieval,
or the answering page without the answering sentence, or under another outlet's name where the
question names one), and an altered question over the answering page. The first is to win among
the pages (relevance); it alone answers (answerability); its answers are to be found among the
words of all of them (span).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.pairs import heading
from retrieval.sentences import Span, sentence_spans
from training.alterations import altered
from training.chat_style import typed
from training.data import Known, Page
from training.outlets import day, outlet

NEGATIVES = 3
# From a window of a sentence or two to a passage as retrieval hands it out; short ones are cheap.
ROOMS = (220, 340, 480, 700, 1000)
ROOM_SHARES = (2, 3, 4, 4, 4)
ALTERED_SHARE = 0.4
REMOVED_SHARE = 0.4
# Long news questions join what several articles say; each answers a part.
JOINED_SHARE = 0.08
OUTLET_SHARE = 0.08
# News has an outlet and a day over it, an encyclopaedia hasn't; some pages have no title.
HEADED_SHARE, UNTITLED_SHARE = 0.7, 0.1
# What retrieval found may answer after all; what people wrote is what the network must tell apart.
MINED_WEIGHT, MADE_WEIGHT = 0.4, 0.7
_JOINTS = (", and ", " and ", "; also, ", ", while ")
_NAMING = (
    "according to {0}, {1}",
    "{1} according to {0}",
    "{1} per {0}",
    "{0}: {1}",
    "what does {0} say: {1}",
    "as reported by {0}, {1}",
    "in the {0} report, {1}",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """`answers` are spans of `text`; `rank` 1 wins its group, 0 is to lose, None isn't ranked.

    `weight`: how much its answerability counts.
    """

    question: str
    heading: str
    text: str
    answers: tuple[Span, ...]
    rank: int | None
    weight: float = 1.0

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

    `ids` are those of `pages`; `mined` those that retrieval ranks high. A page that doesn't answer
    gives a single pair, with no answer.
    """
    page = pages[known.page]
    if not known.answers:
        # No shorter than the texts that answer, or length would tell.
        text, _ = _cut(page.text, (), room, chance)
        asked = typed(known.question, chance)
        return [Pair(asked, _heading(page.title, chance), text, (), None)]
    question = _joined(known.question, joined_to, chance)
    whole = question == known.question
    question = typed(question, chance)
    text, answers = _cut(page.text, known.answers, room, chance)
    right = Pair(question, _heading(page.title, chance), text, answers, 1)
    pairs = [right]
    if whole and chance.random() < OUTLET_SHARE:
        pairs = _by_outlet(right, page.title, chance)
        question = pairs[0].question
    if chance.random() < REMOVED_SHARE:
        removed = _without_answer(text, answers)
        if removed:
            pairs.append(replace(pairs[0], text=removed, answers=(), rank=0, weight=MADE_WEIGHT))
    said = {page.text[start:end].casefold() for start, end in known.answers}
    for id in _negatives(known, ids, mined, chance):
        if len(pairs) > NEGATIVES:
            break
        other = pages[id]
        if any(answer in other.text.casefold() for answer in said):
            continue  # a page that has the words of an answer may well be right
        lacking, _ = _cut(other.text, (), room, chance)
        head = _heading(other.title, chance)
        pairs.append(Pair(question, head, lacking, (), 0, MINED_WEIGHT))
    if whole and chance.random() < ALTERED_SHARE:
        elsewhere = pages[known.others[0]].text if known.others else ""
        look_alike = altered(known.question, page.text, elsewhere, chance)
        asked = typed(look_alike, chance) if look_alike else question
        # As keywords, "where was it built" and "when was it built" are the same.
        if asked.casefold() not in (question.casefold(), right.question.casefold()):
            pairs.append(Pair(asked, right.heading, text, (), None, MADE_WEIGHT))
    return pairs


def _heading(title: str, chance: random.Random, source: str = "") -> str:
    title = "" if chance.random() < UNTITLED_SHARE else title
    if source or chance.random() < HEADED_SHARE:
        return heading(title, source or outlet(chance), day(chance))
    return title


def _joined(question: str, joined_to: str, chance: random.Random) -> str:
    if chance.random() >= JOINED_SHARE:
        return question
    parts = [question.rstrip("?"), joined_to.rstrip("?")]
    chance.shuffle(parts)
    return f"{parts[0]}{chance.choice(_JOINTS)}{parts[1][:1].lower()}{parts[1][1:]}?"


def _by_outlet(right: Pair, title: str, chance: random.Random) -> list[Pair]:
    """The pair with an outlet's name in question and heading, and the same of another outlet."""
    named, other = outlet(chance), outlet(chance)
    question = chance.choice(_NAMING).format(named, right.question)
    asked = replace(right, question=question, heading=_heading(title, chance, named))
    if other == named:
        return [asked]
    head = _heading(title, chance, other)
    return [asked, replace(asked, heading=head, answers=(), rank=0, weight=MADE_WEIGHT)]


def _negatives(
    known: Known, ids: Sequence[str], mined: Sequence[str], chance: random.Random
) -> list[str]:
    """Distinct, half of them from retrieval and half from the same article, then any page."""
    own, others = list(mined[:10]), list(known.others)
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
