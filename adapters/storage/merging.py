"""The parts of a generation → those that are better one segment, size-tiered as in Lucene and
Cassandra: each passage is written again about once a tier. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from adapters.storage.generation_parts import Part

# So many of about one size become one; a tier is so many times the size of the one below.
_FANOUT = 4
# What is smaller costs a question as much.
_SMALLEST = 1_000
# Above this share of passages that went, if they are more than a few, a segment is written again
# without them.
_MOST_GONE = 0.25
_FEW = 100


def due(parts: Sequence[Part]) -> tuple[Part, ...]:
    """What is to become one segment now, in order; () where nothing is.

    Merging again and again until nothing is due leaves fewer than four of each size.
    """
    tiers: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        tiers[_tier(part.held)].append(part)
    full = [tier for tier, same in tiers.items() if len(same) >= _FANOUT]
    if full:
        return tuple(tiers[min(full)])
    worn = (part for part in parts if len(part.gone) > max(_FEW, _MOST_GONE * part.passages))
    return tuple(islice(worn, 1))


def _tier(passages: int) -> int:
    tier = 0
    while passages > _SMALLEST:
        passages //= _FANOUT
        tier += 1
    return tier
