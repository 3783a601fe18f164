"""A raised or lowered mark in a page's tree → what it is beside other words, or nothing.

Changes the tree. A footnote's mark is left out: beside a figure it would be read as one of its
digits. An exponent becomes the character for it (m², 10⁶, log₂), and letters (1st, Mme) and
formulas (CO2) are joined as people write them.
"""

import re
from typing import Any

_RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
_POWER = re.compile(r"[0-9()+−–-]{1,6}")
# Before an exponent: a unit, a ten, or a single letter of a formula.
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdmµμn]?m|ft|in|yd|mi|[kM]?g|s|h|l)$")
_POWER_OF_UNIT = re.compile(r"[23]|[-−–][1-4]")
_BASE = re.compile(r"(?:(?<![^\W_])[a-zA-Z]|(?<![\d.,])10)$")
_ELEMENT = re.compile(r"(?:^|[^a-zA-Z])(?:[A-Z][a-z]?[₀-₉0-9]*|\))+$|[A-Z][a-z]?$")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|è?me|eme|ère|nde?|os?|as?|e|º|ª|mes|lle|gr|r|te|de", re.I)
_NUMBERED = re.compile(r"(?:(?<![\d.,])\d{1,3}|\b[IVXLC]+|\b[MDNn])$")
_MARK = re.compile(
    r"[\W_]*(?:\d{1,3}|[a-z]|[ivx]{1,5}|note\s*\w{1,3}|citation needed)?[\W_]*", re.I
)
_TRADE = re.compile(r"(?:TM|SM|MC|®|™|©)", re.I)
_NOTE = re.compile(
    r"foot-?note|endnote|noteref|\bnotes?\b|reference|\bref\b|citation|\bcite|\bfn", re.I
)
_INLINE = frozenset("a b i em strong span u small font mark cite q ins sup sub".split())


def set_beside(mark: Any) -> None:
    """Replace the <sup> or <sub> by text beside what stands before it, or take it out."""
    words = "".join(mark.itertext()).strip()
    mark.text = _beside(mark, words)
    for child in list(mark):
        mark.remove(child)
    mark.drop_tag()


def _beside(mark: Any, words: str) -> str:
    before = _before(mark)
    base = before.rstrip()[-12:] if before[-1:].strip() else ""
    if mark.tag == "sub":
        if base[-1:].isdigit() or not _ELEMENT.search(base):
            return words.translate(_LOWERED) if _POWER.fullmatch(words) else words
        return words
    if _is_note(mark):
        return ""
    if _POWER.fullmatch(words):
        exponent = (_UNIT.search(base) and _POWER_OF_UNIT.fullmatch(words)) or _BASE.search(base)
        return words.translate(_RAISED) if exponent else ""
    if _TRADE.fullmatch(words):
        return words
    if base[-1:].isalnum() and _ORDINAL.fullmatch(words):
        return words if len(words) > 1 or _NUMBERED.search(base) else ""
    return "" if _MARK.fullmatch(words) else words


def _is_note(mark: Any) -> bool:
    around = [mark, mark.getparent(), *mark.iterdescendants()]
    return any(
        (element.tag == "a" and (element.get("href") or "").startswith("#"))
        or (element.tag in ("a", "sup") and _NOTE.search(_names(element)))
        for element in around
        if element is not None and isinstance(element.tag, str)
    )


def _names(element: Any) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "role", "epub:type", "rel"))


def _before(mark: Any) -> str:
    """The text of the paragraph right before the mark, as far as it needs reading."""
    text = ""
    element = mark
    while len(text) < 12 and element is not None:
        previous = element.getprevious()
        if previous is not None and previous.tag == "br":
            return (previous.tail or "") + text
        if previous is not None:
            text = "".join(previous.itertext(with_tail=False))[-12:] + (previous.tail or "") + text
            element = previous
        else:
            element = element.getparent()
            if element is None or element.tag not in _INLINE:
                return ((element.text if element is not None else "") or "") + text
            text = (element.text or "") + text
    return text
