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

    `starts` and `ends`, shape `(tokens,)`, are the probabilities, each summing to 1, that the
    answer starts or ends with a token of the passage's text; `offsets`, shape `(tokens, 2)`, the
    characters of the text that each token stands for.
    """

    relevance: float
    answerability: float
    starts: NDArray[np.float32] = field(compare=False, repr=False)
    ends: NDArray[np.float32] = field(compare=False, repr=False)
    offsets: NDArray[np.int64] = field(compare=False, repr=False)

    def share_in(self, start: int, end: int) -> float:
        """The probability, 0 … 1, that the answer starts within `[start, end)` of the text."""
        first = self.offsets[:, 0]
        return float(self.starts[(first >= start) & (first < end)].sum())

    def answer_in(self, start: int, end: int) -> tuple[Span, float] | None:
        """The likeliest answer inside `[start, end)` of the text, with its probability.

        None where no token of the text is.
        """
        inside = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))
        if not len(inside):
            return None
        chances = np.triu(np.outer(self.starts[inside], self.ends[inside]))
        chances -= np.triu(chances, _ANSWER_TOKENS)
        first, last = np.unravel_index(int(chances.argmax()), chances.shape)
        begin, finish = self.offsets[inside[first], 0], self.offsets[inside[last], 1]
        return (int(begin), int(finish)), float(chances[first, last])
