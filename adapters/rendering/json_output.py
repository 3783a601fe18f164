"""Replies, stories, timelines and articles → the objects that `--json` prints. Pure."""

from collections.abc import Sequence
from dataclasses import asdict

from adapters.storage.catalog import StoredArticle
from bot.checked import Checked
from bot.freshness import Freshness
from bot.library import StoryListing
from bot.replies import Answer, NoAnswer, Possible, Quoting, Remark, Reply, Standing
from bot.timelines import TimelinePage
from retrieval.articles import Article, iso_date
from retrieval.languages import READ
from retrieval.quotes import Quote
from retrieval.reports import Differing
from retrieval.timeline import Development


def reply_object(reply: Reply, checked: Checked | None = None) -> dict[str, object]:
    """The object of `pullquote ask --json`; docs/json.md lists its keys."""
    quoting = reply if isinstance(reply, Answer | Possible) else None
    no = reply if isinstance(reply, NoAnswer) else None
    shown = zip(quoting.quotes, quoting.standing_of_all(), strict=False) if quoting else ()
    return {
        "question": reply.question,
        "answered": isinstance(reply, Answer),
        "possible": isinstance(reply, Possible),
        "confidence": 0.0 if isinstance(reply, Remark) else round(reply.confidence, 4),
        "reason": no.reason if no else None,
        "remark": reply.words if isinstance(reply, Remark) else None,
        "generation": None if isinstance(reply, Remark) else reply.generation,
        "differing": _differing(quoting) if quoting else None,
        "quotes": [_quote(quote, standing) for quote, standing in shown],
        "more": len(quoting.further) if quoting else 0,
        "unsure": [asdict(part) for part in quoting.unsure] if quoting else [],
        "unanswered": [asdict(part) for part in quoting.unanswered] if quoting else [],
        "nearest": [_quote(quote, Standing.PLAIN) for quote in no.nearest] if no else [],
        **freshness_object(checked.fresh if checked else None),
    }


def freshness_object(fresh: Freshness | None) -> dict[str, object]:
    """When sources were last read, and whether that is too long ago; null for both where there are
    no sources."""
    return {
        "checked": fresh.checked.isoformat() if fresh and fresh.checked else None,
        "stale": fresh.stale if fresh else None,
    }


def _differing(reply: Quoting) -> str | None:
    """How the values that reports give differ, as in retrieval.reports.Differing."""
    if Standing.VALUE in reply.standings:
        return Differing.UNSETTLED.value
    return Differing.REPLACED.value if Standing.EARLIER in reply.standings else None


def _quote(quote: Quote, standing: Standing) -> dict[str, object]:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlight": [list(span) for span in quote.highlight],
        "link": quote.link,
        "score": round(quote.score, 4),
        "confidence": round(quote.confidence, 4),
        "standing": standing.value,
        "article": article_object(quote.article),
        "also_in": [article_object(article) for article in quote.also_in],
    }


def article_object(article: Article) -> dict[str, object]:
    """An article as quotes name it: everything but its text."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "authors": list(article.authors),
        "published": iso_date(article.published),
        "updated": iso_date(article.modified or article.updated),
        "updated_by": "page" if article.modified else "noticed" if article.updated else None,
        "story": article.story,
        "language": article.language or READ,
    }


def stored_object(stored: StoredArticle, *, text: bool) -> dict[str, object]:
    """An article as `story --json` lists it, and with `text` as `show --json` prints it."""
    shown = article_object(stored.article) | {
        "fetched": stored.fetched.isoformat(),
        "file": stored.path,
    }
    return shown | {"text": stored.article.text} if text else shown


def story_object(listing: StoryListing, checked: Freshness | None = None) -> dict[str, object]:
    """A story as `stories --json` lists it."""
    story = listing.story
    return {
        "slug": story.slug,
        "title": story.title,
        "summary": story.summary,
        "keywords": list(story.keywords),
        "articles": listing.articles,
        "newest": iso_date(listing.newest),
        **freshness_object(checked),
    }


def whole_story_object(
    listing: StoryListing, articles: Sequence[StoredArticle], checked: Freshness | None
) -> dict[str, object]:
    """A story and its articles, as `story --json` prints them."""
    shown = [stored_object(article, text=False) for article in articles]
    return story_object(listing, checked) | {"articles": shown}


def timeline_object(page: TimelinePage) -> dict[str, object]:
    """The object of `pullquote timeline --json`."""
    return {
        "story": page.story.slug,
        "newest_first": page.newest_first,
        "page": page.number + 1,
        "pages": page.pages,
        "total": page.total,
        **freshness_object(page.checked.fresh if page.checked else None),
        "developments": [_development_object(one) for one in page.developments],
    }


def _development_object(development: Development) -> dict[str, object]:
    quote = development.quote
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "link": quote.link,
        "article": article_object(quote.article),
        "also_in": [article_object(article) for article in development.articles],
    }
