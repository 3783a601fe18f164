"""Groups of pairs → the tensors of one step: what is read, and what is true of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from retrieval.pairs import PairEncoder, Pairs
from training.groups import Pair

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Of `rows` texts of `tokens` tokens: `ids`, `mask` and `types` as the network takes them.

    `text`, `starts`, `ends` `(rows, tokens)`: which tokens are the text's, and which begin and end
    an answer; `answerable` and its `weight` `(rows,)`; `ranked` `(groups, texts)`: the rows of each
    group that compete, the winner first, -1 for none; `contrast` `(pairs, 2)`: rows of an answered
    and an altered question over one text.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    text: Tensor
    starts: Tensor
    ends: Tensor
    answerable: Tensor
    weight: Tensor
    ranked: Tensor
    contrast: Tensor

    def to(self, device: str) -> "Lesson":
        """The same on that device."""
        parts = (getattr(self, field.name) for field in fields(self))
        return Lesson(*(part.to(device, non_blocking=True) for part in parts))

    def pin_memory(self) -> "Lesson":
        """The same in memory that a GPU reads from fast; torch's DataLoader calls it."""
        return Lesson(*(getattr(self, field.name).pin_memory() for field in fields(self)))


def lesson(groups: Sequence[Sequence[Pair]], encoder: PairEncoder) -> Lesson:
    """The groups in their order, each group's pairs in neighbouring rows."""
    flat = [pair for members in groups for pair in members]
    pairs = encoder.encode(
        [pair.question for pair in flat],
        [pair.heading for pair in flat],
        [pair.text for pair in flat],
    )
    starts, ends = _marked(flat, pairs)
    ranked, contrast = _places(groups)
    widest = max(map(len, ranked), default=0)
    padded = [[*rows, *([-1] * (widest - len(rows)))] for rows in ranked]
    return Lesson(
        ids=torch.from_numpy(pairs.ids),
        mask=torch.from_numpy(pairs.mask),
        types=torch.from_numpy(pairs.types),
        text=torch.from_numpy(pairs.offsets[:, :, 0] >= 0),
        starts=torch.from_numpy(starts),
        ends=torch.from_numpy(ends),
        answerable=torch.tensor([float(pair.answerable) for pair in flat]),
        weight=torch.tensor([pair.weight for pair in flat]),
        ranked=torch.tensor(padded, dtype=torch.int64).reshape(len(ranked), widest),
        contrast=torch.tensor(contrast, dtype=torch.int64).reshape(-1, 2),
    )


def _marked(flat: Sequence[Pair], pairs: Pairs) -> tuple[Marks, Marks]:
    """Which tokens begin and which end an answer, in the shape of `pairs`."""
    shape = pairs.ids.shape
    starts, ends = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, pair in enumerate(flat):
        first, last = pairs.offsets[row, :, 0], pairs.offsets[row, :, 1]
        for start, end in pair.answers:
            inside = np.flatnonzero((first >= 0) & (first < end) & (last > start))
            if len(inside):
                starts[row, inside[0]] = ends[row, inside[-1]] = True
    return starts, ends


def _places(groups: Sequence[Sequence[Pair]]) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """The rows that compete in each group where any do, and those that are contrasted."""
    ranked, contrast, at = [], [], 0
    for members in groups:
        rows = range(at, at + len(members))
        at += len(members)
        competing = [row for row, pair in zip(rows, members, strict=True) if pair.rank is not None]
        altered = [row for row, pair in zip(rows, members, strict=True) if pair.rank is None]
        if competing:
            ranked.append(competing)
            contrast += [(rows[0], row) for row in altered]
    return ranked, contrast
