"""Two texts → which sentence of the one is which of the other. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from retrieval.boilerplate import is_boilerplate
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import is_function_word, words

# How like its old self a sentence has to be: where it stood alone among those that stayed, where
# it stood with others, and anywhere else.
_LIKE_ALONE, _LIKE_IN_PLACE, _LIKE_ELSEWHERE = 0.3, 0.5, 0.7
# Of two that are as like, the one that stands where the old one stood.
_IN_PLACE_BONUS = 0.2
# Function words say little about what a sentence is about, but "He left" has hardly another.
_FUNCTION_WORD_WEIGHT = 0.1
# A sentence that was drawn out or cut short keeps most of its words, if they are this many.
_DRAWN_OUT, _ENOUGH_WORDS = 0.8, 3
# A sentence with this share of its words in another one, and two at least, is a part of it.
_PART, _PART_WORDS = 0.6, 2
# With more new sentences than this the text was written anew, and likeness is chance.
_MOST_ALIGNED = 400

_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", None),
        "…": "...",
    }
)
# "word—word", "word – word" and "word -- word" are one dash; "10–12" and "joint-force" another.
_DASH = re.compile(r"\s*(?:[—―]|--+)\s*|\s+[-‐‑‒–−]\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of a text, as `sentences_of` lists them."""

    place: int
    span: Span
    plain: str  # equal for sentences that only white space and typography tell apart
    after: int = -1  # the place in the new text of what it follows, of what stands in both


@dataclass(frozen=True, slots=True)
class Aligned:
    """What became of what: spans of the texts, None on the side where there is nothing."""

    old: Span | None
    new: Span | None


def spelled_alike(text: str) -> str:
    """The text with plain spaces, quotation marks and dashes: equal for equal words."""
    spelled = _DASH.sub(" - ", unicodedata.normalize("NFC", text)).translate(_SPELLINGS)
    return " ".join(spelled.split())


def sentences_of(text: str) -> list[Sentence]:
    """The sentences without boilerplate lines."""
    spans: list[Span] = []
    for (begin, end), of_line in groupby(sentence_spans(text), lambda span: _line(text, span)):
        if not is_boilerplate(text[begin:end]):
            spans.extend(of_line)
    plains = ((span, spelled_alike(text[slice(*span)])) for span in spans)
    return [Sentence(n, span, plain) for n, (span, plain) in enumerate(plains)]


def _line(text: str, span: Span) -> Span:
    after = text.find("\n", span[1])
    return text.rfind("\n", 0, span[0]) + 1, len(text) if after < 0 else after


def aligned(old: list[Sentence], new: list[Sentence]) -> list[Aligned]:
    """Old sentences that are gone and new ones, like with like, in the order of the new text."""
    where = {sentence.plain: sentence.place for sentence in reversed(new)}
    gone = _others(old, where)
    added = _others(new, {s.plain: where[s.plain] for s in old if s.plain in where})
    successor = _successors(gone, added)
    predecessor = {successor[o.place].place: o for o in gone if o.place in successor}
    of_old, old_parts = _with_parts(gone, successor)
    of_new, new_parts = _with_parts(added, predecessor)
    found = [((n.place, o), Aligned(of_old[o], of_new[n.place])) for o, n in successor.items()]
    found += [
        ((o.after, o.place), Aligned(o.span, None))
        for o in gone
        if o.place not in successor and o.place not in old_parts
    ]
    found += [
        ((n.place, -1), Aligned(None, n.span))
        for n in added
        if n.place not in predecessor and n.place not in new_parts
    ]
    return [pair for _, pair in sorted(found, key=lambda placed: placed[0])]


def _others(sentences: list[Sentence], standing: Mapping[str, int]) -> list[Sentence]:
    """Those that don't stand in both texts, each with the sentence of both that it follows."""
    found, after = [], -1
    for sentence in sentences:
        after = standing.get(sentence.plain, after)
        if sentence.plain not in standing:
            found.append(replace(sentence, after=after))
    return found


def _successors(gone: list[Sentence], added: list[Sentence]) -> dict[int, Sentence]:
    """What took an old sentence's place, by that: the likest first, each taken once."""
    if not gone or not added or max(len(gone), len(added)) > _MOST_ALIGNED:
        return {}
    likeness = _likeness([_weights(s) for s in gone], [_weights(s) for s in added])
    in_place = np.equal.outer([s.after for s in gone], [s.after for s in added])
    alone = in_place.sum(axis=0)[None, :] * in_place.sum(axis=1)[:, None] == 1
    needed = np.where(in_place & alone, _LIKE_ALONE, _LIKE_IN_PLACE)
    enough = likeness >= np.where(in_place, needed, _LIKE_ELSEWHERE)
    ranked = likeness + _IN_PLACE_BONUS * in_place
    found: dict[int, Sentence] = {}
    taken: set[int] = set()
    for row, column in sorted(np.argwhere(enough).tolist(), key=lambda at: -ranked[at[0], at[1]]):
        if gone[row].place not in found and column not in taken:
            found[gone[row].place] = added[column]
            taken.add(column)
    return found


def _likeness(left: list[dict[str, float]], right: list[dict[str, float]]) -> NDArray[np.float64]:
    """Shape `(left, right)`: the share of words in common (Dice), or, of a sentence that was
    drawn out or cut short, nearly the share of the shorter one."""
    columns = {term: n for n, term in enumerate({t for terms in (*left, *right) for t in terms})}
    one, other = (np.zeros((len(side), len(columns))) for side in (left, right))
    for table, side in ((one, left), (other, right)):
        for row, terms in enumerate(side):
            table[row, [columns[term] for term in terms]] = list(terms.values())
    common = one @ (other > 0).T
    sizes = one.sum(axis=1)[:, None], other.sum(axis=1)[None, :]
    shorter = np.minimum(*sizes)
    overlap = np.where(common >= _ENOUGH_WORDS, _DRAWN_OUT * common / np.maximum(shorter, 1e-9), 0)
    dice = 2 * common / np.maximum(sizes[0] + sizes[1], 1e-9)
    return np.asarray(np.maximum(dice, overlap))


def _weights(sentence: Sentence) -> dict[str, float]:
    plain = sentence.plain
    return {
        word.term: _FUNCTION_WORD_WEIGHT if is_function_word(plain[word.start : word.end]) else 1.0
        for word in words(plain)
    }


def _with_parts(
    sentences: list[Sentence], partner: Mapping[int, Sentence]
) -> tuple[dict[int, Span], set[int]]:
    """The span of each sentence that has a partner, with the neighbours that say a part of what
    the partner says: one sentence became two, or two became one. And the places of those parts."""
    spans = {s.place: s.span for s in sentences if s.place in partner}
    parts = set()
    for s in sentences:
        terms = _weights(s)
        for beside in (s.place - 1, s.place + 1) if s.place not in partner else ():
            if beside not in partner or s.place in parts:
                continue
            common = terms.keys() & _weights(partner[beside]).keys()
            said = sum(terms[term] for term in common)
            if said >= _PART_WORDS and said >= _PART * sum(terms.values()):
                begin, end = spans[beside]
                spans[beside] = (min(begin, s.span[0]), max(end, s.span[1]))
                parts.add(s.place)
    return spans, parts
