"""Followers read the one or two sentences that are new, and never what the story already held."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.novelty import new_sentences
from retrieval.quotes import Quote
from tests.retrieval.newsdesk import BRIDGE, article, embed

FELL = (
    "A container ship struck the harbour bridge on Tuesday and brought it down.\n"
    "Six workers who were filling potholes on the bridge at night are missing. "
    "The port is closed to all ships until further notice, its director said."
)
FIRST = article("first", "Ship brings down harbour bridge", FELL)


def new(text: str, *earlier: Article, title: str = "Harbour bridge") -> list[str]:
    return [quote.text for quote in quotes(text, *earlier, title=title)]


def quotes(text: str, *earlier: Article, title: str = "Harbour bridge") -> Sequence[Quote]:
    held = [f"{one.title}\n{one.text}" for one in earlier]
    vectors = embed(held) if held else np.zeros((0, 256), dtype=np.float32)
    return new_sentences(article("new", title, text, 2), earlier, vectors, BRIDGE, embed)


def test_the_new_sentence_is_told_and_the_copied_one_is_not() -> None:
    found = "Divers found the bodies of two workers in a red pickup below the bridge."
    assert new(f"{FELL}\n{found}", FIRST) == [found]


def test_two_new_sentences_side_by_side_are_one_quote() -> None:
    text = (
        "Divers found the bodies of two workers below the harbour bridge on Thursday. "
        "Engineers will cut the wreck of the bridge from the bow of the ship next week."
    )
    assert new(text, FIRST, title="Divers find workers, engineers cut wreck of bridge") == [text]


def test_two_new_sentences_apart_are_told_in_the_order_of_the_text() -> None:
    one = "Divers found the bodies of two workers below the harbour bridge on Thursday."
    two = "Engineers will cut the wreck of the bridge from the bow of the ship next week."
    found = new(
        f"{one}\n{FELL}\n{two}", FIRST, title="Divers find workers, engineers cut wreck of bridge"
    )
    assert found == [one, two]


def test_a_copy_of_an_earlier_article_has_nothing_new() -> None:
    assert quotes(FELL, FIRST) == ()
    assert quotes(FELL.replace("Six workers", "Six labourers"), FIRST) == ()


def test_another_figure_in_otherwise_the_same_words_is_new() -> None:
    text = FELL.replace("Six workers", "Nineteen workers")
    [told] = new(text, FIRST)
    assert told.startswith("Nineteen workers who were filling potholes")


def test_the_first_article_of_a_story_is_told_by_how_it_begins() -> None:
    assert new(FELL)[0].startswith("A container ship struck the harbour bridge on Tuesday")


def test_headlines_captions_bylines_and_lines_about_the_page_are_never_told() -> None:
    text = (
        "Divers find two workers below the harbour bridge.\n"
        "By John Smith of the harbour desk in town.\n"
        "The harbour bridge with divers, workers and a ship on Thursday\n"
        "Photo: Harbour Bridge Authority\n"
        "Read more: Workers of the harbour bridge are missing.\n"
        "Updated 3 August 2024 at 10:15.\n"
        "Sign up for our newsletter on the harbour bridge and its workers."
    )
    assert quotes(text, FIRST, title="Divers find two workers below the harbour bridge") == ()


def test_a_quote_links_to_its_words_and_is_certain() -> None:
    found = "Divers found the bodies of two workers in a red pickup below the bridge."
    [quote] = quotes(f"{FELL}\n{found}", FIRST)
    start = len(FELL) + 1
    assert (quote.start, quote.end) == (start, start + len(found))
    assert (quote.highlight, quote.confidence, quote.also_in) == ((), 1.0, ())
    assert quote.link.startswith("https://wire.example/new#:~:text=Divers%20found")


def test_an_older_version_of_the_article_itself_does_not_count_as_held() -> None:
    older = article("new", "Harbour bridge", FELL)
    assert new(FELL, older)[0].startswith("A container ship struck the harbour bridge on Tuesday")


@settings(max_examples=50)
@given(st.lists(st.text(max_size=300), max_size=3), st.text(max_size=600))
def test_whatever_the_texts_each_quote_is_a_slice(earlier: list[str], text: str) -> None:
    told = quotes(text, *(article(str(n), "t", one) for n, one in enumerate(earlier)))
    assert len(told) <= 2
    for quote in told:
        assert quote.text == text[quote.start : quote.end]
        assert quote.text
