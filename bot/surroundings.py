"""Quotes → the same between what stands around them in their articles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from retrieval.articles import Passage
from retrieval.headlines import HEADLINE
from retrieval.quotes import Quote


class Passages(Protocol):
    """Where the passages of articles are kept."""

    def passages_of(self, versions: Collection[str]) -> Sequence[tuple[Passage, str]]:
        """(passage, content hash), in the order of the text."""
        ...


@dataclass(frozen=True, slots=True)
class Surrounded:
    """A quote between what stands `before` and `after` it in its article, to the character."""

    quote: Quote
    before: str
    after: str


def surrounded(quotes: Sequence[Quote], held: Passages) -> tuple[Surrounded, ...]:
    """The quotes with the passages around them."""
    passages: dict[str, list[Passage]] = {}
    for passage, _ in held.passages_of({quote.article.version for quote in quotes}):
        passages.setdefault(passage.version, []).append(passage)
    return tuple(_surrounded(quote, passages.get(quote.article.version, ())) for quote in quotes)


def _surrounded(quote: Quote, passages: Sequence[Passage]) -> Surrounded:
    """Between the start of the passage before it and the end of the passage after it; a headline
    has the first passage after it."""
    if (quote.start, quote.end) == HEADLINE:
        below = quote.article.text[: passages[0].end] if passages else ""
        return Surrounded(quote, "", f"\n\n{below}")
    around = [p for p in passages if p.start < quote.end and quote.start < p.end]
    first, last = (passages.index(around[0]), passages.index(around[-1])) if around else (0, -1)
    start = passages[max(first - 1, 0)].start if around else quote.start
    end = passages[min(last + 1, len(passages) - 1)].end if around else quote.end
    text = quote.article.text
    return Surrounded(quote, text[start : quote.start], text[quote.end : end])
