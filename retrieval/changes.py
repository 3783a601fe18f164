"""Two versions of a text → the sentences that changed, and how a quoted one reads now. Pure."""

from dataclasses import dataclass

from retrieval.alignment import Sentence, aligned, sentences_of, spelled_alike
from retrieval.boilerplate import is_boilerplate
from retrieval.sentences import Span

_MOST_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the old text and what took their place; "" on one side: added, or gone."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NowReads:
    """Quoted sentences that no longer stand there, and what does; "": the words are gone."""

    old: str
    new: str


def same_but_for_boilerplate(old: str, new: str) -> bool:
    """Whether the same is said in the same order, but for dates, credits, counts and links.

    White space, line breaks and the typography of quotation marks and dashes don't count.
    """
    return old == new or _said(old) == _said(new)


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What was corrected, added and taken out, in the order of the text.

    Sentences that only moved, and boilerplate, are no change.
    """
    if old == new:
        return ()
    return tuple(
        Change(_cut(old, pair.old), _cut(new, pair.new))
        for pair in aligned(sentences_of(old), sentences_of(new))
    )


def now_reads(old_text: str, start: int, end: int, new_text: str) -> NowReads | None:
    """How the quote `old_text[start:end]` reads in a newer version; None where it still stands.

    Spacing and typography are no change of words. `old` and `new` are whole sentences, cut as they
    stand: of the quote, those from the first to the last that changed.
    """
    sentences, newer = sentences_of(old_text), sentences_of(new_text)
    standing = {sentence.plain for sentence in newer}
    paragraphs = f" {' '.join(sentence.plain for sentence in newer)} "
    changed = [
        s
        for s in sentences
        if s.span[0] < end and start < s.span[1] and not _stands(s.plain, standing, paragraphs)
    ]
    if not changed:
        return None
    first, last = changed[0].span[0], changed[-1].span[1]
    pairs = [
        pair.new
        for pair in aligned(sentences, newer)
        if pair.old and pair.new and pair.old[0] < last and first < pair.old[1]
    ]
    return NowReads(old_text[first:last], _together(new_text, newer, sorted(pairs)))


def _stands(plain: str, standing: set[str], paragraphs: str) -> bool:
    """Among the sentences, or whole between two of them: what stands around it can make
    the same words be cut into other sentences."""
    if plain in standing:
        return True
    at = paragraphs.find(f" {plain} ")
    if at < 0 or not plain.endswith((".", "!", "?", '"', "'")):
        return False
    return at == 0 or paragraphs[:at].endswith((".", "!", "?", '"', "'", ":"))


def _together(text: str, sentences: list[Sentence], spans: list[Span]) -> str:
    """The counterparts as one verbatim slice; of those far apart, the first that are near."""
    if not spans:
        return ""
    begin, end = spans[0]
    place = {s.span[1]: s.place for s in sentences} | {s.span[0]: s.place for s in sentences}
    for left, right in spans[1:]:
        if place[left] - place[end] > 1 or place[right] - place[begin] >= _MOST_TOGETHER:
            break
        end = max(end, right)
    return text[begin:end]


def _said(text: str) -> str:
    lines = (spelled_alike(line) for line in text.split("\n") if not is_boilerplate(line))
    return " ".join(filter(None, lines))


def _cut(text: str, span: Span | None) -> str:
    return text[slice(*span)] if span else ""
