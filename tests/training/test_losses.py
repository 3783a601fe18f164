"""What the network is told about its outputs: nothing to learn where they are right, much where
they are wrong; the words of all texts of a question compete."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from retrieval.models import SHIPPED
from retrieval.pairs import PairEncoder
from tests.training.tiny import tiny_network, tiny_pages, tiny_questions
from training.groups import Pair, group
from training.lessons import Lesson, lesson
from training.losses import ANSWERABILITY, CONTRAST, RELEVANCE, SPAN, losses

ENCODER = PairEncoder(SHIPPED / "tokenizer.json")
RIGHT = 20.0  # a logit that leaves no doubt

Groups = list[list[Pair]]


def some_groups() -> Groups:
    pages = tiny_pages()
    chance = random.Random(5)
    return [
        group(known, pages, list(pages), [], 1_000, chance, "Who sang?")
        for known in tiny_questions(pages)[:8]
    ]


def right_outputs(groups: Groups, read: Lesson) -> list[Tensor]:
    """Relevance, answerability, starts and ends of a network that knows everything."""
    flat = [pair for members in groups for pair in members]
    return [
        torch.tensor([RIGHT if pair.rank == 1 else -RIGHT for pair in flat]),
        torch.tensor([RIGHT if pair.answerable else -RIGHT for pair in flat]),
        read.starts * 2 * RIGHT,
        read.ends * 2 * RIGHT,
    ]


def parts_of(outputs: Sequence[Tensor], read: Lesson) -> list[float]:
    """Total, relevance, answerability and span."""
    found = losses(outputs, read)
    return [float(part) for part in (found.total, found.relevance, found.answerability, found.span)]


GROUPS = some_groups()
READ = lesson(GROUPS, ENCODER)


def test_a_network_that_is_right_has_nothing_to_learn() -> None:
    assert parts_of(right_outputs(GROUPS, READ), READ) == pytest.approx([0, 0, 0, 0], abs=1e-4)


def test_a_network_that_is_wrong_is_told_so_of_each_output() -> None:
    right = right_outputs(GROUPS, READ)
    _, relevance, answerability, span = parts_of([-output for output in right], READ)
    assert relevance == pytest.approx(2 * RIGHT, rel=0.05)
    assert answerability == pytest.approx(RIGHT, rel=0.05)
    assert span > 4 * RIGHT
    # Each output matters by itself.
    for n in range(4):
        wrong = [-output if n == m else output for m, output in enumerate(right)]
        assert float(losses(wrong, READ).total) > 3


def test_the_total_weighs_its_parts() -> None:
    groups = [
        [
            Pair("Who sang?", "", "Anna sang.", ((0, 4),), 1),
            Pair("Who sang?", "", "It rained.", (), 0),
            Pair("Who hummed?", "", "Anna sang.", (), None),
        ]
    ]
    read = lesson(groups, ENCODER)
    # No opinion: two pages, yes or no, one question or the other, three words of either page.
    outputs = [torch.zeros(3), torch.zeros(3), *torch.zeros(2, *read.ids.shape)]
    total, *parts = parts_of(outputs, read)
    two, six = math.log(2), math.log(6)
    assert parts == pytest.approx([two, two, 2 * six])
    assert total == pytest.approx((RELEVANCE + ANSWERABILITY + CONTRAST) * two + SPAN * 2 * six)


def test_pairs_count_for_answerability_by_their_weight() -> None:
    groups = [
        [
            Pair("Who?", "", "Anna.", ((0, 4),), 1),
            Pair("Who?", "", "Rain.", (), 0, weight=0.25),
        ]
    ]
    read = lesson(groups, ENCODER)
    judged = torch.tensor([RIGHT, RIGHT])
    outputs = [torch.zeros(2), judged, *torch.zeros(2, *read.ids.shape)]
    assert parts_of(outputs, read)[2] == pytest.approx(0.25 * RIGHT / 1.25)


def test_a_word_of_another_page_of_the_question_is_as_wrong_as_one_of_the_same() -> None:
    """So that scores of one question compare across passages."""
    groups = [
        [
            Pair("Who sang?", "", "Anna sang.", ((0, 4),), 1),
            Pair("Who sang?", "", "Boris hummed.", (), 0),
        ]
    ]
    read = lesson(groups, ENCODER)
    starts = torch.zeros(read.ids.shape)
    starts[1, int(read.text[1].nonzero()[0, 0])] = RIGHT
    outputs = [torch.zeros(2), torch.zeros(2), starts, read.ends * RIGHT]
    assert parts_of(outputs, read)[3] == pytest.approx(RIGHT, rel=0.01)


def test_neither_an_altered_question_nor_another_group_competes_for_the_words() -> None:
    alone = [Pair("Who sang?", "", "Anna sang.", ((0, 4),), 1)]
    beside = [*alone, Pair("Who hummed?", "", "Anna sang.", (), None)]
    groups = [beside, [Pair("Who wept?", "", "Boris wept again.", ((0, 5),), 1)]]
    read = lesson(groups, ENCODER)
    loud = torch.zeros(read.ids.shape)
    loud[1] = RIGHT
    outputs = [torch.zeros(3), torch.zeros(3), loud, loud]
    assert parts_of(outputs, read)[3] == pytest.approx(2 * (math.log(3) + math.log(4)) / 2)


def test_only_words_of_the_text_compete_to_be_the_answer() -> None:
    read = lesson([[Pair("Who sang?", "Anna", "Anna sang.", ((0, 4),), 1)]], ENCODER)
    outside = (~read.text).float() * 100
    outputs = [torch.zeros(1), torch.zeros(1), outside, outside]
    assert parts_of(outputs, read)[3] == pytest.approx(2 * math.log(3))


def test_each_marked_answer_is_right() -> None:
    read = lesson([[Pair("Who sang?", "", "Anna and Boris sang.", ((0, 4), (9, 14)), 1)]], ENCODER)
    assert read.starts.sum() == 2
    for place in read.starts[0].nonzero()[:, 0].tolist():
        logits = torch.zeros(read.ids.shape)
        logits[0, place] = RIGHT
        outputs = [torch.zeros(1), torch.zeros(1), logits, logits]
        assert parts_of(outputs, read)[3] == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "answerability"),
    [
        ([Pair("Who?", "", "Nobody.", (), None)], -RIGHT),
        ([Pair("Who?", "", "Anna.", ((0, 4),), 1)], RIGHT),
        ([Pair("Who?", "", "", (), None)], -RIGHT),
        # The answer is beyond what a pair holds.
        ([Pair("Who?", "", "rain " * 600 + "Anna", ((3_000, 3_004),), 1)], RIGHT),
    ],
)
def test_a_question_with_a_single_page_can_be_learned_from(
    pairs: list[Pair], answerability: float
) -> None:
    read = lesson([pairs], ENCODER)
    outputs = [
        torch.zeros(1, requires_grad=True),
        torch.full((1,), answerability, requires_grad=True),
        *(torch.zeros(read.ids.shape, requires_grad=True) for _ in range(2)),
    ]
    found = losses(outputs, read)
    assert [float(found.relevance), float(found.answerability)] == pytest.approx([0, 0], abs=1e-4)
    found.total.backward()
    assert all(torch.isfinite(output.grad).all() for output in outputs if output.grad is not None)


def by_hand(outputs: Sequence[Tensor], groups: Groups, read: Lesson) -> list[float]:
    """The same, group by group and in the plainest words."""
    relevance, answerability, starts, ends = (output.double().numpy() for output in outputs)
    ranking, judged, weights, contrast, found = [], [], [], [], [[], []]  # type: ignore[var-annotated]
    row = 0
    for members in groups:
        rows = list(range(row, row + len(members)))
        row += len(members)
        for n, pair in zip(rows, members, strict=True):
            sign = 1 if pair.answers else -1
            judged.append(pair.weight * np.logaddexp(0, -sign * answerability[n]))
            weights.append(pair.weight)
        competing = [n for n, pair in zip(rows, members, strict=True) if pair.rank is not None]
        if not competing:
            continue
        ranking.append(np.logaddexp.reduce(relevance[competing]) - relevance[competing[0]])
        contrast += [
            np.logaddexp(0, answerability[n] - answerability[rows[0]])
            for n, pair in zip(rows, members, strict=True)
            if pair.rank is None
        ]
        text, right = read.text.numpy(), (read.starts.numpy(), read.ends.numpy())
        for side, logits in enumerate((starts, ends)):
            marked = logits[rows[0]][right[side][rows[0]]]
            if len(marked):
                every = np.concatenate([logits[n][text[n]] for n in competing])
                found[side].append(np.logaddexp.reduce(every) - np.logaddexp.reduce(marked))

    def mean(values: Sequence[float]) -> float:
        return float(np.mean(values)) if len(values) else 0.0

    parts = [mean(ranking), sum(judged) / sum(weights), mean(found[0]) + mean(found[1])]
    total = RELEVANCE * parts[0] + ANSWERABILITY * parts[1] + SPAN * parts[2]
    return [total + CONTRAST * mean(contrast), *parts]


@st.composite
def any_groups(draw: st.DrawFn) -> Groups:
    """Of one to four questions; single pages that don't answer among them."""
    pages = tiny_pages()
    answered = tiny_questions(pages)
    made = []
    for _ in range(draw(st.integers(1, 4))):
        chance = random.Random(draw(st.integers(0, 10_000)))
        if draw(st.booleans()):
            made.append(
                group(chance.choice(answered), pages, list(pages), [], 220, chance, "Who sang?")
            )
        else:
            made.append([Pair("Who?", "", "Nobody did.", (), None)])
    return made


@settings(max_examples=60)
@given(groups=any_groups(), seed=st.integers(0, 10_000), scale=st.sampled_from([0.1, 3.0, 30.0]))
def test_losses_of_any_groups_are_those_that_one_would_count_by_hand(
    groups: Groups, seed: int, scale: float
) -> None:
    read = lesson(groups, ENCODER)
    chance = torch.Generator().manual_seed(seed)
    rows = len(read.ids)
    outputs = [scale * torch.randn(rows, generator=chance) for _ in range(2)]
    outputs += [scale * torch.randn(read.ids.shape, generator=chance) for _ in range(2)]
    expected = by_hand(outputs, groups, read)
    assert parts_of(outputs, read) == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_every_part_of_the_network_learns_but_what_is_frozen(tmp_path: Path) -> None:
    network = tiny_network(tmp_path)
    network.freeze_embeddings()
    losses(network(READ.ids, READ.mask, READ.types), READ).total.backward()
    learning = {
        name
        for name, parameter in network.named_parameters()
        if parameter.grad is not None and float(parameter.grad.abs().max()) > 0
    }
    parts = ("embeddings", "encoder.layer.0", "encoder.layer.1")
    assert [any(name.startswith(f"encoder.{part}.") for name in learning) for part in parts] == [
        False,
        True,
        True,
    ]
    assert {f"{head}.weight" for head in ("looked", "pooled", "judged", "span")} <= learning
    # Both rows of the judging and of the span head: relevance and answerability, start and end.
    for head in (network.judged, network.span):
        assert (head.weight.grad.abs().amax(1) > 0).all()
