"""A pack and the archive → what of it holds, quote by quote, and which pages changed since.

What holds stands, to the character, in the version of that digest that this installation keeps:
that is all it proves. It does not prove that the paper wrote it, nor who made the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.evidence.archive import Archive, Held
from bot.evidence.making import sha256_of, since
from bot.evidence.pack import EvidencePack, PackedArticle, PackedQuote, Since
from retrieval.articles import Article, iso_date
from retrieval.headlines import words_at


class Finding(Enum):
    """What is found of one quote."""

    HOLDS = "holds"
    DIFFERS = "differs"  # the version is held, and says otherwise
    NOT_HELD = "not held"  # the article is known; that version of it is not held any more
    UNKNOWN = "not ours"  # nothing of the article was ever held here


class PageNow(Enum):
    """The page of a quote, as it was last read."""

    SAME = "same"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"  # tracked no more


class Shown(Enum):
    """Whether what the file shows to people is what its data says."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_COMPARED = "not compared"  # another Pullquote wrote it, and may have drawn it otherwise


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """`differing`: what of it is not as it is held, by name; `since` as it is known now."""

    quote: PackedQuote
    finding: Finding
    page: PageNow
    differing: tuple[str, ...] = ()
    since: tuple[Since, ...] = ()

    @property
    def changed(self) -> datetime | None:
        """When it was last noticed that the page changed."""
        return self.since[-1].at if self.since else None


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """`intact`: whether the pack's own digest is that of its data."""

    pack: EvidencePack
    quotes: tuple[CheckedQuote, ...]
    shown: Shown
    intact: bool

    @property
    def holds(self) -> bool:
        """Whether every quote does, and what the file shows is what was checked."""
        whole = self.intact and self.shown is Shown.SAME
        return whole and all(one.finding is Finding.HOLDS for one in self.quotes)


def checked(pack: EvidencePack, archive: Archive, shown: Shown, *, intact: bool) -> CheckedPack:
    """Raises what the archive raises."""
    articles = {quote.article.id for quote in pack.quotes}
    held = archive.held({quote.article.version for quote in pack.quotes})
    revised = archive.revisions(articles)
    later = archive.held({one.after for of_one in revised.values() for one in of_one} - {""})
    served, known = archive.served(articles), archive.known(articles)

    def check(quote: PackedQuote) -> CheckedQuote:
        article = quote.article
        then = held.get(article.version)
        if then is None:
            found = Finding.NOT_HELD if article.id in known else Finding.UNKNOWN
            return CheckedQuote(quote, found, _page(quote, served, ()))
        revisions = revised.get(then.article.id, ())
        changed = since(quote.start, quote.end, then, revisions, later, None)
        differing = tuple(_differing(quote, then))
        found = Finding.DIFFERS if differing else Finding.HOLDS
        return CheckedQuote(quote, found, _page(quote, served, changed), differing, changed)

    return CheckedPack(pack, tuple(map(check, pack.quotes)), shown, intact)


def _page(quote: PackedQuote, served: Mapping[str, str], changed: tuple[Since, ...]) -> PageNow:
    now = served.get(quote.article.id)
    if now is None:
        return PageNow.WITHDRAWN if changed and changed[-1].withdrawn else PageNow.GONE
    return PageNow.SAME if now == quote.article.version else PageNow.CHANGED


def _differing(quote: PackedQuote, held: Held) -> list[str]:
    """The names of what is not as it is held, in the order in which it is shown."""
    article, packed = held.article, quote.article
    inside = quote.is_headline or 0 <= quote.start < quote.end <= len(article.text)
    words = words_at(article, quote.start, quote.end) if inside else ""
    pairs: list[tuple[str, object, object]] = [
        ("words", quote.text, words),
        ("sha256", packed.sha256, sha256_of(article.text)),
        ("characters", packed.characters, len(article.text)),
        ("fetched", packed.fetched, held.fetched),
        *_of_article(packed, article),
    ]
    found = [name for name, said, is_so in pairs if said != is_so]
    if inside and not _around(quote, article):
        found.append("context")
    if not _leads_to(quote.link, article.url):
        found.append("link")
    return found


def _of_article(packed: PackedArticle, article: Article) -> list[tuple[str, object, object]]:
    return [
        ("article", packed.id, article.id),
        ("story", packed.story, article.story),
        ("title", packed.title, article.title),
        ("source", packed.source, article.source),
        ("authors", packed.authors, article.authors),
        ("address", packed.url, article.url),
        ("published", iso_date(packed.published), iso_date(article.published)),
        ("updated", iso_date(packed.updated), iso_date(article.updated)),
        ("modified", iso_date(packed.modified), iso_date(article.modified)),
    ]


def _around(quote: PackedQuote, article: Article) -> bool:
    if quote.is_headline:
        return not quote.before and article.text.startswith(quote.after.removeprefix("\n\n"))
    before = article.text[max(quote.start - len(quote.before), 0) : quote.start]
    after = article.text[quote.end : quote.end + len(quote.after)]
    return (before, after) == (quote.before, quote.after)


def _leads_to(link: str, url: str) -> bool:
    """Whether it is the article's address, at whatever words of it: how these are named in a link
    may be another today than when the file was made."""
    page = url.partition("#")[0]
    return link == url or (link.startswith(page) and link[len(page) : len(page) + 1] == "#")
