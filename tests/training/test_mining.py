"""Pages that our own retrieval takes for an answer, and that are none."""

import json
from pathlib import Path

from retrieval.search import DEPTH
from tests.training.tiny import tiny_pages, tiny_questions
from tests.words_embedder import WordsEmbedder
from training.data import Known, Page
from training.mining import KEPT, mined

PAGES = {
    "answers": Page("Bridge", "Anna Smith opened the bridge of Corby."),
    "says so too": Page("Bridge again", "The bridge of Corby? ANNA SMITH opened it."),
    "like it": Page("Bridge", "Boris Kovac closed the bridge of Corby."),
    "less like it": Page("Corby", "It rained in Corby."),
    "unlike it": Page("Zoo", "Zebras have stripes."),
}
WHO = Known("Who opened the bridge of Corby?", "answers", ((0, 10),), (), "made up", True)
# Of a page that doesn't answer, no word can give an answer away.
WHEN = Known("When does the bridge of Corby close?", "like it", (), (), "made up", True)


def unheard(what: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


def test_mined_pages_are_like_the_question_but_do_not_answer_it(tmp_path: Path) -> None:
    found = mined(PAGES, [WHO, WHEN], WordsEmbedder(), tmp_path, unheard)
    assert found == {
        0: ["like it", "less like it", "unlike it"],
        1: ["answers", "says so too", "less like it", "unlike it"],
    }


def test_of_many_pages_the_best_few_are_kept(tmp_path: Path) -> None:
    pages = tiny_pages()
    assert len(pages) < DEPTH
    questions = tiny_questions(pages)
    found = mined(pages, questions, WordsEmbedder(), tmp_path, unheard)
    assert list(found) == list(range(len(questions)))
    for n, known in enumerate(questions):
        words = {pages[known.page].text[a:b].casefold() for a, b in known.answers}
        assert 0 < len(found[n]) <= KEPT
        assert known.page not in found[n]
        assert not any(word in pages[id].text.casefold() for id in found[n] for word in words)
    assert max(map(len, found.values())) == KEPT


def test_more_pages_than_are_looked_at_can_be_mined(tmp_path: Path) -> None:
    many = {f"zoo {n}": Page("Zoo", f"Zebra number {n} has stripes.") for n in range(2 * DEPTH)}
    found = mined(PAGES | many, [WHO], WordsEmbedder(), tmp_path, unheard)
    assert found[0][:2] == ["like it", "less like it"]


def test_a_second_run_reads_what_the_first_one_kept(tmp_path: Path) -> None:
    first, second = WordsEmbedder(), WordsEmbedder()
    heard: list[tuple[str, int, int]] = []
    found = mined(PAGES, [WHO, WHEN], first, tmp_path, lambda *told: heard.append(told))
    assert heard == [
        ("embedding pages", 5, 5),
        ("embedding questions", 2, 2),
        ("mining", 0, 2),
    ]
    assert mined(PAGES, [WHO, WHEN], second, tmp_path, unheard) == found
    assert (first.embedded, second.embedded) == (7, 0)
    lines = (tmp_path / "mined.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [[0, found[0]], [1, found[1]]]


def test_a_run_that_was_broken_off_goes_on_with_what_is_whole(tmp_path: Path) -> None:
    found = mined(PAGES, [WHO, WHEN], WordsEmbedder(), tmp_path, unheard)
    # Broken off while it embedded the questions, wrote the words and the result.
    for name in ("questions.part.npy", "mined.part"):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "words").rename(tmp_path / "words.part")
    (tmp_path / "questions.npy").unlink()
    (tmp_path / "mined.jsonl").unlink()
    again = WordsEmbedder()
    assert mined(PAGES, [WHO, WHEN], again, tmp_path, unheard) == found
    assert again.embedded == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "mined.jsonl",
        "pages.npy",
        "questions.npy",
        "words",
    ]
