"""Groups of pairs as the network reads them: a row a pair, and what is true of each row."""

import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from retrieval.models import SHIPPED
from retrieval.pairs import PairEncoder
from tests.training.tiny import tiny_pages, tiny_questions
from training.groups import Pair, group
from training.lessons import Lesson, lesson

FILE = SHIPPED / "tokenizer.json"
ENCODER = PairEncoder(FILE)
TOKENIZER = Tokenizer.from_file(str(FILE))

RIGHT = Pair("Who sang?", "Corby", "Anna and Boris sang.", ((0, 4), (9, 14)), 1)
WRONG = Pair("Who sang?", "Filey", "It rained.", (), 0, 0.4)
OTHER = Pair("Who hummed?", "Corby", "Anna and Boris sang.", (), None, 0.7)
ALONE = Pair("Who wept?", "", "Nobody.", (), None)


def said(found: Lesson, row: int, marks: torch.Tensor) -> list[str]:
    """The marked tokens of a row, as words and word pieces."""
    return [TOKENIZER.id_to_token(n) for n in found.ids[row][marks[row]].tolist()]


def test_each_pair_is_a_row_and_neighbours_are_those_of_a_group() -> None:
    found = lesson([[RIGHT, WRONG, OTHER], [ALONE], [RIGHT]], ENCODER)
    assert found.ids.shape == found.mask.shape == found.types.shape == (5, 14)
    assert [said(found, row, found.mask == 1) for row in (1, 2)] == [
        "[CLS] who sang ? [SEP] file ##y it rained . [SEP]".split(),
        "[CLS] who hummed ? [SEP] co ##rb ##y anna and boris sang . [SEP]".split(),
    ]


def test_words_of_the_text_are_told_from_question_and_heading() -> None:
    found = lesson([[RIGHT, WRONG]], ENCODER)
    assert said(found, 0, found.text) == "anna and boris sang .".split()
    assert said(found, 1, found.text) == "it rained .".split()


def test_each_answer_is_marked_at_its_first_and_at_its_last_word() -> None:
    full = Pair("Who sang?", "", "Anna Smith and Boris Kovac sang.", ((0, 10), (15, 26)), 1)
    found = lesson([[full, WRONG]], ENCODER)
    assert said(found, 0, found.starts) == ["anna", "boris"]
    assert said(found, 0, found.ends) == ["smith", "##vac"]
    assert not found.starts[1].any()
    assert not found.ends[1].any()


def test_pages_of_a_group_compete_and_an_altered_question_is_set_against_the_right_one() -> None:
    found = lesson([[RIGHT, WRONG, OTHER], [ALONE], [RIGHT], [RIGHT, WRONG, WRONG]], ENCODER)
    assert found.ranked.tolist() == [[0, 1, -1], [4, -1, -1], [5, 6, 7]]
    assert found.contrast.tolist() == [[0, 2]]
    assert found.answerable.tolist() == [1, 0, 0, 0, 1, 1, 0, 0]
    assert found.weight.tolist() == pytest.approx([1, 0.4, 0.7, 1, 1, 1, 0.4, 0.4])


def test_a_step_may_hold_look_alikes_alone() -> None:
    """A small one does so now and then, as each fourth question is one."""
    found = lesson([[ALONE], [ALONE]], ENCODER)
    assert found.ranked.shape == (0, 0)
    assert found.contrast.shape == (0, 2)
    assert found.answerable.tolist() == [0, 0]


def test_an_answer_beyond_what_is_read_is_not_marked() -> None:
    beyond = Pair("Who?", "", "rain " * 600 + "Anna", ((3_000, 3_004),), 1)
    found = lesson([[beyond]], ENCODER)
    assert not found.starts.any()
    assert not found.ends.any()
    # Part of it is read: as far as that goes.
    cut = Pair("Who?", "", "rain " * 600, ((1_000, 3_000),), 1)
    found = lesson([[cut]], ENCODER)
    assert found.ends[0].nonzero().tolist() == [[382]]


def test_a_lesson_goes_whole_to_where_it_is_learned() -> None:
    found = lesson([[RIGHT, WRONG, OTHER]], ENCODER)
    there = found.to("cpu")
    for name in Lesson.__dataclass_fields__:
        assert torch.equal(getattr(there, name), getattr(found, name))


_ODD = "Anna Smith |1,000 |e\u0301 👩‍👩‍👧 |日本語。|İstanbul |[SEP] |\n\n".split("|")
PIECES = st.text(max_size=12) | st.sampled_from([*_ODD, "rain " * 90])


@st.composite
def marked_pairs(draw: st.DrawFn) -> Pair:
    text = "".join(draw(st.lists(PIECES, max_size=8)))
    written = [n for n, c in enumerate(text) if c.isalnum()]
    answers = []
    for _ in range(draw(st.integers(0, 2)) if written else 0):
        start = draw(st.sampled_from(written))
        end = draw(st.sampled_from([n for n in written if start <= n < start + 50])) + 1
        answers.append((start, end))
    head = draw(st.text(max_size=8))
    return Pair(draw(st.text(max_size=20)), head, text, tuple(answers), 1 if answers else 0)


@given(st.lists(marked_pairs(), min_size=1, max_size=3))
def test_of_any_texts_the_marked_words_spell_the_answers(pairs: list[Pair]) -> None:
    found = lesson([pairs], ENCODER)
    encoded = ENCODER.encode(
        [pair.question for pair in pairs],
        [pair.heading for pair in pairs],
        [pair.text for pair in pairs],
    )
    for row, pair in enumerate(pairs):
        offsets = encoded.offsets[row]
        of_text = found.text[row].numpy()
        np.testing.assert_array_equal(of_text, offsets[:, 0] >= 0)
        starts, ends = found.starts[row].numpy(), found.ends[row].numpy()
        assert not (starts & ~of_text).any()
        assert not (ends & ~of_text).any()
        expected_starts, expected_ends = set(), set()
        for start, end in pair.answers:
            # A token is the answer's if they share a character.
            inside = [
                n
                for n, (a, b) in enumerate(offsets.tolist())
                if a >= 0 and set(range(a, b)) & set(range(start, end))
            ]
            if inside:
                expected_starts.add(inside[0])
                expected_ends.add(inside[-1])
        assert set(np.flatnonzero(starts).tolist()) == expected_starts
        assert set(np.flatnonzero(ends).tolist()) == expected_ends


def test_the_marked_words_of_whole_groups_spell_the_answers() -> None:
    pages = tiny_pages()
    chance = random.Random(5)
    groups = [
        group(known, pages, list(pages), [], 1_000, chance, "Who sang?")
        for known in tiny_questions(pages)
    ]
    found = lesson(groups, ENCODER)
    flat = [pair for members in groups for pair in members]
    encoded = ENCODER.encode(
        [pair.question for pair in flat],
        [pair.heading for pair in flat],
        [pair.text for pair in flat],
    )
    assert len(flat) > 3 * len(groups)
    for row, pair in enumerate(flat):
        begun = encoded.offsets[row][found.starts[row].numpy()][:, 0].tolist()
        ended = encoded.offsets[row][found.ends[row].numpy()][:, 1].tolist()
        spelt = [pair.text[a:b] for a, b in zip(begun, ended, strict=True)]
        assert spelt == [pair.text[a:b] for a, b in pair.answers]
