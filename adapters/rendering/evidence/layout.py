"""A language → the mark of how evidence is drawn in it: another whenever any word, label or element
of a drawing is another. Pure.

What an earlier Pullquote drew, or one whose translation said it otherwise, must not pass for
changed: `verify` compares only what has its own mark.
"""

import hashlib
from datetime import UTC, datetime
from functools import cache

from adapters.rendering.evidence import markdown, page
from adapters.rendering.evidence.sheet import sheet_of, title_of
from bot.evidence.pack import EvidencePack, Origin, PackedArticle, PackedQuote, Printed, Since
from bot.language import speaking

# Raised for what the samples don't show: how a document for Word is put together.
_WORD = 1
_THEN = datetime(2024, 7, 28, 9, 30, tzinfo=UTC)
_URL = "https://paper.example/a"


@cache
def layout_of(language: str) -> str:
    """16 hexadecimal digits."""
    sha = hashlib.sha256(str(_WORD).encode())
    with speaking(language):
        for sample in map(_sample, Origin):
            sheet = sheet_of(sample, "")
            sha.update(page.page_of(sheet, title_of(sample), "").encode())
            sha.update(markdown.markdown_of(sheet, "").encode())
    return sha.hexdigest()[:16]


def _sample(origin: Origin) -> EvidencePack:
    """Everything that a sheet can show."""
    quotes = (_quote(0, 9, _article("", ())), _quote(0, 0, _article("Paper", ("A. B. Writer",))))
    return EvidencePack(origin, "Who?", "Story", _THEN, "0", "en", quotes)


def _quote(start: int, end: int, article: PackedArticle) -> PackedQuote:
    became = (
        Since(_THEN, True),
        Since(_THEN, None, moved_to=_URL),
        Since(_THEN, False, "Now"),
        Since(_THEN, False),
        Since(_THEN, False, withdrawn=True),
    )
    also = (Printed("Title", "Wire", _URL, _THEN),)
    bold, since = (((0, 4),), became) if end else ((), ())
    sure = 0.5 if end else None
    return PackedQuote(
        "Some\nword", start, end, "Before", "After", bold, "Above", sure, _URL, article, also, since
    )


def _article(source: str, authors: tuple[str, ...]) -> PackedArticle:
    known = _THEN if source else None
    return PackedArticle(
        id="a",
        story="s",
        story_title="Story",
        title="Title",
        url=_URL,
        source=source,
        authors=authors,
        published=known,
        updated=known,
        modified=None if known else _THEN,
        fetched=_THEN,
        version="v",
        sha256="0",
        characters=9,
    )
