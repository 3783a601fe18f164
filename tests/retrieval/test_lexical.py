"""BM25 over real files: what a question's words find, and that segments count as one."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from retrieval.foreign_terms import ForeignText, foreign_terms
from retrieval.lexical import K1, B, Words
from retrieval.postings import SegmentWords, merge_words, write_words
from retrieval.terms import terms

TEXTS = [
    "The command in Japan is headed by a three-star commander.",
    "Voters in Brazil elected a president.",
    "The commander spoke of 50,000 troops.",
]


def opened(folder: Path, texts: list[str]) -> Words:
    write_words(folder, texts)
    return Words([SegmentWords.open(folder)])


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


def test_each_language_is_counted_for_itself_and_english_as_if_it_were_alone(
    tmp_path: Path,
) -> None:
    german = [
        ForeignText("Die Häuser in Kiel wurden überflutet, die Brücke ist gesperrt.", "de"),
        ForeignText("Der Command in Japan wird von einem General geführt.", "de"),
    ]
    japanese = [ForeignText("大阪で地震があり、橋が閉鎖された。", "ja")]
    write_words(tmp_path / "first", [TEXTS[0], german[0], TEXTS[1]])
    write_words(tmp_path / "second", [*japanese, german[1], TEXTS[2]])
    words = Words([SegmentWords.open(tmp_path / name) for name in ("first", "second")])
    alone = opened(tmp_path / "alone", TEXTS)
    asked = terms("Who heads the command in Japan of 50,000 troops?")

    assert sorted(words.languages) == ["de", "ja"]
    np.testing.assert_allclose(words.scores(asked)[[0, 2, 5]], alone.scores(asked), atol=1e-6)
    assert words.scores(asked)[[1, 3, 4]].tolist() == [0, 0, 0]
    assert [words.rarity(term) for term in asked] == [alone.rarity(term) for term in asked]
    in_german = words.scores(foreign_terms("Welches Haus wurde überflutet?", "de"))
    assert np.flatnonzero(in_german).tolist() == [1]
    in_japanese = words.scores(foreign_terms("地震はどこ？", "ja"))
    assert np.flatnonzero(in_japanese).tolist() == [3]

    rows = np.arange(6, dtype=np.int32)
    halves = [(each, rows[n : n + 3]) for n, each in ((0, SegmentWords.open(tmp_path / "first")),)]
    halves.append((SegmentWords.open(tmp_path / "second"), rows[3:]))
    merge_words(tmp_path / "merged", halves, 6)
    merged = Words([SegmentWords.open(tmp_path / "merged")])
    for one in (asked, foreign_terms("Haus überflutet gesperrt", "de")):
        np.testing.assert_allclose(merged.scores(one), words.scores(one), atol=1e-6)


def test_what_an_english_question_names_in_a_foreign_passage_is_no_slip(tmp_path: Path) -> None:
    write_words(tmp_path / "words", [*TEXTS, ForeignText("Scholz sprach in Kiel.", "de")])
    lexicon = Words([SegmentWords.open(tmp_path / "words")]).lexicon
    assert lexicon.knows("Scholz")
    assert not lexicon.is_name("Kiel")


def some_texts(count: int, seed: int) -> list[str]:
    chance = np.random.default_rng(seed)
    vocabulary = np.array([f"w{n}" for n in range(400)])
    shares = 1 / np.arange(1, 401)
    return [
        " ".join(chance.choice(vocabulary, chance.integers(1, 80), p=shares / shares.sum()))
        for _ in range(count)
    ]


def segments_of(folder: Path, texts: list[str], sizes: list[int]) -> list[SegmentWords]:
    found, first = [], 0
    for n, size in enumerate(sizes):
        write_words(folder / f"s{n}", texts[first : first + size])
        found.append(SegmentWords.open(folder / f"s{n}"))
        first += size
    return found


def test_bm25_is_the_one_that_bm25s_counts(tmp_path: Path) -> None:
    texts = some_texts(300, seed=1)
    counted = bm25s.BM25(k1=K1, b=B)
    ids: dict[str, int] = {}
    rows = [[ids.setdefault(term, len(ids)) for term in terms(text)] for text in texts]
    counted.index(
        bm25s.tokenization.Tokenized(ids=rows, vocab=ids),
        create_empty_token=False,
        show_progress=False,
    )
    words = opened(tmp_path / "words", texts)
    for question in ("w0 w7 w399", "w3", "w12 w12 w200"):
        asked = [term for term in terms(question) if term in ids]
        expected = counted.get_scores_from_ids([ids[term] for term in asked])
        np.testing.assert_allclose(words.scores(asked), expected, rtol=1e-5)


def test_several_segments_of_which_passages_went_score_as_one_fresh_index(tmp_path: Path) -> None:
    texts = some_texts(500, seed=2)
    segments = segments_of(tmp_path, texts, [300, 1, 149, 50])
    held = np.random.default_rng(3).random(500) < 0.8
    masks = [held[:300], held[300:301], held[301:450], None]
    held[450:] = True
    words = Words(segments, masks)
    fresh = opened(
        tmp_path / "fresh", [text for text, stays in zip(texts, held, strict=True) if stays]
    )
    for question in ("w0 w1 w2", "w50 w300", "w399", "w5 nobody w5"):
        variants = {"w5": [["w6"], ["w7", "w8"]]}
        found = words.scores(terms(question), variants)
        np.testing.assert_allclose(
            found[held], fresh.scores(terms(question), variants), rtol=1e-6, atol=1e-6
        )
        assert not found[~held].any()
        for term in terms(question):
            assert words.rarity(term) == pytest.approx(fresh.rarity(term), rel=1e-9)
    assert words.lexicon.forms == fresh.lexicon.forms
    assert words.lexicon.passages.tolist() == fresh.lexicon.passages.tolist()


def test_merged_segments_are_the_same_index_as_a_fresh_one(tmp_path: Path) -> None:
    texts = some_texts(200, seed=4)
    segments = segments_of(tmp_path, texts, [120, 80])
    held = np.random.default_rng(5).random(200) < 0.7
    numbers = np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)
    merge_words(
        tmp_path / "merged",
        [(segments[0], numbers[:120]), (segments[1], numbers[120:])],
        int(held.sum()),
    )
    kept = [text for text, stays in zip(texts, held, strict=True) if stays]
    write_words(tmp_path / "fresh", kept)
    for written in (tmp_path / "fresh").iterdir():
        assert (tmp_path / "merged" / written.name).read_bytes() == written.read_bytes(), written


def test_a_word_that_only_what_went_said_is_unknown(tmp_path: Path) -> None:
    write_words(tmp_path / "words", TEXTS)
    words = Words([SegmentWords.open(tmp_path / "words")], [np.array([True, False, True])])
    [brazil] = terms("Brazil")
    assert brazil not in words.lexicon.terms
    assert not words.lexicon.knows("brazil")
    assert words.rarity(brazil) == pytest.approx(1.0)
    assert words.lexicon.knows("japan")


def test_a_word_said_otherwise_counts_as_the_best_of_its_ways_and_a_little_less(
    tmp_path: Path,
) -> None:
    words = opened(tmp_path / "words", [*TEXTS, "A chief executive heads it, a CEO."])
    exact = words.scores(terms("three-star"))
    meant = words.scores(["general"], {"general": (terms("three-star"),)})
    assert 0 < meant[0] < exact[0]
    both = words.scores(["ceo"], {"ceo": (("chief", "execut"),)})
    assert both[3] == pytest.approx(words.scores(["ceo"])[3])
