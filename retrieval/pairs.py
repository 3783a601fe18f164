"""A question and passages → the token ids that the reader's network takes. Pure.

One sequence a passage, as BERT takes pairs (Devlin et al. 2019): [CLS] question [SEP] heading,
text [SEP]. Training and answering share this file, so that a reader sees what it was trained on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from retrieval.articles import Article

# A question longer than this has said what it wants; the longest news questions have about 130.
QUESTION_TOKENS = 128
PAIR_TOKENS = 384

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """`ids`, `mask` and `types` have shape `(passages, tokens)`.

    `offsets`, shape `(passages, tokens, 2)`, are the characters `[start, end)` of the passage's
    text that a token stands for; `(-1, -1)` for the question's, the heading's and padding.
    """

    ids: Ids
    mask: Ids
    types: Ids
    offsets: Ids


def heading(title: str, source: str, published: date | None) -> str:
    """What stands over the text when it is read: "Title · Outlet · 28 July 2024"."""
    day = f"{published.day} {published:%B} {published.year}" if published else ""
    return " · ".join(filter(None, (title, source, day)))


def article_heading(article: Article) -> str:
    """What stands over a text of the article when it is read."""
    published = article.published.date() if article.published else None
    return heading(article.title, article.source, published)


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
        self, questions: Sequence[str], headings: Sequence[str], texts: Sequence[str]
    ) -> Pairs:
        """Row n reads `texts[n]` under `headings[n]` for `questions[n]`; what is long is cut."""
        unique = list(dict.fromkeys(questions))
        asked = dict(zip(unique, self._tokens(unique), strict=True))
        headed = [f"{head}\n{text}" for head, text in zip(headings, texts, strict=True)]
        rows = [
            ([self._cls, *asked[question].ids[:QUESTION_TOKENS], self._sep], there, len(head) + 1)
            for question, head, there in zip(questions, headings, self._tokens(headed), strict=True)
        ]
        # What is read is cut so that the last separator still fits.
        width = max((min(PAIR_TOKENS, len(q) + len(t.ids) + 1) for q, t, _ in rows), default=0)
        shape = (len(rows), width)
        pairs = Pairs(
            np.full(shape, self._pad, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            np.full((*shape, 2), -1, dtype=np.int64),
        )
        for n, (question, there, begin) in enumerate(rows):
            first = len(question)
            read = there.ids[: PAIR_TOKENS - first - 1]
            last = first + len(read)
            pairs.ids[n, : last + 1] = [*question, *read, self._sep]
            pairs.mask[n, : last + 1] = 1
            pairs.types[n, first : last + 1] = 1
            if read:
                offsets = np.array(there.offsets[: len(read)], dtype=np.int64) - begin
                of_text = offsets[:, 0] >= 0
                pairs.offsets[n, first:last][of_text] = offsets[of_text]
        return pairs

    def _tokens(self, texts: Sequence[str]) -> list[Tokenizer]:
        encoded: list[Tokenizer] = self._tokenizer.encode_batch(
            list(texts), add_special_tokens=False
        )
        return encoded
