"""Whatever was quoted of a text, and changed in it, its words are shown as they are."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from adapters.admin.marked_text import GivenSpan, marked_text
from bot.safe_text import sendable
from retrieval.sentences import Span

TEXT = "Five workers are missing. The port is closed."


def words_of(html: str) -> str:
    """What a reader sees, without the numbers of quotes."""
    return unescape(re.sub(r'<a class="ref".*?</a>|<[^>]*>', "", html))


def test_a_quote_is_marked_and_numbered_at_its_end() -> None:
    shown = marked_text(TEXT, (0, len(TEXT)), [GivenSpan(3, (0, 25))])
    assert shown == (
        '<mark class="given">Five workers are missing.</mark>'
        '<a class="ref" href="#quote-3" aria-label="Quote 3">3</a> The port is closed.'
    )


def test_quotes_that_overlap_and_words_that_changed_are_each_marked_whole() -> None:
    spans = [GivenSpan(1, (0, 25)), GivenSpan(2, (5, 44))]
    shown = marked_text(TEXT, (0, len(TEXT)), spans, [(0, 4)], "del")
    assert re.sub(r'<a class="ref".*?</a>', "[n]", shown) == (
        '<mark class="given"><del>Five</del></mark><mark class="given"> </mark>'
        '<mark class="given">workers are missing.</mark>[n]'
        '<mark class="given"> The port is closed</mark>[n].'
    )


def test_a_quote_over_two_paragraphs_has_its_number_in_the_last_one() -> None:
    text, quote = "One.\nTwo.", [GivenSpan(1, (0, 9))]
    assert marked_text(text, (0, 4), quote) == '<mark class="given">One.</mark>'
    assert 'href="#quote-1"' in marked_text(text, (5, 9), quote)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Span, list[GivenSpan], list[Span]]:
    text = draw(st.text(st.characters() | st.sampled_from("<>&\"'\x00\u202e"), max_size=60))
    place = st.integers(0, len(text))
    spans = st.tuples(place, place).map(lambda two: (min(two), max(two)))
    given_spans = st.builds(GivenSpan, st.integers(1, 5), spans)
    return (
        text,
        draw(spans),
        draw(st.lists(given_spans, max_size=5)),
        draw(st.lists(spans, max_size=4)),
    )


@given(marked())
def test_no_word_is_lost_added_or_let_act(
    case: tuple[str, Span, list[GivenSpan], list[Span]],
) -> None:
    text, within, spans, changed = case
    html = marked_text(text, within, spans, changed)
    assert words_of(html) == sendable(text[slice(*within)])
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {"mark", "ins", "a"}
