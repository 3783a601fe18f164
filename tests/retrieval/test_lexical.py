"""BM25 over real files: what a question's words find, and what a later generation reuses."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.lexical import (
    WORDS_VERSION,
    Words,
    count_words,
    read_counts,
    read_forms,
    words_version,
    write_words,
)
from retrieval.terms import terms

TEXTS = [
    "The command in Japan is headed by a three-star commander.",
    "Voters in Brazil elected a president.",
    "The commander spoke of 50,000 troops.",
]


def opened(folder: Path, texts: list[str]) -> Words:
    write_words(folder, count_words(texts))
    return Words(folder)


def test_a_question_finds_the_passage_that_says_it_in_another_form(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", TEXTS)
    scores = words.scores(terms("Who heads the commands in Japan?"))
    assert int(scores.argmax()) == 0
    assert scores[1] == 0


def test_figures_are_found_with_and_without_their_comma(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", TEXTS)
    assert int(words.scores(terms("50000 troops")).argmax()) == 2


def test_words_that_nobody_wrote_find_nothing(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", TEXTS)
    assert words.scores(terms("zebra")).tolist() == [0, 0, 0]


def test_an_index_without_passages_answers_too(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", [])
    assert words.scores(["command"]).shape == (0,)
    assert words.rarity("command") == pytest.approx(1.0)


def test_a_rare_word_weighs_more_than_a_common_one(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", TEXTS)
    common, rare, unknown = (
        words.rarity(t) for t in (terms("commander")[0], terms("Brazil")[0], "xyz")
    )
    assert 0 < common < rare < unknown == pytest.approx(1.0)


def test_reusing_counted_rows_gives_the_same_scores_as_counting_all_anew(tmp_path: Path) -> None:
    old = opened(tmp_path / "old", TEXTS)
    del old
    new_text = "A judge in Brazil ruled on the command."
    reused = count_words([2, 0, new_text], read_counts(tmp_path / "old"))
    write_words(tmp_path / "reused", reused)
    fresh = opened(tmp_path / "fresh", [TEXTS[2], TEXTS[0], new_text])
    question = terms("the commander of the command in Brazil")
    np.testing.assert_allclose(Words(tmp_path / "reused").scores(question), fresh.scores(question))


def test_a_word_said_otherwise_counts_as_the_best_of_its_ways_and_a_little_less(
    tmp_path: Path,
) -> None:
    words = opened(tmp_path / "words", [*TEXTS, "A chief executive heads it, a CEO."])
    exact = words.scores(terms("three-star"))
    meant = words.scores(["general"], {"general": (terms("three-star"),)})
    assert 0 < meant[0] < exact[0]
    both = words.scores(["ceo"], {"ceo": (("chief", "execut"),)})
    assert both[3] == pytest.approx(words.scores(["ceo"])[3])


def test_forms_are_kept_and_those_of_removed_passages_forgotten(tmp_path: Path) -> None:
    write_words(
        tmp_path / "old", count_words(TEXTS), count_words(TEXTS, read=lambda text: text.split())
    )
    kept = count_words([2], read_forms(tmp_path / "old"))
    write_words(tmp_path / "new", count_words([TEXTS[2]]), kept)
    assert words_version(tmp_path / "new") == WORDS_VERSION
    assert sorted(read_forms(tmp_path / "new").vocabulary) == sorted(set(TEXTS[2].split()))


def test_an_index_of_before_there_were_forms_opens_and_knows_no_names(tmp_path: Path) -> None:
    words = opened(tmp_path / "words", TEXTS)
    assert words.lexicon.is_empty
    assert words_version(tmp_path / "words") == 0
