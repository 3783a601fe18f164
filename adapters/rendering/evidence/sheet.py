"""A pack of evidence → its words in the order in which every kind of file shows them. Pure.

A kind of file draws these and adds none, so what one shows all show. No text here is escaped; it
holds no character that a file can't.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from bot import evidence_wording as said
from bot import wording
from bot.evidence.citations import citation_of
from bot.evidence.pack import EvidencePack, PackedArticle, PackedQuote, Printed, Since
from bot.safe_text import cut, one_line, sendable, web_address


@dataclass(frozen=True, slots=True)
class Row:
    """A fact: `url` is where it leads, "" for nowhere; `mono`: letters that are compared by eye."""

    label: str
    text: str
    url: str = ""
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """What became of an article: our line, the words that it then read, where it moved."""

    line: str
    reads: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One quote: `words` are its own in pieces, each bold or not, between `before` and `after`;
    `language` is theirs, "" for one that isn't known."""

    language: str
    heading: str
    above: str
    before: str
    words: tuple[tuple[str, bool], ...]
    after: str
    rows: tuple[Row, ...]
    since_label: str
    since: tuple[Later, ...]
    cite_label: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a file shows; `language`: of our own words in it."""

    language: str
    heading: str
    rows: tuple[Row, ...]
    claim: str
    made: str
    quotes: tuple[Shown, ...]
    check_heading: str
    checking: tuple[str, ...]
    digest: Row


def sheet_of(pack: EvidencePack, digest: str) -> Sheet:
    """`digest`: that of the data, which is shown, too."""
    rows = []
    if pack.question:
        rows.append(Row(said.QUESTION_LABEL(), _line(pack.question)))
    if pack.story:
        rows.append(Row(said.STORY_LABEL(), _line(pack.story)))
    total = len(pack.quotes)
    return Sheet(
        language=pack.language,
        heading=said.HEADING(),
        rows=tuple(rows),
        claim=said.claim(pack.origin),
        made=said.MADE(when=moment(pack.made), pullquote=_line(pack.pullquote)),
        quotes=tuple(_shown(quote, n, total) for n, quote in enumerate(pack.quotes, 1)),
        check_heading=said.HOW_TO_CHECK(),
        checking=tuple(one() for one in said.CHECKING),
        digest=Row(said.PACK_DIGEST_LABEL(), digest, mono=True),
    )


def title_of(pack: EvidencePack) -> str:
    """What the file is about, in one line, for its title."""
    about = _line(pack.question or pack.story)
    return said.TITLE(about=cut(about, 120)) if about else said.HEADING()


def moment(when: datetime) -> str:
    """28 July 2024, 14:05:09 UTC; the day alone where no time of day is known."""
    in_utc = when.astimezone(UTC)
    return said.MOMENT(day=wording.date(in_utc), time=f"{in_utc:%H:%M:%S}", zone="UTC")


def _shown(quote: PackedQuote, number: int, total: int) -> Shown:
    cited = citation_of(quote)
    return Shown(
        language=quote.article.language,
        heading=said.QUOTE_NUMBER(number=number, total=total),
        above=said.HEADLINE_QUOTED() if quote.is_headline else _line(quote.above),
        before=sendable(quote.before),
        words=tuple(_pieces(quote)),
        after=sendable(quote.after),
        rows=tuple(_rows(quote)),
        since_label=said.SINCE_LABEL(),
        since=tuple(map(_later, quote.since)) or (Later(said.UNCHANGED()),),
        cite_label=said.CITE_LABEL(),
        citations=(cited.plain, cited.apa),
    )


def _pieces(quote: PackedQuote) -> Iterator[tuple[str, bool]]:
    text = sendable(quote.text)
    marks = {0, len(text), *(mark for span in quote.bold for mark in span if mark <= len(text))}
    for start, end in pairwise(sorted(marks)):
        yield text[start:end], any(span[0] <= start and end <= span[1] for span in quote.bold)


def _rows(quote: PackedQuote) -> Iterator[Row]:
    article = quote.article
    yield Row(said.TITLE_LABEL(), _line(article.title) or wording.UNTITLED())
    yield Row(said.SOURCE_LABEL(), _line(article.source) or said.UNNAMED())
    yield Row(said.AUTHORS_LABEL(), _line(", ".join(article.authors)) or said.UNNAMED())
    yield Row(said.PUBLISHED_LABEL(), _published(article))
    if changed := _changed(article):
        yield Row(said.CHANGED_LABEL(), changed)
    yield Row(said.FETCHED_LABEL(), moment(article.fetched))
    if article.url or quote.link:
        address = quote.link or article.url
        yield Row(said.LINK_LABEL(), sendable(address), web_address(address))
    if quote.also_in:
        yield Row(said.ALSO_LABEL(), "; ".join(map(_printed, quote.also_in)))
    if article.story_title:
        yield Row(said.STORY_LABEL(), _line(article.story_title))
    if quote.confidence is not None:
        yield Row(said.SURE_LABEL(), f"{quote.confidence:.2f}")
    if not quote.is_headline:
        place = said.PLACE(start=quote.start, end=quote.end, characters=article.characters)
        yield Row(said.PLACE_LABEL(), place)
    yield Row(said.ARTICLE_LABEL(), _line(article.id), mono=True)
    yield Row(said.VERSION_LABEL(), _line(article.version), mono=True)
    yield Row(said.TEXT_DIGEST_LABEL(), _line(article.sha256), mono=True)


def _published(article: PackedArticle) -> str:
    return _when(article.published) if article.published else said.UNNAMED()


def _changed(article: PackedArticle) -> str:
    if article.modified:
        return said.CHANGED_BY_PAGE(when=_when(article.modified))
    return said.CHANGED_NOTICED(when=_when(article.updated)) if article.updated else ""


def _when(when: datetime) -> str:
    """As the outlet wrote it: its day, and its time of day with the offset, where it gave one."""
    if when.time() == datetime.min.time() and when.utcoffset() in (None, UTC.utcoffset(None)):
        return wording.date(when)
    offset = f"{when:%z}"
    zone = "UTC" if offset in ("", "+0000") else f"UTC{offset[:3]}:{offset[3:5]}"
    return said.MOMENT(day=wording.date(when), time=f"{when:%H:%M}", zone=zone)


def _printed(one: Printed) -> str:
    name = _line(one.source) or _line(one.title) or wording.UNTITLED()
    return f"{name} ({sendable(one.url)})" if web_address(one.url) else name


def _later(one: Since) -> Later:
    when, url = moment(one.at), web_address(one.moved_to)
    if one.withdrawn:
        return Later(said.WITHDRAWN(when=when))
    if one.stands is None:
        return Later(said.NOT_HELD_THEN(when=when), url=url)
    if one.stands:
        return Later(said.STILL_STANDS(when=when), url=url)
    if one.reads:
        return Later(said.NOW_READS(when=when), sendable(one.reads), url)
    return Later(said.WORDS_GONE(when=when), url=url)


def _line(text: str) -> str:
    return one_line(text)
