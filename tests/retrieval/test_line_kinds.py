"""Questions, teasers and corrections don't answer, headings and captions hardly; rows do."""

import pytest

from retrieval.articles import Article
from retrieval.line_kinds import Kind, is_fragment, may_answer

TEXT = """Ferry to Brae stops

By Ana Lund, harbour reporter

The ferry to Brae will stop for three weeks, the county said.

Why does it stop?

A shaft broke on Monday, the county's engineer found. Who will pay?

The quay at Brae on Monday. Photo: Lund/Brae Post

What passengers get:

a bus by way of Holm every hour

half of the fare back

Read more: Ten islands without a ferry

Island	People
Brae	410
Holm	1,200

Repairs cost ~~900~~ 950 crowns.

Correction, 4 May: An earlier version of this article said that the ferry stops for nine weeks.

Clarification

The engineer's name is Poe.
"""
ARTICLE = Article("a", "s", "Ferry to Brae stops", "", "Brae Post", (), None, TEXT)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ferry to Brae stops", Kind.HEADING),
        ("By Ana Lund", Kind.PAGE),
        ("three weeks", Kind.SENTENCE),
        ("Why does it stop", Kind.QUESTION),
        ("on Monday, the county's", Kind.SENTENCE),
        ("Who will pay", Kind.QUESTION),
        ("quay at Brae", Kind.CAPTION),
        ("What passengers get", Kind.HEADING),
        ("every hour", Kind.ITEM),
        ("half of the fare", Kind.ITEM),
        ("Ten islands", Kind.PAGE),
        ("People", Kind.HEADING),
        ("410", Kind.ROW),
        ("1,200", Kind.ROW),
        ("950", Kind.SENTENCE),
        ("nine weeks", Kind.NOTE),
        ("name is Poe", Kind.NOTE),
    ],
)
def test_only_sentences_items_and_rows_answer(words: str, kind: Kind) -> None:
    start = TEXT.index(words)
    place = start, start + len(words)
    assert may_answer(ARTICLE, place) is (kind not in (Kind.QUESTION, Kind.PAGE, Kind.NOTE))
    assert is_fragment(ARTICLE, place) is (kind not in (Kind.SENTENCE, Kind.ITEM, Kind.ROW))


def test_struck_out_words_never_answer_and_those_in_their_place_do() -> None:
    assert not may_answer(ARTICLE, (TEXT.index("900"), TEXT.index("900") + 3))
    assert may_answer(ARTICLE, (TEXT.index("950"), TEXT.index("950") + 3))


@pytest.mark.parametrize(
    "note",
    [
        "This article was amended on 2 June 2025 because it gave the wrong sum.",
        "Editor's note: A previous version gave the height as 80 metres.",
        "An earlier version of this story misstated the year.",
        "(This report has been updated to say that it was 12.)",
        "Due to an editing error, the sum was given as 80.",
    ],
)
def test_a_note_on_what_the_page_had_wrong_is_no_answer(note: str) -> None:
    article = Article("a", "s", "T", "", "S", (), None, f"The tower is 90 metres high.\n\n{note}")
    start = article.text.index(note)
    assert not may_answer(article, (start, start + len(note)))


@pytest.mark.parametrize(
    "sentence",
    [
        "An earlier report said that three had drowned.",
        "By Monday all of them had left the island.",
        "The correction of the river took nine years.",
        "Correction officers went on strike on Friday.",
    ],
)
def test_news_that_sounds_like_a_note_is_news(sentence: str) -> None:
    article = Article("a", "s", "T", "", "S", (), None, f"Rain fell.\n\n{sentence}")
    assert may_answer(article, (12, 12 + len(sentence)))
    assert not is_fragment(article, (12, 12 + len(sentence)))


def test_an_article_without_words_has_nothing_that_answers() -> None:
    assert not may_answer(Article("a", "s", "T", "", "S", (), None, " \n"), (0, 1))
