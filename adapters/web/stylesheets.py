"""A page's tree → the elements that its own <style> hides, strikes out or lays out as blocks. Pure.

Sheets from elsewhere are not fetched: the page is read as it was delivered.
https://www.w3.org/TR/CSS22/cascade.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)  # one that isn't closed reaches to the end
# What no brace ends reaches to the end: it is looked for once, not from every character of it.
_PIECE = re.compile(r"([^{}]*+)([{}]|\Z)")
_ON_SCREENS = re.compile(r"@media\s+(?:all|screen|only\s+screen)\s*$", re.I)
_TELLING = re.compile(
    r"display\s*:|visibility\s*:|line-through|text-decoration|clip(?:-path)?\s*:|opacity\s*:\s*0"
    r"|font-size\s*:\s*0|text-indent\s*:\s*-\d{3}",
    re.I,
)
_LONGEST, _MOST_RULES = 300_000, 200
# A selector of many steps is compared with each element's ancestors, once a step.
_MOST_STEPS = 4
_NAME = re.compile(r"[.#][\w-]+")
# What a state that people bring about (hover, focus) shows is not what they see at first.
_STATES = re.compile(r":(?:hover|focus|active|visited|checked|target|before|after|:)", re.I)

_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?:[;!]|$)|font-size:0(?:[a-z%]+)?(?:[;!]|$)"
    r"|text-indent:-\d{3,}"
)
_CLIPPED = re.compile(r"clip:rect\(|clip-path:inset\((?:50|100)%")
_TINY = re.compile(r"(?:width|height):[01]px")
_STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
_BLOCK = re.compile(r"display:(?:block|flex|grid|table|list-item|flow-root)(?:[;!]|$)")
_SHOWN = re.compile(r"(?:display|visibility|text-decoration(?:-line)?|opacity):")


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: str
    weight: tuple[int, int, int, int, int]
    kind: str


def page_styles(tree: Any) -> tuple[set[Any], set[Any], set[Any]]:
    """(hidden, struck out, blocks); a later or more exact rule that shows them again wins."""
    names = _names_in(tree)
    rules = [
        rule
        for number, (selectors, declarations) in enumerate(_rules(tree))
        for rule in _single(selectors, declarations, number)
        if names.issuperset(_NAME.findall(rule.selector))
    ]
    if all(rule.kind == "shown" for rule in rules):
        return set(), set(), set()
    said: dict[Any, str] = {}
    for rule in sorted(rules[:_MOST_RULES], key=lambda rule: rule.weight):
        for element in _matches(tree, rule.selector):
            said[element] = rule.kind
    hidden, struck, blocks = (
        {element for element, found in said.items() if found == kind}
        for kind in ("hidden", "struck", "block")
    )
    return hidden, struck, blocks


def _names_in(tree: Any) -> set[str]:
    """Classes and ids, as selectors have them; a rule for any other matches nothing."""
    return {
        sign + name
        for element in tree.iter(etree.Element)
        for sign, attribute in ((".", "class"), ("#", "id"))
        for name in (element.get(attribute) or "").split()
    }


def _rules(tree: Any) -> Iterator[tuple[str, str]]:
    for sheet in tree.iter("style"):
        if sheet.get("media", "all").lower().strip() in ("all", "screen", ""):
            yield from _of_sheet(sheet.text or "")


def _of_sheet(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold on any screen."""
    if len(css) > _LONGEST or not _TELLING.search(css):
        return
    skipped = depth = 0
    heads: list[str] = []
    for piece in _PIECE.finditer(_COMMENT.sub("", css)):
        words, brace = piece[1].strip(), piece[2]
        if brace == "{":
            depth += 1
            heads.append(words.rpartition(";")[2].strip())
            if not skipped and heads[-1].startswith("@") and not _ON_SCREENS.match(heads[-1]):
                skipped = depth
        elif brace and depth:
            head = heads.pop()
            if not skipped and not head.startswith("@"):
                yield head, re.sub(r" ?([:;,()!]) ?", r"\1", " ".join(words.lower().split()))
            if depth == skipped:
                skipped = 0
            depth -= 1


def _single(selectors: str, declarations: str, number: int) -> Iterator[_Rule]:
    kind = _kind(declarations)
    if not kind or len(selectors) > 2_000:
        return
    for selector in selectors.split(","):
        exactness = _exactness(selector.strip())
        steps = len(re.findall(r"[\s>+~]+", selector.strip()))
        if exactness is not None and not _STATES.search(selector) and steps <= _MOST_STEPS:
            weight = (int("!important" in declarations), *exactness, number)
            yield _Rule(selector.strip(), weight, kind)


def _kind(declarations: str) -> str:
    if _HIDDEN.search(declarations):
        return "hidden"
    if _CLIPPED.search(declarations) or (
        len(_TINY.findall(declarations)) == 2 and "overflow:hidden" in declarations
    ):
        return "hidden"
    if _STRUCK.search(declarations):
        return "struck"
    if _BLOCK.search(declarations):
        return "block"
    return "shown" if _SHOWN.search(declarations) else ""


@lru_cache(maxsize=1024)
def _exactness(selector: str) -> tuple[int, int, int] | None:
    try:
        found = parse(selector)
    except (SelectorError, RecursionError):
        return None
    return found[0].specificity() if len(found) == 1 and not found[0].pseudo_element else None


@lru_cache(maxsize=1024)
def _path(selector: str) -> etree.XPath | None:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError, RecursionError):
        return None


def _matches(tree: Any, selector: str) -> list[Any]:
    path = _path(selector)
    found = path(tree) if path is not None else []
    return found if isinstance(found, list) else []
