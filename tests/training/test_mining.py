"""Pages that our own retrieval takes for an answer."""

import shutil
from pathlib import Path

import numpy as np

from retrieval.embedding import Embedder
from tests.training.tiny import tiny_pages, tiny_questions
from tests.words_embedder import WordsEmbedder
from training.data import Page
from training.mining import DEPTH, NOTHING_MINED, mined

PAGES = {
    "answers": Page("Bridge", "Anna Smith opened the bridge of Corby."),
    "says so too": Page("Bridge again", "The bridge of Corby? ANNA SMITH opened it."),
    "like it": Page("Bridge", "Boris Kovac closed the bridge of Corby."),
    "less like it": Page("Corby", "It rained in Corby."),
    "unlike it": Page("Zoo", "Zebras have stripes."),
}
WHO = "Who opened the bridge of Corby?"
WHEN = "When does the bridge of Corby close?"


def unheard(what: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


def not_needed() -> Embedder:
    raise AssertionError("all that it would embed lies in the folder")


def test_pages_like_the_question_come_before_pages_unlike_it(tmp_path: Path) -> None:
    found = mined(PAGES, [WHO, WHEN], WordsEmbedder, tmp_path, unheard)
    assert set(found.pages(WHO)[:2]) == {"answers", "says so too"}
    assert found.pages(WHO)[2:] == ["like it", "less like it", "unlike it"]
    assert found.pages(WHEN)[0] == "like it"
    assert sorted(found.pages(WHEN)) == sorted(PAGES)


def test_what_shares_no_word_is_found_by_meaning_alone(tmp_path: Path) -> None:
    found = mined(PAGES, [WHO], WordsEmbedder, tmp_path, unheard)
    (by_words,), (by_meaning,) = found.lexical.tolist(), found.dense.tolist()
    zoo = list(PAGES).index("unlike it")
    assert zoo not in by_words
    assert zoo in by_meaning
    # There are five pages, of which four share a word: the rest of the row is empty.
    assert by_words[4:] == [-1] * (DEPTH - 4)
    assert by_meaning[5:] == [-1] * (DEPTH - 5)


def test_of_many_pages_the_best_dozen_of_each_are_kept(tmp_path: Path) -> None:
    pages = tiny_pages()
    asked = [known.question for known in tiny_questions(pages)]
    found = mined(pages, asked, WordsEmbedder, tmp_path, unheard)
    assert found.lexical.shape == found.dense.shape == (len(asked), DEPTH)
    for known in tiny_questions(pages):
        near = found.pages(known.question)
        assert DEPTH <= len(near) <= 2 * DEPTH
        assert len(set(near)) == len(near)
        assert set(near) <= set(pages)
        assert known.page in near[:2]


def test_a_question_that_is_asked_twice_is_mined_once(tmp_path: Path) -> None:
    found = mined(PAGES, [WHO, WHEN, WHO], WordsEmbedder, tmp_path, unheard)
    assert len(found.lexical) == len(found.dense) == 2


def test_for_a_question_that_was_not_mined_there_is_nothing(tmp_path: Path) -> None:
    assert mined(PAGES, [WHO], WordsEmbedder, tmp_path, unheard).pages(WHEN) == []
    assert NOTHING_MINED.pages(WHO) == []


def test_a_second_run_reads_what_the_first_one_kept(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    first = mined(PAGES, [WHO, WHEN], WordsEmbedder, tmp_path, lambda *told: heard.append(told))
    assert heard == [
        ("by words", 0, 2),
        ("embedding pages", 5, 5),
        ("embedding questions", 2, 2),
        ("by meaning", 0, 2),
    ]
    second = mined(PAGES, [WHO, WHEN], not_needed, tmp_path, unheard)
    np.testing.assert_array_equal(second.lexical, first.lexical)
    np.testing.assert_array_equal(second.dense, first.dense)
    assert [second.pages(text) for text in (WHO, WHEN)] == [
        first.pages(text) for text in (WHO, WHEN)
    ]


def test_a_run_that_was_broken_off_goes_on_with_what_is_whole(tmp_path: Path) -> None:
    whole = mined(PAGES, [WHO, WHEN], WordsEmbedder, tmp_path, unheard)
    # Broken off while it counted words, embedded the questions and wrote the results.
    for name in ("questions.part.npy", "lexical.part.npy", "dense.part.npy"):
        (tmp_path / name).write_bytes(b"half")
    shutil.move(tmp_path / "words", tmp_path / "words.part")
    for name in ("questions.npy", "lexical.npy", "dense.npy"):
        (tmp_path / name).unlink()
    embedder = WordsEmbedder()
    again = mined(PAGES, [WHO, WHEN], lambda: embedder, tmp_path, unheard)
    assert embedder.embedded == 2  # the pages' vectors were whole
    np.testing.assert_array_equal(again.lexical, whole.lexical)
    np.testing.assert_array_equal(again.dense, whole.dense)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dense.npy",
        "lexical.npy",
        "pages.npy",
        "questions.npy",
        "words",
    ]
