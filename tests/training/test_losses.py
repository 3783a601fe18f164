"""What the network is told about its outputs: nothing to learn where they are right, much where
they are wrong."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from retrieval.models import bundled_folder
from retrieval.pairs import PairEncoder, Pairs
from tests.training.tiny import tiny_network, tiny_pages, tiny_questions
from training.groups import Pair, group
from training.losses import ANSWERABILITY, CONTRAST, RELEVANCE, SPAN, losses

ENCODER = PairEncoder(bundled_folder() / "tokenizer.json")
RIGHT = 20.0  # a logit that leaves no doubt

Groups = list[list[Pair]]


def some_groups() -> Groups:
    pages = tiny_pages()
    chance = random.Random(5)
    return [
        group(known, pages, list(pages), [], 1_000, chance, "Who sang?")
        for known in tiny_questions(pages)[:8]
    ]


def encoded(groups: Groups) -> Pairs:
    flat = [pair for members in groups for pair in members]
    return ENCODER.encode(
        [pair.question for pair in flat],
        [pair.title for pair in flat],
        [pair.text for pair in flat],
    )


def right_outputs(groups: Groups, pairs: Pairs) -> list[Tensor]:
    """Relevance, answerability, starts and ends of a network that knows everything."""
    flat = [pair for members in groups for pair in members]
    starts, ends = (torch.zeros(pairs.ids.shape) for _ in range(2))
    for row, pair in enumerate(flat):
        for start, end in pair.answers:
            (first,) = np.flatnonzero(pairs.offsets[row, :, 0] == start)
            (last,) = np.flatnonzero(pairs.offsets[row, :, 1] == end)
            starts[row, first] = ends[row, last] = RIGHT
    return [
        torch.tensor([RIGHT if pair.rank == 1 else -RIGHT for pair in flat]),
        torch.tensor([RIGHT if pair.answerable else -RIGHT for pair in flat]),
        starts,
        ends,
    ]


GROUPS = some_groups()
PAIRS = encoded(GROUPS)


def test_a_network_that_is_right_has_nothing_to_learn() -> None:
    found = losses(right_outputs(GROUPS, PAIRS), GROUPS, PAIRS)
    parts = [float(found.total), found.relevance, found.answerability, found.span]
    assert parts == pytest.approx([0, 0, 0, 0], abs=1e-4)


def test_a_network_that_is_wrong_is_told_so_of_each_output() -> None:
    right = right_outputs(GROUPS, PAIRS)
    found = losses([-output for output in right], GROUPS, PAIRS)
    assert found.relevance == pytest.approx(2 * RIGHT, rel=0.05)
    assert found.answerability == pytest.approx(RIGHT, rel=0.05)
    assert found.span > 2 * RIGHT
    # Each output matters by itself.
    for n in range(4):
        wrong = [-output if n == m else output for m, output in enumerate(right)]
        assert float(losses(wrong, GROUPS, PAIRS).total) > 3


def test_the_total_weighs_its_parts() -> None:
    groups = [
        [
            Pair("Who sang?", "", "Anna sang.", ((0, 4),), 1),
            Pair("Who sang?", "", "It rained.", (), 0),
            Pair("Who hummed?", "", "Anna sang.", (), None),
        ]
    ]
    pairs = encoded(groups)
    # No opinion: two pages, yes or no, one question or the other, and three tokens of a text.
    found = losses([torch.zeros(3), torch.zeros(3), *torch.zeros(2, 3, 9)], groups, pairs)
    assert pairs.ids.shape == (3, 9)
    two, three = float(np.log(2)), float(np.log(3))
    assert [found.relevance, found.answerability, found.span] == pytest.approx(
        [two, two, 2 * three]
    )
    assert float(found.total) == pytest.approx(
        (RELEVANCE + ANSWERABILITY + CONTRAST) * two + SPAN * 2 * three
    )


def test_only_words_of_the_text_compete_to_be_the_answer() -> None:
    groups = [[Pair("Who sang?", "Anna", "Anna sang.", ((0, 4),), 1)]]
    pairs = encoded(groups)
    outside = torch.from_numpy(pairs.offsets[:, :, 0] < 0).float() * 100
    found = losses([torch.zeros(1), torch.zeros(1), outside, outside], groups, pairs)
    assert found.span == pytest.approx(2 * float(np.log(3)))


def test_each_marked_answer_is_right() -> None:
    text = "Anna and Boris sang."
    groups = [[Pair("Who sang?", "", text, ((0, 4), (9, 14)), 1)]]
    pairs = encoded(groups)
    for start, end in groups[0][0].answers:
        starts = torch.from_numpy(pairs.offsets[:, :, 0] == start).float() * RIGHT
        ends = torch.from_numpy(pairs.offsets[:, :, 1] == end).float() * RIGHT
        found = losses([torch.zeros(1), torch.zeros(1), starts, ends], groups, pairs)
        assert found.span == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "answerability"),
    [
        ([Pair("Who?", "", "Nobody.", (), None)], 0.0),
        ([Pair("Who?", "", "Anna.", ((0, 4),), 1)], RIGHT),
        ([Pair("Who?", "", "", (), None)], 0.0),
        # The answer is beyond what a pair holds.
        ([Pair("Who?", "", "rain " * 600 + "Anna", ((3_000, 3_004),), 1)], RIGHT),
    ],
)
def test_a_question_with_a_single_page_can_be_learned_from(
    pairs: list[Pair], answerability: float
) -> None:
    read = encoded([pairs])
    outputs = [
        torch.zeros(1, requires_grad=True),
        torch.full((1,), answerability - RIGHT / 2, requires_grad=True),
        *(torch.zeros(read.ids.shape, requires_grad=True) for _ in range(2)),
    ]
    found = losses(outputs, [pairs], read)
    assert (found.relevance, found.answerability) == pytest.approx((0, 0), abs=1e-4)
    found.total.backward()
    assert all(torch.isfinite(output.grad).all() for output in outputs if output.grad is not None)


def test_every_part_of_the_network_learns_but_what_is_frozen(tmp_path: Path) -> None:
    network = tiny_network(tmp_path)
    network.freeze(1)
    outputs = network(*(torch.from_numpy(part) for part in (PAIRS.ids, PAIRS.mask, PAIRS.types)))
    losses(outputs, GROUPS, PAIRS).total.backward()
    learning = {
        name
        for name, parameter in network.named_parameters()
        if parameter.grad is not None and float(parameter.grad.abs().max()) > 0
    }
    parts = ("embeddings", "encoder.layer.0", "encoder.layer.1")
    assert [any(name.startswith(f"encoder.{part}.") for name in learning) for part in parts] == [
        False,
        False,
        True,
    ]
    assert {f"{head}.weight" for head in ("pooled", "judged", "span")} <= learning
    # Both rows of the judging and of the span head: relevance and answerability, start and end.
    for head in (network.judged, network.span):
        assert (head.weight.grad.abs().amax(1) > 0).all()
