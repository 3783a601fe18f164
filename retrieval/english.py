"""A word → whether English has it, so that it is no slip of the pen. Pure.

The only file that knows symspellpy: its 82,000 words are those that both Google's books and a
spelling dictionary have (MIT).
"""

from functools import cache
from importlib.resources import files

_WORDS = "frequency_dictionary_en_82_765.txt"


def is_english(word: str) -> bool:
    """Whether it is an English word, or a name as common as one, in whatever case."""
    return word.lower() in _english()


@cache
def _english() -> frozenset[str]:
    # A word and how often it is used, in turns.
    words = files("symspellpy").joinpath(_WORDS).read_text(encoding="utf-8-sig").split()[::2]
    return frozenset(words)
