"""A question and passages → the token ids that the reader's network takes. Pure.

One sequence a passage, as BERT takes pairs (Devlin et al. 2019): [CLS] question [SEP] title, text
[SEP]. Training and answering share this file, so that a reader sees what it was trained on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

# A question longer than this has said what it wants; the longest news questions have about 130.
QUESTION_TOKENS = 128
PAIR_TOKENS = 384

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """`ids`, `mask` and `types` have shape `(passages, tokens)`.

    `offsets`, shape `(passages, tokens, 2)`, are the characters `[start, end)` of the passage's
    text that a token stands for; `(-1, -1)` for the question's, the title's and padding.
    """

    ids: Ids
    mask: Ids
    types: Ids
    offsets: Ids


class PairEncoder:
    """Tokenizes with a model's own `tokenizer.json`. Safe to call from several threads."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        # A page that says "[SEP]" says these five characters; it doesn't end there.
        self._tokenizer.encode_special_tokens = True
        self._cls, self._sep, self._pad = (
            self._tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", "[PAD]")
        )

    def encode(
        self, questions: Sequence[str], titles: Sequence[str], texts: Sequence[str]
    ) -> Pairs:
        """Row n reads `texts[n]` under `titles[n]` for `questions[n]`; what is too long is cut."""
        unique = list(dict.fromkeys(questions))
        asked = dict(zip(unique, self._tokens(unique), strict=True))
        headed = [f"{title}\n{text}" for title, text in zip(titles, texts, strict=True)]
        rows: list[tuple[list[int], int, list[tuple[int, int]]]] = []
        for question, title, there in zip(questions, titles, self._tokens(headed), strict=True):
            ids = [self._cls, *asked[question].ids[:QUESTION_TOKENS], self._sep]
            room = PAIR_TOKENS - len(ids) - 1
            rows.append(
                (
                    [*ids, *there.ids[:room], self._sep],
                    len(ids),
                    [
                        (start - len(title) - 1, end - len(title) - 1)
                        for start, end in there.offsets
                    ],
                )
            )
        width = max((len(ids) for ids, _, _ in rows), default=0)
        shape = (len(rows), width)
        pairs = Pairs(
            np.full(shape, self._pad, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            np.full((*shape, 2), -1, dtype=np.int64),
        )
        for n, (ids, first, offsets) in enumerate(rows):
            pairs.ids[n, : len(ids)] = ids
            pairs.mask[n, : len(ids)] = 1
            pairs.types[n, first : len(ids)] = 1
            for place, (start, end) in enumerate(offsets[: len(ids) - first - 1], first):
                if start >= 0:
                    pairs.offsets[n, place] = start, end
        return pairs

    def _tokens(self, texts: Sequence[str]) -> list[Tokenizer]:
        encoded: list[Tokenizer] = self._tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encoded
