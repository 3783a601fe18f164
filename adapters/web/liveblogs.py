"""A liveblog as it is held and as its page shows it now → all of its entries. Pure.

It is a series of dated entries, the newest first as a rule. What is added at one end is news, what
falls off the other is not taken back: it stays, below what the page shows.
https://schema.org/LiveBlogPosting
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from adapters.web.plain_text import line, lines
from retrieval.alignment import spelled_alike
from retrieval.boilerplate import is_boilerplate

_TYPE = "LiveBlogPosting"
# "06:00 The strike", "6.15am", "14h05", "[09:30 GMT]", "3 March, 18:20": what entries begin with.
_TIME = re.compile(
    r"^\W{0,3}(?:[\w.,]{1,12}\s+){0,3}?(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d(?!\d|[.,]\d)"
    r"|^\W{0,3}(?:[1-9]|1[0-2])\s?[ap]\.?m\b",
    re.I,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d|(?:[1-9]|1[0-2])\s?[ap]\.?m\b", re.I)
_FEWEST, _SHARE = 3, 0.4
# Words in common with what took its place; less, where it has the same time before it.
_CORRECTED, _CORRECTED_AT_ITS_TIME = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Grown:
    """The text to hold; `corrected`: an entry reads otherwise now, or was taken out."""

    text: str
    corrected: bool


def is_liveblog(objects: Iterable[Mapping[str, Any]], text: str) -> bool:
    """Whether a page is one, by its linked data or since its lines begin with times."""
    if any(_TYPE in _types(found) for found in objects):
        return True
    begun = text.split("\n")
    timed = sum(bool(_TIME.match(one)) for one in begun)
    return timed >= _FEWEST and timed >= _SHARE * len(begun)


def written_out(objects: Iterable[Mapping[str, Any]], text: str) -> str:
    """`text`, or the entries that the page's linked data holds where they hold much more of it."""
    entries = [_entry(update) for found in objects for update in _updates(found)]
    whole = "\n".join(entry for entry in entries if entry)
    return whole if len(whole) > 1.5 * len(text) else text


def grown(held: str, now: str) -> Grown:
    """What the page shows now, and below it what has fallen off its end since."""
    old, new = held.split("\n"), now.split("\n")
    plain_old, plain_new = [*map(spelled_alike, old)], [*map(spelled_alike, new)]
    pieces = [
        piece
        for piece in SequenceMatcher(
            None, plain_old, plain_new, autojunk=False
        ).get_matching_blocks()
        if piece.size
    ]
    standing = {n for piece in pieces for n in range(piece.a, piece.a + piece.size)}
    matched = {n for piece in pieces for n in range(piece.b, piece.b + piece.size)}
    others = [plain_new[n] for n in range(len(new)) if n not in matched]
    timed = [n for n, words in enumerate(old) if _TIME.match(words)]
    # What stands above and below the entries, such as a summary and a footer, says nothing of them.
    entries = [n for n in timed if n in standing] or sorted(standing) or [-1]
    forwards = _is_oldest_first(now)
    fallen: list[str] = []
    corrected = False
    for n, words in enumerate(old):
        if n in standing or plain_old[n] in plain_new or is_boilerplate(words):
            continue
        beyond = timed[0] <= n < entries[0] if timed and forwards else n > entries[-1]
        if _is_corrected(plain_old[n], others):
            corrected = True
        elif beyond or not standing:
            fallen.append(words)
        elif _TIME.match(words):
            corrected = True
    return Grown("\n".join([now, *fallen]), corrected)


def _is_corrected(words: str, others: Sequence[str]) -> bool:
    time = _CLOCK.search(words) if _TIME.match(words) else None
    for other in others:
        theirs = _CLOCK.search(other) if _TIME.match(other) else None
        if time and theirs and time.group() != theirs.group():
            continue
        same_time = time is not None and theirs is not None
        if _alike(words, other) >= (_CORRECTED_AT_ITS_TIME if same_time else _CORRECTED):
            return True
    return False


def _alike(words: str, other: str) -> float:
    one, two = {*words.lower().split()}, {*other.lower().split()}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _is_oldest_first(text: str) -> bool:
    times = [
        _minutes(found.group())
        for words in text.split("\n")
        if _TIME.match(words) and (found := _CLOCK.search(words))
    ]
    rising = sum(a < b for a, b in itertools.pairwise(times))
    falling = sum(a > b for a, b in itertools.pairwise(times))
    return rising > falling


def _minutes(clock: str) -> int:
    figures = [int(figure) for figure in re.findall(r"\d+", clock)]
    hour = figures[0] % 12 + 12 * ("p" in clock.lower()) if clock[-1].lower() == "m" else figures[0]
    return 60 * hour + (figures[1] if len(figures) > 1 else 0)


def _types(found: Mapping[str, Any]) -> Sequence[str]:
    kind = found.get("@type")
    return [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []


def _updates(found: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    updates = found.get("liveBlogUpdate") if _TYPE in _types(found) else None
    for update in updates if isinstance(updates, list) else [updates]:
        if isinstance(update, dict):
            yield update


def _entry(update: Mapping[str, Any]) -> str:
    headline, body = update.get("headline"), update.get("articleBody")
    said = [line(headline)] if isinstance(headline, str) else []
    said += [lines(body)] if isinstance(body, str) else []
    return "\n".join(one for one in said if one)
