"""Quotes with what stands around them, and the archive → a pack of evidence."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.evidence.archive import Archive, Held
from bot.evidence.pack import EvidencePack, Origin, PackedArticle, PackedQuote, Printed, Since
from bot.happenings import Revision
from bot.language import spoken
from bot.surroundings import Surrounded
from retrieval.articles import Article, Story
from retrieval.changes import now_reads
from retrieval.headlines import HEADLINE


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is exported: quotes with their context, a line above each, "" for none; `confident`:
    whether how sure each is means anything. `question` and `story` as in EvidencePack."""

    origin: Origin
    quotes: Sequence[Surrounded]
    above: Sequence[str] = ()
    question: str = ""
    story: str = ""
    confident: bool = False


def pack_of(
    chosen: Chosen, archive: Archive, stories: Mapping[str, Story], now: datetime, pullquote: str
) -> EvidencePack:
    """The pack. `stories`: those that may be spoken of where it goes; nothing of others is in it.

    A quote whose version is let go meanwhile is left out.
    """
    here = [one for one in chosen.quotes if one.quote.article.story in stories]
    held = archive.held({one.quote.article.version for one in here})
    revised = archive.revisions({one.quote.article.id for one in here})
    later = archive.held({one.after for of_one in revised.values() for one in of_one} - {""})

    def packed(one: Surrounded, above: str) -> PackedQuote:
        quote = one.quote
        then = held[quote.article.version]
        revisions = revised.get(quote.article.id, ())
        changed = since(quote.start, quote.end, then, revisions, later, stories)
        return _packed(one, above, then, changed, stories, confident=chosen.confident)

    above = [*chosen.above, *("" for _ in chosen.quotes[len(chosen.above) :])]
    quotes = tuple(
        packed(one, line)
        for one, line in zip(chosen.quotes, above, strict=True)
        if one.quote.article.story in stories and one.quote.article.version in held
    )
    return EvidencePack(
        chosen.origin, chosen.question, chosen.story, now, pullquote, spoken(), quotes
    )


def sha256_of(text: str) -> str:
    """Of the text in UTF-8, as `sha256sum` gives it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def since(
    start: int,
    end: int,
    then: Held,
    revisions: Sequence[Revision],
    held: Mapping[str, Held],
    stories: Collection[str] | None,
) -> tuple[Since, ...]:
    """What became of the words `[start, end)` of a version, oldest first; `held`: the versions
    that the revisions name; `stories` None: any, else nothing is told of another story."""
    version = then.article.version
    made = [number for number, one in enumerate(revisions, 1) if one.after == version]
    # The first version came with no revision.
    later = revisions[made[-1] :] if made else [r for r in revisions if r.at >= then.fetched]
    found = []
    for revision in later:
        now = held.get(revision.after)
        if stories is not None and (now.article.story if now else revision.story) not in stories:
            continue
        found.append(_since(then.article, start, end, revision, now.article if now else None))
    return tuple(found)


def _since(then: Article, start: int, end: int, revision: Revision, now: Article | None) -> Since:
    if not revision.after:
        return Since(revision.at, stands=False, withdrawn=True)
    if now is None:
        return Since(revision.at, stands=None)
    moved_to = now.url if now.url != then.url else ""
    if (start, end) == HEADLINE:
        stands = now.title == then.title
        return Since(revision.at, stands, "" if stands else now.title, moved_to)
    reads = now_reads(then.text, start, end, now.text)
    return Since(revision.at, reads is None, reads.new if reads else "", moved_to)


def _packed(
    one: Surrounded,
    above: str,
    held: Held,
    changed: tuple[Since, ...],
    stories: Mapping[str, Story],
    *,
    confident: bool,
) -> PackedQuote:
    quote = one.quote
    return PackedQuote(
        text=quote.text,
        start=quote.start,
        end=quote.end,
        before=one.before,
        after=one.after,
        bold=quote.highlight if confident else (),
        above=above,
        confidence=round(quote.confidence, 4) if confident else None,
        link=quote.link,
        article=_article(quote.article, held.fetched, stories[quote.article.story].title),
        also_in=tuple(
            Printed(copy.title, copy.source, copy.url, copy.published)
            for copy in quote.also_in
            if copy.story in stories
        ),
        since=changed,
    )


def _article(article: Article, fetched: datetime, story: str) -> PackedArticle:
    return PackedArticle(
        id=article.id,
        story=article.story,
        story_title=story,
        title=article.title,
        url=article.url,
        source=article.source,
        authors=article.authors,
        published=article.published,
        updated=article.updated,
        modified=article.modified,
        fetched=fetched,
        version=article.version,
        sha256=sha256_of(article.text),
        characters=len(article.text),
        language=article.language,
    )
