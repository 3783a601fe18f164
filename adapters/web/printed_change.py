"""A page's tree → the day of its last change, where it shows one to its readers. Pure."""

import re
from datetime import datetime
from itertools import islice

from lxml import etree

from adapters.web.publication_time import moment_written

_CHANGED = re.compile(
    r"\b(?:(?:last |most recently )?(?:updated|modified|edited|changed|revised|corrected)"
    r"|aktualisiert|geändert|mise? à jour|modifié[es]?|actualizad[oa]|atualizad[oa]|aggiornat[oa]"
    r"|bijgewerkt|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano)\b|обновлен[оа]?",
    re.I,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|publié|veröffentlicht|erschienen|publicad|pubblicat|gepubliceerd"
    r"|publicerad|publisert|udgivet|julkaistu|opublikowano)",
    re.I,
)
_LINES = ("p", "div", "span", "time", "li", "small", "dd")
_BESIDE = frozenset(("a", "aside", "nav"))
_OTHERS = re.compile(
    r"comment|related|recirc|teaser|promo|popular|trending|most-?read|sidebar|widget|also", re.I
)
_LONGEST, _MOST_INNER = 160, 40


def printed_change(tree: etree._Element) -> datetime | None:
    """Of the first short line of the article's own that says "Updated" and a day."""
    for element in tree.iter(*_LINES):
        line = _line(element)
        label = _CHANGED.search(line)
        if label is None or not _is_own(element):
            continue
        marked = element.get("datetime") if element.tag == "time" else None
        told = _PUBLISHED.split(line[label.end() :])[0].strip(" :,·|–—-")
        if moment := moment_written(marked or told):
            return moment
    return None


def _line(element: etree._Element) -> str:
    if len(element) > _MOST_INNER or any(len(inner) > _MOST_INNER for inner in element):
        return ""
    words: list[str] = []
    for text in islice(element.itertext(), _MOST_INNER + 1):
        words.append(text)
        if len(words) > _MOST_INNER or len(text) > 4 * _LONGEST:
            return ""
    line = " ".join(" ".join(words).split())
    return line if len(line) <= _LONGEST else ""


def _is_own(element: etree._Element) -> bool:
    above = islice(element.iterancestors(), 5)
    return not any(
        parent.tag in _BESIDE or _OTHERS.search(parent.get("class") or "") for parent in above
    )
