"""Replies, stories and articles → the objects that `--json` prints. Pure."""

from adapters.storage.catalog import StoredArticle, StoryListing
from bot.replies import Answer, Reply
from retrieval.articles import Article, iso_date
from retrieval.quotes import Quote


def reply_object(reply: Reply) -> dict[str, object]:
    """The object of `pullquote ask --json`; the README lists its keys."""
    answered = isinstance(reply, Answer)
    return {
        "question": reply.question,
        "answered": answered,
        "confidence": round(reply.confidence, 4),
        "reason": None if isinstance(reply, Answer) else reply.reason,
        "generation": reply.generation,
        "quotes": [_quote(q) for q in reply.quotes] if isinstance(reply, Answer) else [],
        "more": len(reply.further) if isinstance(reply, Answer) else 0,
        "nearest": [] if isinstance(reply, Answer) else [_quote(q) for q in reply.nearest],
    }


def _quote(quote: Quote) -> dict[str, object]:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlight": [list(span) for span in quote.highlight],
        "link": quote.link,
        "score": round(quote.score, 4),
        "confidence": round(quote.confidence, 4),
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
        "updated": iso_date(article.updated),
        "story": article.story,
    }


def stored_object(stored: StoredArticle, *, text: bool) -> dict[str, object]:
    """An article as `story --json` lists it, and with `text` as `show --json` prints it."""
    shown = article_object(stored.article) | {
        "fetched": stored.fetched.isoformat(),
        "file": stored.path,
    }
    return shown | {"text": stored.article.text} if text else shown


def story_object(listing: StoryListing) -> dict[str, object]:
    """A story as `stories --json` lists it."""
    story = listing.story
    return {
        "slug": story.slug,
        "title": story.title,
        "summary": story.summary,
        "keywords": list(story.keywords),
        "articles": listing.articles,
        "newest": iso_date(listing.newest),
    }
