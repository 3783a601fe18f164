"""A page's tree → the days of publication and change that the page shows to its readers. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from adapters.web.publication_time import moment_written

_PUBLISHED = re.compile(
    r"\b(?:(?:first |originally )?published|posted|publié[es]?|veröffentlicht|erschienen"
    r"|publicad[oa]|pubblicat[oa]|gepubliceerd|publicerad|publisert|offentliggjort|julkaistu|opublikowano)\b"
    r"|опубликован[оа]?",
    re.I,
)
_CHANGED = re.compile(
    r"\b(?:(?:last |most recently )?(?:updated?|modified|edited|changed|revised|corrected)"
    r"|aktualisiert|geändert|mis[e]? à jour|modifié[es]?|actualizad[oa]|atualizad[oa]|aggiornat[oa]"
    r"|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano)\b|обновлен[оа]?",
    re.I,
)
_LINES = frozenset("p div span time li small dd h3 h4 h5 h6 em i".split())
_BESIDE = frozenset(("aside", "nav"))
# A teaser's date stands in what its class calls related, or in a link.
_OTHERS = re.compile(
    r"comment|related|recirc|teaser|promo|popular|trending|most-?read|sidebar|widget|also", re.I
)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class PrintedDates:
    """None where the page shows none."""

    published: datetime | None
    changed: datetime | None


def printed_dates(tree: etree._Element) -> PrintedDates:
    """Of the article's own lines that name them ("Published …", "Updated …"), else of its first
    <time>."""
    published = changed = unnamed = None
    for line, moment in _dated(tree):
        for label, rest in _labelled(line):
            told = moment_written(rest) or moment
            if label is _PUBLISHED:
                published = published or told
            else:
                changed = changed or told
        if unnamed is None and not _CHANGED.search(line):
            unnamed = moment
    return PrintedDates(published or unnamed, changed)


def _dated(tree: etree._Element) -> Iterator[tuple[str, datetime | None]]:
    """The page's short lines that name a date or are marked as one, and the moment marked."""
    for element in tree.iter(*_LINES):
        if element.tag != "time" and not element.text and len(element) == 0:
            continue
        line = _line(element)
        marked = moment_written(element.get("datetime") or line) if element.tag == "time" else None
        if (marked or _PUBLISHED.search(line) or _CHANGED.search(line)) and _is_own(element):
            yield line, marked


def _labelled(line: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Each label, and what stands behind it up to the next."""
    labels = [
        (found.start(), found.end(), label)
        for label in (_PUBLISHED, _CHANGED)
        for found in label.finditer(line)
    ]
    labels.sort(key=lambda found: found[0])
    for n, (_, end, label) in enumerate(labels):
        until = labels[n + 1][0] if n + 1 < len(labels) else len(line)
        yield label, line[end:until].strip(" :,·|–—-")


def _line(element: etree._Element) -> str:
    words: list[str] = []
    for text in element.itertext():
        words.append(text)
        if len(words) > 40 or len(text) > 4 * _LONGEST:
            return ""
    line = " ".join(" ".join(words).split())
    return line if len(line) <= _LONGEST else ""


def _is_own(element: etree._Element) -> bool:
    article = False
    for parent in element.iterancestors():
        article = article or parent.tag == "article"
        if parent.tag in _BESIDE or (parent.tag == "footer" and not article):
            return False
        if parent.tag == "a" or _OTHERS.search(parent.get("class") or ""):
            return False
        if article:
            break
    return True
