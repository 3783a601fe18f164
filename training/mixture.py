"""All questions → those trained on, in the order in which they are. Pure."""

import random
from collections import defaultdict
from collections.abc import Sequence

from training.data import LOOK_ALIKES, Known

# The share of each source that is taken. Questions on encyclopaedias and news look most like what
# people ask about news; sentence-level ones are made by rule and many are alike. Answerable
# questions and look-alikes have about SQuAD 2.0's proportion.
SHARES = {
    "squad1_train": 1.0,
    LOOK_ALIKES: 1.0,
    "squad2_train_unanswerable": 1.0,
    "squadshifts_new_wiki": 1.0,
    "afriqa_en": 1.0,
    "quoref_contrast": 1.0,
    "quoref_ni": 1.0,
    "squadshifts_reddit": 0.3,
    "squadshifts_amazon_reviews": 0.3,
    "fairytaleqa_train": 0.5,
    "qamr": 0.4,
    "qadiscourse": 0.1,
}


def training_order(questions: Sequence[Known], seed: int) -> list[int]:
    """Indices into `questions`, shuffled; a run that ends early has seen a fair sample."""
    chance = random.Random(seed)
    of_source: dict[str, list[int]] = defaultdict(list)
    for n, known in enumerate(questions):
        if known.source in ("qamr", "qadiscourse") and not known.news:
            continue
        of_source[known.source].append(n)
    order: list[int] = []
    for source in sorted(of_source):
        numbers = of_source[source]
        chance.shuffle(numbers)
        order += numbers[: round(SHARES.get(source, 0.0) * len(numbers))]
    chance.shuffle(order)
    return order
