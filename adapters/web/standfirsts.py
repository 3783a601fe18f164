"""A page's paragraphs and those that are its article's → the standfirst that belongs to it. Pure.

Most standfirsts say the article again, and people who mark articles leave them out. Some are its
first paragraph: what they tell, nothing below tells. So it is the words of its own that decide.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from lxml import etree

from adapters.web.beside_article import is_beside
from adapters.web.linked_data import texts
from adapters.web.page_blocks import Block

# What a page calls itself by in a sentence or two is its standfirst where it shows that.
_DESCRIPTIONS = frozenset(("description", "og:description", "twitter:description"))
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|summary|dec?k|lead|lede|lead-?(?:text|paragraph)|intro(?:duction)?"
    r"|sub-?(?:title|head(?:line|ing)?)|strap-?line|abstract|chapo|sommario|anlauf|vorspann|entradilla"
    r"|ingress|manchet|catenaccio|bajada)(?:$|[\s_-])",
    re.I,
)
_CAPTION = re.compile(
    r"caption|credit|image|photo|picture|video|gallery|byline|author|meta\b|sign-?up|share|date",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?。！？][\"'”’»)\]]*$")
_ABOVE = 12
_FEWEST_WORDS, _FEWEST_BYTES = 10, 90
_MOST_LINKED = 0.3
# A description is cut off after some 150 characters.
_SAME_BEGINNING = 40
_STEM = 6
_OWN = 0.5


def descriptions_of(tree: etree._Element, article: dict[str, object]) -> tuple[str, ...]:
    """How the page describes itself; `article` is what its JSON-LD says of it."""
    found = (
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("name") or meta.get("property") or "").lower() in _DESCRIPTIONS
    )
    return tuple(filter(None, (*found, *texts(article.get("description")))))


def standfirst(
    blocks: Sequence[Block], body: Collection[int], descriptions: Iterable[str]
) -> int | None:
    """The block between the headline and `body` that the page describes itself with, or calls its
    standfirst, where half of what it says stands nowhere in the body; None for no such one."""
    if not body:
        return None
    first = min(body)
    headlines = [n for n in range(first) if _is_in(blocks[n], "h1")]
    above = range(headlines[-1] + 1 if headlines else max(0, first - _ABOVE), first)
    described = [key for text in descriptions if (key := _key(text))]
    told = {term for n in body for term in _terms(blocks[n].text)}
    for n in reversed(above):
        block = blocks[n]
        if _is_paragraph(block) and (_is_called_so(block) or _is_one_of(block.text, described)):
            own = _terms(block.text)
            if len(own - told) >= _OWN * max(1, len(own)):
                return n
    return None


def _is_paragraph(block: Block) -> bool:
    text = block.text
    long = len(text.split()) >= _FEWEST_WORDS or len(text.encode()) - len(text) >= _FEWEST_BYTES
    names = f"{_names(block.inner)} {_names(block.inner.getparent())}"
    return (
        long
        and bool(_ENDS.search(text))
        and block.linked <= _MOST_LINKED
        and not _CAPTION.search(names)
        and not _is_in(block, "figure")
        and not is_beside(text, block.linked)
    )


def _is_called_so(block: Block) -> bool:
    parent = block.inner.getparent()
    return any(
        element is not None
        and (
            _NAMED.search(_CAMEL.sub("-", _names(element)))
            or element.get("itemprop") == "description"
        )
        for element in (block.inner, parent)
    )


def _is_one_of(text: str, described: Iterable[str]) -> bool:
    key = _key(text)
    return any(
        key[:_SAME_BEGINNING] == other[:_SAME_BEGINNING] and len(key) >= _SAME_BEGINNING // 2
        for other in described
    )


def _is_in(block: Block, tag: str) -> bool:
    return block.inner.tag == tag or any(up.tag == tag for up in block.inner.iterancestors())


def _names(element: etree._Element | None) -> str:
    return "" if element is None else f"{element.get('class') or ''} {element.get('id') or ''}"


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _terms(text: str) -> set[str]:
    """Its words that say something, by their beginnings: "protest" of "protests". Of scripts that
    write no blanks, each two signs."""
    terms: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if word >= "\u2e80":
            terms.update(word[n : n + 2] for n in range(max(1, len(word) - 1)))
        elif len(word) > 3 or word.isdigit():
            terms.add(word[:_STEM])
    return terms
