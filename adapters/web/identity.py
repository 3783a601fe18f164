"""A held article and what its address shows now → whether that is the article still. Pure.

Nothing but the article itself replaces it: its words or what became of them, all of it, at an
address that doesn't say it is another page's.
"""

import itertools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from adapters.web.walls import prompts
from retrieval.alignment import spelled_alike
from retrieval.boilerplate import is_boilerplate
from retrieval.terms import is_function_word

ANOTHER = "it shows another article"
FRONT = "it shows its site's front page"
SECTION = "it shows a section of its site"
PART = "it shows only a part of the article"
ALIKE = "it shows the same as other pages of its site"
ELSE = "it shows something else than was announced"

# Runs of so many words. Of 16,290 pairs of real pages the most shared 0.28 of them, two notices of
# one firm; one pair in a thousand shared 0.06.
_RUN = 4
_SHARED_MOST, _SHARED, _SHARED_A_LITTLE = 0.5, 0.3, 0.06
# Of distinct words with five letters or more, both ways (Dice). A report that is written anew keeps
# its people and places; of those pairs one in a thousand had so many in common.
_SAME_MATTER = 0.36
_SAME_TITLE = 0.5
# What a page lost, of the article's runs: what a paywall leaves, and what an editor takes out.
_LOST_AT_A_WALL, _LOST_UNPAID, _LOST_AT_ALL, _MOST_TAKEN_OUT = 0.1, 0.25, 0.6, 0.8
_STANDING_BEFORE = 0.9
# Of what is announced of a page, in the page.
_ABOUT, _ENOUGH_ANNOUNCED = 0.34, 4
_LEAD = 5
_A_DAY, _AN_ISSUE = timedelta(days=1), timedelta(days=3)

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_CORRECTED = re.compile(
    r"\b(?:correct(?:ion|ed)|clarification|amended|editor['’]?s['’]? note|earlier version"
    r"|retract\w*"
    r"|korrektur|korrigiert|berichtigung|anmerkung der redaktion|früheren? (?:version|fassung)"
    r"|correction|rectificatif|précédente version|corrección|rectificación|fe de errores"
    r"|rettifica|correzione|correctie|rectificatie|correção|errata|sprostowanie|korekta"
    r"|rättelse|rettelse|oikaisu|oprava|исправлен\w*)\b|訂正|更正",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an article is known by: `addresses` are all that it goes by; `paid`: its page says that
    not everybody may read it; `liveblog`: it is a series of entries."""

    addresses: Collection[str]
    title: str
    published: datetime | None
    text: str
    paid: bool = False
    liveblog: bool = False


def doubt(held: Told, now: Told) -> str:
    """Why what stands there now is no version of the held article; "" where it is one."""
    kept = _share(_runs(held.text), _runs(now.text))
    said_before = _share(_runs(now.text), _runs(held.text))
    if not _is_same(held, now, kept, said_before):
        return FRONT if any(map(is_front, now.addresses)) else ANOTHER
    # The entries of an hour ago may all have fallen off a liveblog's page.
    if not now.liveblog and _is_part(held.text, now, kept, said_before):
        return PART
    return ""


def _is_same(held: Told, now: Told, kept: float, said_before: float) -> bool:
    shared = max(kept, said_before)
    apart = held.published and now.published and abs(held.published - now.published)
    same_day = apart is not None and apart < _A_DAY
    # A column has the same title every week, and a line or two that are always the same.
    another_issue = apart is not None and apart >= _AN_ISSUE
    titled = alike(held.title, now.title) >= _SAME_TITLE
    known = same_day or (titled and not another_issue)
    if shared >= _SHARED_MOST:
        return True
    # A front page has the beginnings of many articles, and neither their titles nor their dates.
    if shared >= _SHARED and known:
        return True
    if not {*held.addresses} & {*now.addresses}:
        return False
    if known and (shared >= _SHARED_A_LITTLE or now.liveblog):
        return True
    if now.liveblog and shared > 0:
        return True
    matter = _same_matter(held.text, now.text) >= _SAME_MATTER
    return matter and (same_day or (titled and apart is None))


def _is_part(held: str, now: Told, kept: float, said_before: float) -> bool:
    """Whether the page shows the article cut short by a wall, not by an editor."""
    lost = 1 - kept
    if lost < _LOST_AT_A_WALL or len(_runs(now.text)) >= len(_runs(held)):
        return False
    before = {spelled_alike(line) for line in held.split("\n")}
    added = [line for line in now.text.split("\n") if spelled_alike(line) not in before]
    prompted = any(map(prompts, added))
    end_lost = _is_end_lost(held, now.text)
    if prompted and (end_lost or lost >= _LOST_UNPAID):
        return True
    if now.paid and lost >= _LOST_UNPAID:
        return True
    if any(_CORRECTED.search(line) for line in added):
        return False
    if end_lost and lost >= _LOST_AT_ALL:
        return True
    return lost >= _MOST_TAKEN_OUT and said_before >= _SHARED_MOST


def _is_end_lost(held: str, now: str) -> bool:
    """Whether what is left of the article is its beginning, but for a turn of phrase that stands in
    its end too, and sentences that were corrected on the way there."""
    runs, standing = _runs(held), set(_runs(now))
    places = [n for n, run in enumerate(runs) if run in standing]
    if not places:
        return True
    end = places[int(_STANDING_BEFORE * (len(places) - 1))]
    return end < len(runs) - 1 - _RUN and _STANDING_BEFORE * len(places) >= 0.6 * (end + 1)


def is_front(url: str) -> bool:
    """Whether this is the address of a site's first page, in any language."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path.strip("/").lower()
    named = re.fullmatch(
        r"(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w+)?)?", path
    )
    return named is not None and not parts.query


def led_up(asked: str, found: str) -> str:
    """Where a redirect led that ended above the page that was asked for: `FRONT` or `SECTION`; ""
    for no such redirect."""
    try:
        of_asked, of_found = urlsplit(asked).path.strip("/"), urlsplit(found).path.strip("/")
    except ValueError:
        return ""
    if is_front(found):
        return "" if is_front(asked) else FRONT
    return SECTION if of_asked.startswith(f"{of_found}/") else ""


def about(announced: str, summary: str, text: str) -> bool | None:
    """Whether a page's words are about what was announced of it; None where that can't be told."""
    shown = _plain(text)
    titled, said = _leads(announced), _leads(f"{announced} {summary}")
    there = sum(lead in shown for lead in titled)
    if titled and there >= _ABOUT * len(titled):
        return True
    if len(said) >= _ENOUGH_ANNOUNCED and not any(lead in shown for lead in said):
        return False
    return None


def alike(title: str, other: str) -> float:
    """The share of words in common, both ways (Dice); typography doesn't count."""
    one, two = {*_tokens(title)}, {*_tokens(other)}
    telling = [{t for t in side if not is_function_word(t)} or side for side in (one, two)]
    together = len(telling[0]) + len(telling[1])
    return 2 * len(telling[0] & telling[1]) / together if together else 0.0


def words_shown(text: str) -> str:
    """What two pages have alike that show the same: their words in order, without figures, which
    count and date what is shown."""
    return " ".join(token for token in _tokens(text) if not any(c.isdigit() for c in token))


@lru_cache(maxsize=8)
def _runs(text: str) -> Sequence[str]:
    tokens = [
        token
        for line in text.split("\n")
        if not is_boilerplate(line)
        for token in _tokens(spelled_alike(line))
    ]
    length = min(_RUN, max(len(tokens), 1))
    return [" ".join(tokens[n : n + length]) for n in range(len(tokens) - length + 1)]


def _share(runs: Sequence[str], other: Sequence[str]) -> float:
    standing = set(other)
    return sum(run in standing for run in runs) / len(runs) if runs else 0.0


def _same_matter(text: str, other: str) -> float:
    one, two = _leads(text), _leads(other)
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def _leads(text: str) -> set[str]:
    """How the longer words begin, so that endings don't count; of writing without blanks, two
    letters each."""
    tokens = _tokens(text)
    leads = {
        token[:_LEAD]
        for token in tokens
        if (len(token) >= _LEAD or (token.isdigit() and len(token) > 1))
        and not is_function_word(token)
    }
    pairs = itertools.pairwise(tokens)
    return leads | {a + b for a, b in pairs if len(a) == len(b) == 1 and not a.isascii()}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_plain(text))
