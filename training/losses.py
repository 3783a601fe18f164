"""Outputs of the network and what is true of the pairs → the loss. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.lessons import Lesson

RELEVANCE, ANSWERABILITY, CONTRAST, SPAN = 0.7, 1.0, 0.4, 0.6

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Losses:
    """Means over a batch, each of shape `()`; `total` is their weighted sum."""

    total: Tensor
    relevance: Tensor
    answerability: Tensor
    span: Tensor


def losses(outputs: Sequence[Tensor], lesson: Lesson) -> Losses:
    """`outputs` in the rows of `lesson`, whose tensors lie on the same device.

    Relevance and spans are normalised over all texts of a group (Clark and Gardner 2018), so that
    scores of one question compare across texts.
    """
    relevance, answerability, starts, ends = (output.float() for output in outputs)
    there = lesson.ranked >= 0
    rows = lesson.ranked.clamp(min=0)
    judged = _weighted(
        functional.binary_cross_entropy_with_logits(
            answerability, lesson.answerable, reduction="none"
        ),
        lesson.weight,
    )
    if not len(rows):
        nothing = judged.detach() * 0
        return Losses(ANSWERABILITY * judged, nothing, judged.detach(), nothing)
    ranking = -functional.log_softmax(relevance[rows].masked_fill(~there, _NEVER), 1)[:, 0].mean()
    span = _span(starts, lesson.text, lesson.starts, rows, there)
    span = span + _span(ends, lesson.text, lesson.ends, rows, there)
    contrast = judged * 0
    if len(lesson.contrast):
        # Of two questions over one text the answered one must stand out.
        answered, altered = lesson.contrast[:, 0], lesson.contrast[:, 1]
        contrast = functional.softplus(answerability[altered] - answerability[answered]).mean()
    total = RELEVANCE * ranking + ANSWERABILITY * judged + CONTRAST * contrast + SPAN * span
    return Losses(total, ranking.detach(), judged.detach(), span.detach())


def _weighted(each: Tensor, weight: Tensor) -> Tensor:
    return (each * weight).sum() / weight.sum()


def _span(logits: Tensor, text: Tensor, right: Tensor, rows: Tensor, there: Tensor) -> Tensor:
    """How unlikely a right place is among all words of the group; the first row holds it."""
    of_row = torch.logsumexp(logits.masked_fill(~text, _NEVER), 1)
    of_group = torch.logsumexp(of_row[rows].masked_fill(~there, _NEVER), 1)
    first = rows[:, 0]
    found = torch.logsumexp(logits[first].masked_fill(~right[first], _NEVER), 1)
    marked = right[first].any(1)
    # A text that was cut at the reader's last token may have lost its answer.
    each = (of_group - found) * marked
    return each.sum() / marked.sum().clamp(min=1)
