"""What the reader's network said of a passage → its answer, and how much of it is where. Pure."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.sentences import Span

# The longest answers people marked in encyclopaedias have about thirty tokens.
_ANSWER_TOKENS = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage read for one question; `relevance` and `answerability` are logits.

    `starts` and `ends`, shape `(tokens,)`, are the logits of the answer starting or ending with a
    token of the passage's text. They were learned over all texts of a question together, so they
    compare across passages. `offsets`, shape `(tokens, 2)`: the characters of the text that each
    token stands for.
    """

    relevance: float
    answerability: float
    starts: NDArray[np.float32] = field(compare=False, repr=False)
    ends: NDArray[np.float32] = field(compare=False, repr=False)
    offsets: NDArray[np.int64] = field(compare=False, repr=False)

    def mass_in(self, start: int, end: int) -> float:
        """The log of the unnormalised chance that the answer starts and ends within `[start, end)`
        of the text: the mean of both; -inf where no token of the text is."""
        first = self.offsets[:, 0]
        inside = (first >= start) & (first < end)
        if not inside.any():
            return -np.inf
        return (_log_sum(self.starts[inside]) + _log_sum(self.ends[inside])) / 2

    def answer_in(self, start: int, end: int) -> tuple[Span, float] | None:
        """The likeliest answer inside `[start, end)` of the text, with the sum of its logits.

        None where no token of the text is.
        """
        inside = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))
        if not len(inside):
            return None
        scores = self.starts[inside][:, None] + self.ends[inside][None, :]
        places = np.arange(len(inside))
        ahead = places[None, :] - places[:, None]
        scores[(ahead < 0) | (ahead >= _ANSWER_TOKENS)] = -np.inf
        first, last = np.unravel_index(int(scores.argmax()), scores.shape)
        begin, finish = self.offsets[inside[first], 0], self.offsets[inside[last], 1]
        return (int(begin), int(finish)), float(scores[first, last])


def _log_sum(logits: NDArray[np.float32]) -> float:
    highest = float(logits.max())
    return highest + float(np.log(np.exp(logits - highest).sum()))
