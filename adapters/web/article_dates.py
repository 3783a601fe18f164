"""A page's tree → the same tree with no dates shown in it but the article's own.

Changes the tree. A page without a date in its metadata is dated by what it shows, of which the
earliest is taken: a teaser's, one in a sentence about the past, and one of a later change are none.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

_BESIDE = ("aside", "nav", "footer", "form")
_BESIDE_CLASS = re.compile(
    r"related|recommend|teaser|sidebar|promo|popular|trending|most-?read|more-?(?:on|from|stories)"
    r"|read-?more|latest|newsletter|comment|footer|carousel|card\b|widget|also-?(?:read|in)|archive",
    re.I,
)
_DATE_CLASS = re.compile(
    r"\b(?:date|time|timestamp|datetime|pubdate|published|posted|dateline)", re.I
)
_MOST_OF_A_DATE_LINE = 200
_SENTENCE = 60

_UPDATED = (
    r"(?:last\s+|zuletzt\s+)?(?:updated?|modified|changed|edited|aktualisiert|geändert|bearbeitet|stand"
    r"|mis(?:e)?\s+à\s+jour|modifié|actualizado|actualizada|modificado|aggiornato|aggiornamento|atualizado"
    r"|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowano|aktualizace"
    r"|frissítve|обновлено|güncelleme|güncellendi|更新)"
)
_PUBLISHED = (
    r"(?:first\s+|originally\s+)?(?:published|posted|created|veröffentlicht|erschienen|erstellt|publié"
    r"|publicado|publicada|pubblicato|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu"
    r"|opublikowano|publikováno|megjelent|опубликовано|yayınlanma|公開)"
)
_LABEL = re.compile(rf"(?<!\w)(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))(?!\w)", re.I)


def leave_own_dates(tree: Any) -> None:
    """Take out of the tree (lxml.html) the shown dates that are not when the article appeared."""
    body = next(tree.iter("body"), None)
    if body is None:
        return
    near = _around_the_headline(body)
    for date in list(_dates(body)):
        if _is_of_something_else(date, near):
            _empty(date)
    for line in list(body.iter()):
        _without_changes(line)


def _dates(body: Any) -> Iterator[Any]:
    for element in body.iter():
        if element.tag in ("time", "abbr") or (
            isinstance(element.tag, str)
            and element.tag not in ("meta", "link")  # what the page says of itself
            and _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}")
            and len("".join(element.itertext())) <= _MOST_OF_A_DATE_LINE
        ):
            yield element


def _around_the_headline(body: Any) -> Any:
    """The smallest element around the first headline that shows a date; the body without one."""
    headline = next(body.iter("h1"), None)
    for element in headline.iterancestors() if headline is not None else ():
        if element is body or next(_dates(element), None) is not None:
            return element
    return body


def _is_of_something_else(date: Any, near: Any) -> bool:
    inside = False
    for element in date.iterancestors():
        if element is near:
            inside = True
            break
        kinds = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _BESIDE or _BESIDE_CLASS.search(kinds):
            return True
        if near.tag != "body" and element.tag in ("li", "article") and _has_headline_link(element):
            return True
        if element.tag == "p" and _letters(element) - _letters(date) > _SENTENCE:
            return True
    return not inside


def _has_headline_link(element: Any) -> bool:
    return next(element.iter("h1"), None) is None and any(
        _letters(link) > _SENTENCE // 4 for link in element.iter("a")
    )


def _letters(element: Any) -> int:
    return sum(1 for character in "".join(element.itertext()) if character.isalnum())


def _empty(element: Any) -> None:
    for inner in list(element):
        element.remove(inner)
    element.text = None
    for name in ("datetime", "content", "title", "pubdate", "data-utime"):
        element.attrib.pop(name, None)


def _without_changes(line: Any) -> None:
    """Of "Updated 9 May · Published 3 May" the second; a line that tells only of a change stays."""
    if not isinstance(line.tag, str) or line.tag in ("script", "style", "body"):
        return
    words = "".join(line.itertext())
    if len(words) > _MOST_OF_A_DATE_LINE:
        return
    labels = list(_LABEL.finditer(words))
    if {label.lastgroup for label in labels} != {"updated", "published"}:
        return
    ends = [label.start() for label in labels[1:]] + [len(words)]
    at = 0
    for element, name, text in list(_texts(line)):
        kept = (
            character
            for place, character in enumerate(text, at)
            if not any(
                label.start() <= place < end and label.lastgroup == "updated"
                for label, end in zip(labels, ends, strict=True)
            )
        )
        setattr(element, name, "".join(kept))
        if element is not line and name == "text" and not element.text.strip() and text.strip():
            _empty(element)
        at += len(text)


def _texts(line: Any) -> Iterator[tuple[Any, str, str]]:
    """The pieces of text in the element, in order: whose, which of the two, and the words."""
    for event, element in etree.iterwalk(line, events=("start", "end")):
        if event == "start":
            yield element, "text", element.text or ""
        elif element is not line:
            yield element, "tail", element.tail or ""
