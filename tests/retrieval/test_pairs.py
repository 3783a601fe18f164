"""What the reader is given to read: a question beside a passage under its heading, and where in the
passage each token is."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from retrieval.models import SHIPPED
from retrieval.pairs import PAIR_TOKENS, QUESTION_TOKENS, PairEncoder, Pairs, heading

FILE = SHIPPED / "tokenizer.json"
ENCODER = PairEncoder(FILE)
TOKENIZER = Tokenizer.from_file(str(FILE))

_ODD = (
    "👩‍👩‍👧 🇸🇪 👍🏽",
    "日本語のテスト。",
    "e\u0301te\u0301 a\u0328\u0301",
    "\u202eשלום עולם\u202c مرحبا",
    "한국어 각",
    "ﬁne İstanbul Straße",
    "\u200b\u00ad\ufeff",
    "[SEP] [CLS] [PAD]",
    "\r\n\t\u2028\x00\ufffd",
)
WRITTEN = st.lists(
    st.text() | st.sampled_from(_ODD) | st.just("The port is closed."), max_size=4
).map(" ".join)


def tokens(pairs: Pairs, row: int) -> list[str]:
    """All of a row but its padding, as words and word pieces."""
    return [TOKENIZER.id_to_token(n) for n in pairs.ids[row][pairs.mask[row] == 1].tolist()]


def words(pairs: Pairs, row: int, text: str) -> list[str]:
    """The part of the text behind each token that stands for any."""
    return [text[a:b] for a, b in pairs.offsets[row].tolist() if a >= 0]


@pytest.mark.parametrize(
    ("title", "source", "published", "said"),
    [
        (
            "Dam fails",
            "The Corby Post",
            date(2024, 7, 28),
            "Dam fails · The Corby Post · 28 July 2024",
        ),
        ("Dam fails", "", date(987, 1, 3), "Dam fails · 3 January 987"),
        ("", "The Corby Post", None, "The Corby Post"),
        ("Dam fails", "", None, "Dam fails"),
        ("", "", None, ""),
    ],
)
def test_over_a_passage_stand_its_title_its_outlet_and_its_day_as_far_as_they_are_known(
    title: str, source: str, published: date | None, said: str
) -> None:
    assert heading(title, source, published) == said


def test_a_page_is_read_as_question_heading_and_text_and_each_token_knows_its_words() -> None:
    text = "Kyiv's mayor, Vitali Klitschko, said so."
    pairs = ENCODER.encode(["Who said so?"], ["The mayor"], [text])
    assert (
        tokens(pairs, 0)
        == (
            "[CLS] who said so ? [SEP] the mayor "
            "kyiv ' s mayor , vital ##i k ##lit ##sch ##ko , said so . [SEP]"
        ).split()
    )
    assert words(pairs, 0, text) == ("Kyiv ' s mayor , Vital i K lit sch ko , said so .".split())
    assert pairs.types.tolist() == [[0] * 6 + [1] * 18]
    assert pairs.mask.tolist() == [[1] * 24]
    # Neither the question, nor the heading, nor the marks between are the text.
    assert pairs.offsets[0, :8].tolist() == [[-1, -1]] * 8
    assert pairs.offsets[0, -1].tolist() == [-1, -1]


def test_outlet_and_day_are_read_and_are_no_part_of_the_text() -> None:
    text = "It failed."
    head = heading("Dam", "The Post", date(2024, 7, 28))
    pairs = ENCODER.encode(["What?"], [head], [text])
    assert (
        tokens(pairs, 0)
        == ("[CLS] what ? [SEP] dam · the post · 28 july 202 ##4 it failed . [SEP]").split()
    )
    assert words(pairs, 0, text) == ["It", "failed", "."]


def test_short_rows_are_padded_to_the_longest_one_and_padding_is_masked() -> None:
    pairs = ENCODER.encode(["Where?", "Where?"], ["", "A title"], ["Here.", "Here it is, again."])
    assert tokens(pairs, 0) == "[CLS] where ? [SEP] here . [SEP]".split()
    padding = pairs.ids.shape[1] - 7
    assert padding == 6
    assert pairs.ids[0, 7:].tolist() == [TOKENIZER.token_to_id("[PAD]")] * padding
    assert pairs.mask[0].tolist() == [1] * 7 + [0] * padding
    assert pairs.types[0].tolist() == [0] * 4 + [1] * 3 + [0] * padding
    assert pairs.offsets[0, 7:].tolist() == [[-1, -1]] * padding


def test_each_passage_is_read_for_its_own_question() -> None:
    asked = ["Who?", "Where was it?", "Who?"]
    together = ENCODER.encode(asked, ["A", "B", "C"], ["One.", "Two.", "Three."])
    for row, (question, head, text) in enumerate(
        zip(asked, ["A", "B", "C"], ["One.", "Two.", "Three."], strict=True)
    ):
        alone = ENCODER.encode([question], [head], [text])
        width = alone.ids.shape[1]
        assert together.mask[row].sum() == width
        for one, of_many in (
            (alone.ids, together.ids),
            (alone.types, together.types),
            (alone.offsets, together.offsets),
        ):
            np.testing.assert_array_equal(one[0], of_many[row, :width])


@pytest.mark.parametrize(
    ("head", "text", "said"),
    [
        ("", "Rain fell.", ["Rain", "fell", "."]),
        ("Rain", "", []),
        ("", "", []),
        ("Rain\n", "\n Rain", ["Rain"]),
    ],
)
def test_a_page_may_lack_a_heading_or_a_text(head: str, text: str, said: list[str]) -> None:
    pairs = ENCODER.encode(["Rain?"], [head], [text])
    assert words(pairs, 0, text) == said


def test_no_passages_make_no_rows() -> None:
    pairs = ENCODER.encode([], [], [])
    assert [len(part) for part in (pairs.ids, pairs.mask, pairs.types, pairs.offsets)] == [0] * 4


def test_a_rambling_question_is_cut_and_leaves_room_for_the_passage() -> None:
    text = "It was the mayor."
    pairs = ENCODER.encode(["who " * 1_000], [""], [text])
    assert tokens(pairs, 0) == [
        "[CLS]",
        *["who"] * QUESTION_TOKENS,
        "[SEP]",
        *"it was the mayor .".split(),
        "[SEP]",
    ]
    assert words(pairs, 0, text) == ["It", "was", "the", "mayor", "."]


def test_a_passage_that_never_ends_is_cut_at_the_longest_pair() -> None:
    text = "rain " * 2_000
    pairs = ENCODER.encode(["Rain?", "Rain?"], ["Rain", ""], [text, "Rain."])
    assert pairs.ids.shape == (2, PAIR_TOKENS)
    assert tokens(pairs, 0)[-1] == "[SEP]"
    kept = PAIR_TOKENS - len("[CLS] rain ? [SEP] rain [SEP]".split())
    assert words(pairs, 0, text) == ["rain"] * kept


def test_a_heading_that_never_ends_is_no_part_of_the_text() -> None:
    pairs = ENCODER.encode(["Rain?"], ["rain " * 2_000], ["Rain."])
    assert pairs.ids.shape == (1, PAIR_TOKENS)
    assert words(pairs, 0, "Rain.") == []


def test_a_page_that_writes_a_marker_of_the_model_is_read_as_written() -> None:
    """Else it could end the passage, or begin another, wherever it likes."""
    text = "He wrote [SEP] and [PAD]."
    pairs = ENCODER.encode(["What is [CLS]?"], ["[MASK]"], [text])
    marks = [token for token in tokens(pairs, 0) if token in {"[CLS]", "[SEP]", "[PAD]", "[MASK]"}]
    assert marks == ["[CLS]", "[SEP]", "[SEP]"]
    assert "".join(words(pairs, 0, text)) == text.replace(" ", "")


@given(question=WRITTEN, head=WRITTEN, text=WRITTEN)
def test_every_token_of_any_text_points_at_its_own_words(
    question: str, head: str, text: str
) -> None:
    pairs = ENCODER.encode([question], [head], [text])
    length = pairs.ids.shape[1]
    assert length <= PAIR_TOKENS
    assert pairs.mask.tolist() == [[1] * length]
    # Types: the question with the marks around it, then the page with the mark after it.
    first = int(pairs.types.argmax())
    assert pairs.types.tolist() == [[0] * first + [1] * (length - first)]
    own = [n for n in range(length) if pairs.offsets[0, n, 0] >= 0]
    # The text's tokens are in one piece, at the end, and in the order of the text.
    assert own == list(range(length - 1 - len(own), length - 1))
    spans = pairs.offsets[0, own].tolist()
    assert spans == sorted(spans)
    for n, (start, end) in zip(own, spans, strict=True):
        assert 0 <= start < end <= len(text)
        token = TOKENIZER.id_to_token(int(pairs.ids[0, n]))
        said = TOKENIZER.normalizer.normalize_str(text[start:end])
        assert token == "[UNK]" or token.removeprefix("##") in said
    # The rest is what the same pair has without its text.
    np.testing.assert_array_equal(pairs.offsets[0, : length - 1 - len(own)], -1)
    if length < PAIR_TOKENS:
        bare = ENCODER.encode([question], [head], [""])
        assert pairs.ids[0, : length - 1 - len(own)].tolist() == bare.ids[0, :-1].tolist()
        read = {at for start, end in spans for at in range(start, end)}
        letters = {at for at, c in enumerate(text) if unicodedata.category(c)[0] in "LN"}
        assert letters <= read


def test_two_threads_read_what_one_would() -> None:
    texts = [f"{'Rain fell on the port. ' * (n % 9)}Page {n}." for n in range(40)]
    questions = [f"What is on page {n % 3}?" for n in range(40)]

    def encoded(_: int) -> Pairs:
        return ENCODER.encode(questions, texts, texts)

    expected = encoded(0)
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(encoded, range(8)):
            np.testing.assert_array_equal(found.ids, expected.ids)
            np.testing.assert_array_equal(found.mask, expected.mask)
            np.testing.assert_array_equal(found.types, expected.types)
            np.testing.assert_array_equal(found.offsets, expected.offsets)
