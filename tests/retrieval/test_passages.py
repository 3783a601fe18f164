"""Articles are cut into passages of whole sentences, and nothing of them is lost."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.passages import PASSAGE_BYTES, cut, embedded_text, lexical_text
from retrieval.sentences import sentence_spans

SENTENCE = "The ministers met in Tokyo on Sunday and agreed on a new command."


def article(text: str, **changes: object) -> Article:
    fields: dict[str, object] = {
        "id": "a",
        "story": "s",
        "title": "A new command",
        "url": "https://wire.example/a",
        "source": "Harborline Wire",
        "authors": (),
        "published": datetime(2024, 7, 28, tzinfo=UTC),
        "text": text,
    }
    return Article(**(fields | changes))  # type: ignore[arg-type]


def test_a_short_article_is_one_passage() -> None:
    text = f"{SENTENCE} {SENTENCE}\n\n{SENTENCE}"
    assert [(p.start, p.end) for p in cut(article(text))] == [(0, len(text))]


def test_a_long_article_is_cut_between_sentences_and_each_sentence_is_in_one_passage() -> None:
    text = " ".join([SENTENCE] * 60)
    passages = cut(article(text))
    assert len(passages) > 3
    inside = [
        [p for p in passages if p.start <= start and end <= p.end]
        for start, end in sentence_spans(text)
    ]
    assert {len(found) for found in inside} == {1}


def test_an_endless_sentence_is_cut_at_white_space() -> None:
    passages = cut(article("word " * 1000))
    assert {"word word".startswith("word") for _ in passages} == {True}
    assert all(article("word " * 1000).text[p.start : p.end].endswith("word") for p in passages)


@pytest.mark.parametrize("script", ["日本語の文", "слово", "🙂"])
def test_a_passage_is_measured_in_bytes_so_that_every_script_fits_the_model(script: str) -> None:
    text = script * 2000
    for passage in cut(article(text)):
        assert len(text[passage.start : passage.end].encode()) <= PASSAGE_BYTES


def test_cutting_again_gives_the_same_ids_and_a_changed_word_gives_others() -> None:
    first, again = cut(article(SENTENCE)), cut(article(SENTENCE))
    changed = cut(article(SENTENCE.replace("new", "old")))
    assert first == again
    assert {p.id for p in first}.isdisjoint(p.id for p in changed)


def test_the_model_reads_the_title_with_each_passage() -> None:
    found = article(SENTENCE)
    assert embedded_text(found, cut(found)[0]) == f"A new command\n{SENTENCE}"


def test_words_are_counted_with_title_source_and_date_as_a_question_would_write_them() -> None:
    found = article(SENTENCE)
    assert lexical_text(found, cut(found)[0]) == (
        f"A new command\nHarborline Wire\nJuly 28, 2024\n{SENTENCE}"
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_every_word_of_any_text_is_in_exactly_one_passage(text: str) -> None:
    passages = cut(article(text))
    assert all(p.end <= q.start for p, q in itertools.pairwise(passages))
    covered = "".join(text[p.start : p.end] for p in passages)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(len(text[p.start : p.end].encode()) <= PASSAGE_BYTES for p in passages)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_sentences_are_slices_in_order_without_outer_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_abbreviations_do_not_end_a_sentence_and_a_line_break_does() -> None:
    text = "Lt. Gen. Jost of the U.S. Air Force spoke on Jan. 5.\nHe left"
    assert [text[s:e] for s, e in sentence_spans(text)] == [
        "Lt. Gen. Jost of the U.S. Air Force spoke on Jan. 5.",
        "He left",
    ]
