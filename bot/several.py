"""The replies to the questions of one message → one reply that holds the best of each. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.decide import NEAREST_SHOWN
from bot.replies import (
    SAYS_SOMETHING_ELSE,
    Answer,
    NoAnswer,
    Part,
    Possible,
    Question,
    Quoting,
    Standing,
)
from retrieval.quotes import Quote

_Standing = tuple[Quote, Standing]


def as_one(
    question: Question,
    replies: Sequence[Answer | Possible | NoAnswer],
    whole: Answer | Possible | NoAnswer | None = None,
) -> Answer | Possible | NoAnswer:
    """An answer where any of them claims; `replies`, at least one, are those to the parts.

    Each part's best quote is shown, those of claims first, even if that is more than was asked
    for; then the others in turn, none twice. Before all of them stands the best quote of the reply
    to the `whole` message, where that is as good a reply: one sentence may answer both, and the
    parts are only how we read it.
    """
    parts = {id(reply): Part(n, reply.question) for n, reply in enumerate(replies, 1)}
    quoting = [reply for reply in replies if not isinstance(reply, NoAnswer)]
    unanswered = tuple(parts[id(reply)] for reply in replies if isinstance(reply, NoAnswer))
    if not quoting:
        return _nothing(question, replies)
    if len(quoting) == 1:
        return replace(quoting[0], question=question.text, unanswered=unanswered)
    ordered = sorted(quoting, key=lambda reply: isinstance(reply, Possible))
    claims = isinstance(ordered[0], Answer)
    heads, tails = zip(*(_split(_marked(reply, claims=claims)) for reply in ordered), strict=True)
    both = _marked(whole, claims=claims)[:1] if isinstance(whole, type(ordered[0])) else []
    first = _distinct([*both, *(quote for head in heads for quote in head)])
    quotes = _distinct([*first, *_in_turn(tails)])
    standings = _standings(quotes)
    shown = max(question.shown(standings), len(first))
    return type(ordered[0])(
        question.text,
        ordered[0].generation,
        max(reply.confidence for reply in quoting),
        tuple(quote for quote, _ in quotes[:shown]),
        tuple(quote for quote, _ in quotes[shown:]),
        standings,
        tuple(parts[id(one)] for one in quoting if claims and isinstance(one, Possible)),
        unanswered,
    )


def _nothing(question: Question, replies: Sequence[Answer | Possible | NoAnswer]) -> NoAnswer:
    """The first's reason, and what came nearest to each."""
    nos = [reply for reply in replies if isinstance(reply, NoAnswer)]
    near = _distinct(_in_turn([[(q, Standing.PLAIN) for q in no.nearest] for no in nos]))
    return NoAnswer(
        question.text,
        nos[0].generation,
        max(no.confidence for no in nos),
        nos[0].reason,
        tuple(quote for quote, _ in near[:NEAREST_SHOWN]),
    )


def _marked(reply: Quoting, *, claims: bool) -> list[_Standing]:
    """Its quotes; beside a claim, what only may answer is not marked."""
    bare = claims and isinstance(reply, Possible)
    return [
        (replace(quote, highlight=()) if bare else quote, standing)
        for quote, standing in zip(
            reply.quotes + reply.further, reply.standing_of_all(), strict=True
        )
    ]


def _split(quotes: list[_Standing]) -> tuple[list[_Standing], list[_Standing]]:
    """What must be shown, which is the best quote and the values beside it; and the rest."""
    together = [n for n, (_, standing) in enumerate(quotes) if standing in SAYS_SOMETHING_ELSE]
    end = max(together, default=0) + 1
    return quotes[:end], quotes[end:]


def _standings(quotes: Sequence[_Standing]) -> tuple[Standing, ...]:
    """() where all agree. After values that differ, what is plain is something else."""
    found: list[Standing] = []
    for _, standing in quotes:
        after = any(one is not Standing.PLAIN for one in found)
        found.append(Standing.OTHER if after and standing is Standing.PLAIN else standing)
    return tuple(found) if any(one in SAYS_SOMETHING_ELSE for one in found) else ()


def _in_turn(lists: Sequence[Sequence[_Standing]]) -> Iterator[_Standing]:
    for each in zip_longest(*lists):
        yield from (one for one in each if one is not None)


def _distinct(quotes: Iterable[_Standing]) -> list[_Standing]:
    """Without those that share words with an earlier one."""
    kept: list[_Standing] = []
    for quote, standing in quotes:
        if not any(_overlap(quote, other) for other, _ in kept):
            kept.append((quote, standing))
    return kept


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.article.version == other.article.version
    return same and one.start < other.end and other.start < one.end
