"""Outputs of the network and what is true of the pairs → the loss. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from retrieval.pairs import Pairs
from training.groups import Pair

RELEVANCE, ANSWERABILITY, CONTRAST, SPAN = 1.0, 0.8, 0.7, 0.35


@dataclass(frozen=True, slots=True)
class Losses:
    """Means over a batch; `total` is their weighted sum, the only one with a gradient needed."""

    total: Tensor
    relevance: float
    answerability: float
    span: float


def losses(outputs: Sequence[Tensor], groups: Sequence[Sequence[Pair]], pairs: Pairs) -> Losses:
    """`groups` in the order in which their pairs are rows of `pairs` and of the `outputs`."""
    relevance, answerability, starts, ends = (output.float() for output in outputs)
    device = relevance.device
    flat = [pair for members in groups for pair in members]
    answerable = torch.tensor([float(pair.answerable) for pair in flat], device=device)
    judged = functional.binary_cross_entropy_with_logits(answerability, answerable)
    listwise, contrast, at = [], [], 0
    for members in groups:
        rows = range(at, at + len(members))
        at += len(members)
        ranked = [row for row, pair in zip(rows, members, strict=True) if pair.rank is not None]
        altered = [row for row, pair in zip(rows, members, strict=True) if pair.rank is None]
        if len(ranked) > 1:  # the first of a group is the one that wins
            listwise.append(-functional.log_softmax(relevance[ranked], 0)[0])
        if ranked and altered:
            # Of two questions over one page the answered one must stand out.
            contrast.append(functional.softplus(answerability[altered[0]] - answerability[rows[0]]))
    ranking = torch.stack(listwise).mean() if listwise else judged * 0
    contrasted = torch.stack(contrast).mean() if contrast else judged * 0
    span = _span_loss(starts, ends, flat, pairs)
    total = RELEVANCE * ranking + ANSWERABILITY * judged + CONTRAST * contrasted + SPAN * span
    return Losses(total, float(ranking.detach()), float(judged.detach()), float(span.detach()))


def _span_loss(starts: Tensor, ends: Tensor, flat: Sequence[Pair], pairs: Pairs) -> Tensor:
    """How unlikely a right start and a right end are, where the text answers."""
    shape = pairs.ids.shape
    is_start, is_end = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, pair in enumerate(flat):
        first, last = pairs.offsets[row, :, 0], pairs.offsets[row, :, 1]
        for start, end in pair.answers:
            inside = np.flatnonzero((first >= 0) & (first < end) & (last > start))
            if len(inside):
                is_start[row, inside[0]] = is_end[row, inside[-1]] = True
    rows = np.flatnonzero(is_start.any(1))
    if not len(rows):
        return starts.sum() * 0
    text = torch.from_numpy(pairs.offsets[rows, :, 0] >= 0).to(starts.device)
    losses = []
    for logits, right in ((starts, is_start), (ends, is_end)):
        chances = functional.log_softmax(logits[rows].masked_fill(~text, -1e4), -1)
        gold = torch.from_numpy(right[rows]).to(starts.device)
        losses.append(-torch.logsumexp(chances.masked_fill(~gold, -1e4), -1).mean())
    return losses[0] + losses[1]
