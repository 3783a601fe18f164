"""Two words → how likely one is a slip of the pen for the other. Pure."""

from itertools import product

# What goes wrong in typing, the likeliest first; measured on made-up slips in words of news and on
# real ones in SQuAD 2.0's questions.
_DOUBLED = 0.4
_SWAPPED = 0.6
_VOWEL_FOR_VOWEL = 0.6
_VOWEL, _CONSONANT = 0.8, 0.9  # too many or missing
_REPLACED = 1.1

_VOWELS = frozenset("aeiouy")


def slip_cost(typed: str, meant: str) -> float:
    """What it costs to type `typed` for `meant`: 0 for the same, about 1 a slip, with letters that
    were swapped counting as one (Damerau 1964)."""
    cost = {(0, 0): 0.0}
    for i, j in product(range(len(typed) + 1), range(len(meant) + 1)):
        ways = [cost[0, 0]] if i == j == 0 else []
        if i:
            ways.append(cost[i - 1, j] + _gap(typed, i - 1))
        if j:
            ways.append(cost[i, j - 1] + _gap(meant, j - 1))
        if i and j:
            ways.append(cost[i - 1, j - 1] + _replaced(typed[i - 1], meant[j - 1]))
        if i > 1 and j > 1 and typed[i - 2 : i] == meant[j - 1] + meant[j - 2]:
            ways.append(cost[i - 2, j - 2] + _SWAPPED)
        cost[i, j] = min(ways)
    return cost[len(typed), len(meant)]


def _gap(word: str, place: int) -> float:
    """A letter of `word` that the other lacks."""
    letter = word[place]
    if place and letter == word[place - 1]:
        return _DOUBLED
    return _VOWEL if letter in _VOWELS else _CONSONANT


def _replaced(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _VOWEL_FOR_VOWEL if one in _VOWELS and other in _VOWELS else _REPLACED
