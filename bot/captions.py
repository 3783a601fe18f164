"""A reply → the lines of ours above and below its quotes. Pure."""

from collections.abc import Sequence

from bot import wording
from bot.language import Sentence
from bot.language_wording import only_may_answer
from bot.replies import Part, Possible, Quoting, Standing
from retrieval.languages import READ

_LONGEST_PART = 200
# What stands above the first quote of those that differ; the others' group needs no line there.
_Lines = dict[Standing, Sentence | None]
_ABOVE: _Lines = {
    Standing.PLAIN: None,
    Standing.VALUE: wording.REPORTS_DIFFER,
    Standing.EARLIER: wording.EARLIER_REPORTS,
    Standing.OTHER: wording.OTHER_QUOTES,
}
_ABOVE_ALL: _Lines = _ABOVE | {Standing.OTHER: None}
_ABOVE_ALL_POSSIBLE: _Lines = {
    Standing.PLAIN: wording.MAY_ANSWER,
    Standing.VALUE: wording.MAY_ANSWER_REPORTS_DIFFER,
    Standing.EARLIER: wording.MAY_ANSWER_EARLIER_REPORTS,
    Standing.OTHER: wording.MAY_ANSWER,
}


def above(standings: Sequence[Standing], *, possible: bool) -> tuple[str, ...]:
    """For each quote the line above it, "" for none: over the first of all, and wherever the
    standing changes."""
    first = _ABOVE_ALL_POSSIBLE if possible else _ABOVE_ALL
    lines = (
        first[standing] if n == 0 else None if standing is standings[n - 1] else _ABOVE[standing]
        for n, standing in enumerate(standings)
    )
    return tuple(say() if say else "" for say in lines)


def above_quotes(reply: Quoting) -> tuple[str, ...]:
    """The line above each of the quotes that the reply shows, "" for none."""
    shown = reply.standing_of_all()[: len(reply.quotes)]
    return above(shown, possible=isinstance(reply, Possible))


def below(reply: Quoting) -> tuple[str, ...]:
    """Of several questions in one: what is left open; of quotes in languages that can't be judged
    as surely as English: that it is so."""
    unsure = (wording.PART_UNSURE(part=_named(part, reply)) for part in reply.unsure)
    unanswered = (wording.PART_UNANSWERED(part=_named(part, reply)) for part in reply.unanswered)
    doubted = reply.quotes if isinstance(reply, Possible) else ()
    languages = (quote.article.language or READ for quote in doubted if not quote.claimable)
    codes = tuple(dict.fromkeys(languages))
    return (*unsure, *unanswered, *([only_may_answer(codes)] if codes else []))


def _named(part: Part, reply: Quoting) -> str:
    """In the person's own words, or by its number where it was searched for in others."""
    said, whole = " ".join(part.text.split()), " ".join(reply.question.split())
    if said.casefold() not in whole.casefold() or len(said) > _LONGEST_PART:
        return wording.PARTS[part.number - 1]()
    return f"“{said}”"
