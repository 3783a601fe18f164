"""A page's tree, its JSON-LD and the text read from it → whether the rest is for payers. Pure.

That a page calls itself paid for is not enough: sites with a meter say so of every page that they
show whole, short ones too. Something must show that the text breaks off.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from adapters.web.linked_data import body_of, linked_data, texts
from adapters.web.page_blocks import blocks_of
from adapters.web.whole_article import key_of

# A wall's own words. They speak to the reader; an article about walls doesn't end in them.
_PROMPT = re.compile(
    r"\b(?:to|and) (?:continue|keep|finish) reading\b"
    r"|\bto (?:read|unlock) (?:the (?:full|rest of the|whole|entire)|this|all of this)"
    r" (?:story|article|post)\b"
    r"|\b(?:article|story|content|post) is (?:only |exclusively )?(?:for|available to|exclusive to"
    r"|reserved for) (?:our |paying |paid |registered )?(?:subscribers|members)\b"
    r"|\bsubscribe (?:now )?to (?:read|unlock|access|continue)\b|\bunlock this (?:article|story)\b"
    r"|\b(?:subscribers?|members?)[ -]only\b|\balready an? (?:subscriber|member)\?"
    r"|\bthis is (?:a )?(?:premium|subscriber)[ -](?:only )?(?:article|content|story)\b"
    r"|\byou(?:['’]ve| have) (?:reached|used|read) .{0,40}\bfree (?:articles?|stor(?:y|ies))\b"
    r"|\bnur für abonnent|\bjetzt weiterlesen\b|\bweiterlesen mit\b|\bmit .{1,20} weiterlesen\b"
    r"|\b(?:artikel|inhalt) .{0,20}(?:exklusiv|nur) für\b|\bréservée? aux abonnés\b"
    r"|\bil vous reste .{0,20} de cet article\b|\bpour lire la suite\b"
    r"|\b(?:para|solo|sólo|exclusivo para) (?:los )?suscriptores\b|\bpara seguir leyendo\b"
    r"|\briservato agli abbonati\b|\bper continuare a leggere\b"
    r"|\bexclusivo para assinantes\b|\bpara continuar lendo\b|\bom verder te lezen\b"
    r"|\bför att läsa vidare\b|\bfor å lese (?:videre|hele)\b|\bfor at læse videre\b",
    re.I,
)
_BREAKS_OFF = re.compile(r"(?:\.{3}|…|\[…\]|\w)[\"'”’»)\]]*$")
_WALL_KIND = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|pay-?gate|reg-?gate|meter-?wall|subscriber-?wall|piano-?\w*|tp-"
    r"(?:container|modal)\w*|premium-?(?:wall|teaser|offer)|article-?(?:gate|barrier|lock(?:ed)?)"
    r"|subscription-?(?:wall|required)|locked-?(?:content|article))(?:$|[\s_-])",
    re.I,
)
# So many characters of a wall's own text at most: in a longer line somebody writes about walls.
_LONGEST_PROMPT = 300
# Around the end of the text: more words of the page follow a wall, but its menu doesn't count.
_BEFORE, _AFTER = 2, 6
# An article of that length is worth its sentences, whatever is behind it.
_WHOLE_ENOUGH = 1_500


def is_paid_for(tree: etree._Element) -> bool:
    """Whether the page says that it, or part of it, is for those who pay, or metered."""
    return _tier(tree) in ("locked", "metered") or any(
        str(one.get("isAccessibleForFree")).strip().lower().rpartition("/")[2] in ("false", "no")
        for one in linked_data(tree)
    )


def is_walled(tree: etree._Element, article: Mapping[str, Any], text: str) -> bool:
    """Whether `text` is no more than what stands before a paywall."""
    if len(text) >= _WHOLE_ENOUGH:
        return False
    if _is_prompted(tree, text):
        return True
    if not is_paid_for(tree) or _is_whole(article, text):
        return False
    return (
        _promises_more(article, text)
        or bool(_BREAKS_OFF.search(text.rstrip()))
        or _hides_part(tree, article)
        or any(
            _WALL_KIND.search(_named(element)) for element in tree.iter("div", "section", "aside")
        )
    )


def _is_prompted(tree: etree._Element, text: str) -> bool:
    """Whether a wall's words stand in the text's last lines or right behind it."""
    lines = [line for line in text.split("\n") if line]
    last = key_of(lines[-1]) if lines else ""
    shown = [block.text for block in blocks_of(tree)]
    at = next((n for n, line in enumerate(shown) if last and key_of(line) == last), None)
    behind = shown[at : at + 1 + _AFTER] if at is not None else []
    return _has_prompt(lines[-_BEFORE:]) or _has_prompt(behind)


def _has_prompt(lines: Sequence[str]) -> bool:
    return any(len(line) <= _LONGEST_PROMPT and _PROMPT.search(line) for line in lines)


def _is_whole(article: Mapping[str, Any], text: str) -> bool:
    """Whether JSON-LD gives the text's length and it is all there."""
    wanted = _promised_words(article)
    return 0 < wanted <= 1.15 * len(text.split())


def _promises_more(article: Mapping[str, Any], text: str) -> bool:
    return _promised_words(article) > 1.5 * len(text.split())


def _promised_words(article: Mapping[str, Any]) -> int:
    body, count = body_of(article), str(article.get("wordCount") or "")
    return max(len(body.split()), int(count) if count.isascii() and count.isdigit() else 0)


def _hides_part(tree: etree._Element, article: Mapping[str, Any]) -> bool:
    """Whether a part that JSON-LD names as paid for is not in the page, or is empty."""
    named = [selector for part in _parts(article) for selector in texts(part.get("cssSelector"))]
    classes = [selector[1:] for selector in named if re.fullmatch(r"[.#][\w-]+", selector)]
    if not classes:
        return False
    found = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str) and set(_named(element).split()) & set(classes)
    ]
    return not any(len(" ".join(element.itertext()).split()) > 20 for element in found)


def _parts(article: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = article.get("hasPart")
    yield from (
        one for one in (parts if isinstance(parts, list) else [parts]) if isinstance(one, dict)
    )


def _named(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _tier(tree: etree._Element) -> str:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name")) in (
            "article:content_tier",
            "article.content_tier",
        ):
            return (meta.get("content") or "").strip().lower()
    return ""
