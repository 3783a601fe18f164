"""An article → what somebody is said in it to have said, by name, in the article's own words. Pure.

An utterance is shown as whole sentences: those that hold the words and those that say whose they
are, so that a quotation that runs over several sentences of its paragraph, or over several
paragraphs, is whole. Precision first: where who speaks isn't certain, nothing is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.articles import Article
from retrieval.attributions import Attribution, attributions, tells_of_speech
from retrieval.line_kinds import Kind, Layout, layout
from retrieval.manners import Manner
from retrieval.quotations import HIDDEN, Quotation, masked, quotations
from retrieval.sentences import Span

_QUOTED = "”"
# A quotation that goes on after its attribution is added as long as all of it has this many
# characters; what stands before the attribution is always whole.
MOST_CHARACTERS = 1_500
_LONGEST_SENTENCE = 4_000  # characters; no person wrote a longer one
_SPOKEN_IN = frozenset(
    {Kind.SENTENCE, Kind.ITEM, Kind.QUESTION, Kind.HEADING, Kind.CAPTION, Kind.PAGE}
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """`[start, end)` of the article's text are the words to show, `speaker` the span in it that
    names who speaks, as it is named there; `verb` the words that say so. `named`: whether by a
    name, and not by what it is, as "the defence ministry" is."""

    start: int
    end: int
    speaker: Span
    verb: str
    manner: Manner
    named: bool = True


def utterances(article: Article) -> tuple[Utterance, ...]:
    """All of them, in the order of the text."""
    return _utterances(article.text, article.title)


@lru_cache(maxsize=256)
def _utterances(text: str, title: str) -> tuple[Utterance, ...]:
    page, quoted = layout(text, title), quotations(text)
    hidden = masked(text, quoted)
    found = [
        utterance
        for n in range(len(page.units))
        if tells_of_speech(hidden[page.units[n].start : page.units[n].end])
        and page.kind(n) in _SPOKEN_IN
        for utterance in _in_sentence(page, quoted, hidden, n)
    ]
    return tuple(dict.fromkeys(found))


def _in_sentence(
    page: Layout, quoted: Sequence[Quotation], hidden: str, n: int
) -> Iterator[Utterance]:
    unit = page.units[n]
    sentence = hidden[unit.start : unit.end]
    if page.kind(n) in (Kind.HEADING, Kind.CAPTION, Kind.PAGE) and "“" not in sentence:
        return
    if len(sentence) > _LONGEST_SENTENCE:
        return
    opened = _opened(page, hidden, n)
    said = attributions(sentence, page.names, opened=opened)
    for k, one in enumerate(said):
        first = _first(page, quoted, n) if _may_begin_before(sentence, one, k) else n
        last = _last(page, quoted, hidden, n) if k == len(said) - 1 else n
        start, end = page.units[first].start, page.units[last].end
        if end - start > MOST_CHARACTERS:
            end = page.units[n].end
        yield Utterance(
            start,
            end,
            (one.speaker[0] + unit.start, one.speaker[1] + unit.start),
            one.verb,
            one.manner,
            one.named,
        )


def _opened(page: Layout, hidden: str, n: int) -> bool:
    """Whether the sentence begins inside of a quotation or right behind one of its paragraph."""
    unit = page.units[n]
    if hidden[unit.start] in HIDDEN + "”":
        return True
    same = n > 0 and page.units[n - 1].line == unit.line
    return same and hidden[: unit.start].rstrip()[-1:] == "”"


def _may_begin_before(sentence: str, one: Attribution, k: int) -> bool:
    """Whether what is said stands before who says it."""
    before = sentence[: one.clause[0]]
    return k == 0 and one.manner is Manner.DIRECT and (not before.strip() or _QUOTED in before)


def _first(page: Layout, quoted: Sequence[Quotation], n: int) -> int:
    """The sentence in which the quotation begins that stands at the beginning of a sentence."""
    at = page.units[n].start
    k = next((k for k, q in enumerate(quoted) if q.start <= at < q.end), None)
    if k is None:
        before = len(page.text[:at].rstrip())
        right_behind = n > 0 and page.units[n - 1].line == page.units[n].line
        k = next((k for k, q in enumerate(quoted) if right_behind and q.end == before), None)
    if k is None:
        return n
    while k > 0 and quoted[k - 1].goes_on:
        k -= 1
    return page.at(quoted[k].start)


def _last(page: Layout, quoted: Sequence[Quotation], hidden: str, n: int) -> int:
    """The sentence in which the quotation ends that begins in the sentence, or right behind it in
    its paragraph with nobody named behind it."""
    unit = page.units[n]
    last = n
    open_at_end = next((q for q in quoted if q.start < unit.end < q.end), None)
    following = open_at_end
    if following is None:
        same = n + 1 < len(page.units) and page.units[n + 1].line == unit.line
        begins = page.units[n + 1].start if same else -1
        following = next((q for q in quoted if q.start == begins), None)
        ends = hidden[unit.start : unit.end].rstrip()[-1:]
        if following is not None and not (ends in ".:”" or ends.isalnum()):
            return n
    ended = next((q for q in quoted if q.end == unit.end and q.goes_on), None)
    if following is None and ended is not None:
        following = quoted[quoted.index(ended) + 1]
    while following is not None:
        final = page.at(following.end - 1)
        outside = hidden[following.end : page.units[final].end]
        if any(c.isalnum() for c in outside) and not (open_at_end is following and final == n):
            # Somebody is named behind it, perhaps somebody else.
            return last if open_at_end is not following else final
        last = final
        following = quoted[quoted.index(following) + 1] if following.goes_on else None
    return last
