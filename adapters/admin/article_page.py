"""An article's versions and the quotes given from them → the page that shows both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.given_quotes import GivenQuote, Giving, given_quotes
from adapters.admin.marked_text import GivenSpan, marked_text
from adapters.admin.parts import Parts
from adapters.admin.side_by_side import Cell, paragraphs, side_by_side
from adapters.admin.templates import Shown
from bot import freshness_wording, wording
from bot.safe_text import one_line, sendable
from retrieval.articles import Article
from retrieval.errors import WrongUse
from retrieval.headlines import HEADLINE, words_at
from retrieval.sentences import Span

# Of the replies that quote an article the newest; and of one place in it the newest times.
_MOST_REPLIES, _MOST_TIMES = 500, 12
_LONGEST_QUOTED = 400


class UnknownArticle(WrongUse):
    """No version is held of it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version held of the article, and what it is called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """Paragraphs beside each other, "" for none."""

    old: Markup
    new: Markup
    differs: bool


@dataclass(frozen=True, slots=True)
class ShownTime:
    """When and where a quote was given, and how."""

    at: datetime
    place: str
    how: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """`elsewhere`: in which version, where that isn't shown."""

    number: int
    words: str
    elsewhere: str
    times: tuple[ShownTime, ...]
    more: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """`old` and `new` are those shown, the same where there is one only;
    `in_language`: the attribute of what is the article's."""

    article: Article
    dated: str
    authors: str
    gone: bool
    versions: tuple[Version, ...]
    old: Version
    new: Version
    change: str
    rows: tuple[ShownRow, ...]
    given: tuple[ShownQuote, ...]
    since: datetime
    in_language: Markup


def article_page(parts: Parts, id: str, old: str = "", new: str = "") -> Shown:
    """`old`, `new`: versions to compare; the last two where they aren't named. Raises
    UnknownArticle, CatalogError."""
    held = parts.stored.catalog.history(id)
    if not held:
        raise UnknownArticle(words.no_such_article())
    articles = {one.article.version: one.article for one in held}
    labels = {
        one.article.version: words.version(number, freshness_wording.at(one.fetched))
        for number, one in enumerate(held, 1)
    }
    ids = list(articles)
    newer = new if new in articles else ids[-1]
    before = ids[max(ids.index(newer) - 1, 0)]
    older = old if old in articles else before
    settings, current = parts.settings, parts.stored.catalog.current()
    replies = parts.stored.replies.quoting(ids, _MOST_REPLIES)
    given = given_quotes(replies, ids, settings.quotes, settings.chat_quotes)
    served = parts.stored.catalog.article(current.id, held[-1].article.id) if current else None
    article = articles[newer]
    rows = _rows(articles[older], article, given)
    view = ArticleView(
        article=article,
        dated=wording.dated(article),
        authors=wording.by(one_line(", ".join(article.authors))),
        gone=served is None,
        versions=tuple(Version(version, labels[version]) for version in ids),
        old=Version(older, labels[older]),
        new=Version(newer, labels[newer]),
        change=words.changed_paragraphs(sum(row.differs for row in rows)),
        rows=rows,
        given=tuple(_quote(one, articles, labels, (older, newer)) for one in given),
        since=parts.now() - timedelta(days=settings.keep_days),
        in_language=_in_language(article),
    )
    return Shown("article.html", one_line(article.title) or wording.UNTITLED(), view, "/")


def _in_language(article: Article) -> Markup:
    """For who is read it out; nothing where the language isn't known."""
    return Markup(' lang="{}"').format(article.language) if article.language else Markup()


def _rows(old: Article, new: Article, given: Sequence[GivenQuote]) -> tuple[ShownRow, ...]:
    before, after = _of_version(given, old), _of_version(given, new)
    titles = _headline(old, new, given)
    if old.version == new.version:
        cells = [Cell(span) for span in paragraphs(new.text)]
        rows = [ShownRow(Markup(), _cell(new, cell, after, "ins"), False) for cell in cells]
        return (*titles, *rows)
    return (
        *titles,
        *(
            ShownRow(
                _cell(old, row.old, before, "del"),
                _cell(new, row.new, after, "ins"),
                row.differs,
            )
            for row in side_by_side(old.text, new.text)
        ),
    )


def _headline(old: Article, new: Article, given: Sequence[GivenQuote]) -> tuple[ShownRow, ...]:
    """The headlines, where they changed or were quoted."""
    quoted = [one for one in given if one.span == HEADLINE]
    if old.title == new.title and not any(
        one.version in (old.version, new.version) for one in quoted
    ):
        return ()
    [row] = side_by_side(old.title, new.title) or [None]
    if row is None:
        return ()
    sides = []
    for article, cell, change in ((old, row.old, "del"), (new, row.new, "ins")):
        whole = (0, len(article.title))
        numbers = [GivenSpan(one.number, whole) for one in quoted if one.version == article.version]
        changed = cell.changed if cell else ()
        title = marked_text(article.title, whole, numbers, changed, change)
        sides.append(Markup("<strong>{}</strong>").format(title))
    alone = old.version == new.version
    return (ShownRow(Markup() if alone else sides[0], sides[1], row.differs),)


def _of_version(given: Sequence[GivenQuote], article: Article) -> list[GivenSpan]:
    return [
        GivenSpan(one.number, one.span)
        for one in given
        if one.version == article.version and one.span != HEADLINE
    ]


def _cell(article: Article, cell: Cell | None, given: list[GivenSpan], change: str) -> Markup:
    if cell is None:
        return Markup()
    changed: Sequence[Span] = cell.changed
    return marked_text(article.text, cell.span, given, changed, change)


def _quote(
    one: GivenQuote,
    articles: dict[str, Article],
    labels: dict[str, str],
    shown: tuple[str, str],
) -> ShownQuote:
    quoted = sendable(" ".join(words_at(articles[one.version], *one.span).split()))
    times, more = one.times[:_MOST_TIMES], len(one.times) - _MOST_TIMES
    return ShownQuote(
        one.number,
        quoted if len(quoted) <= _LONGEST_QUOTED else f"{quoted[:_LONGEST_QUOTED]}…",
        "" if one.version in shown else labels[one.version],
        tuple(ShownTime(time.at, _place(time), _how(time)) for time in times),
        words.more_times(more) if more > 0 else "",
    )


def _place(time: Giving) -> str:
    if time.on_page:
        return words.on_this_page()
    return time.place or words.in_private()


def _how(time: Giving) -> str:
    return wording.ANSWERED() if time.answered else wording.POSSIBLE()
