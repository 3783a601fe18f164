"""Texts → what a corpus of them knows of words, for tests of questions."""

from collections import Counter

import numpy as np

from retrieval.lexicon import Lexicon, forms_of
from retrieval.terms import terms


def lexicon(*passages: str) -> Lexicon:
    counts = Counter(form for passage in passages for form in forms_of(passage))
    return Lexicon(
        list(counts),
        np.array(list(counts.values()), dtype=np.int64),
        {term for passage in passages for term in terms(passage)},
    )
