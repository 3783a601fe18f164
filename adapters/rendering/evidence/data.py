"""A pack of evidence ↔ the JSON object that every kind of file holds; docs/json.md lists its keys.

Pure. `pack_in` takes nothing on trust: the file may be anybody's.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.evidence.citations import citation_of, csl_of
from bot.evidence.pack import (
    FORMAT,
    EvidencePack,
    Origin,
    PackedArticle,
    PackedQuote,
    Printed,
    Since,
)
from bot.language import LANGUAGES, speaking
from retrieval.articles import iso_date
from retrieval.errors import WrongUse

_MOST_QUOTES, _MOST_LISTED = 2_000, 200
_SURROGATE = re.compile("[\ud800-\udfff]")

T = TypeVar("T")
Json = dict[str, Any]


class NoEvidence(WrongUse):
    """The file holds no evidence that can be read; one sentence with the next step."""


def object_of(pack: EvidencePack, layout: str) -> Json:
    """The whole object, its digest last; `layout`: the mark of how it is drawn."""
    with speaking(pack.language):
        quotes = [_quote_object(quote) for quote in pack.quotes]
    made: Json = {
        "pullquote_evidence": FORMAT,
        "layout": layout,
        "language": pack.language,
        "pullquote": pack.pullquote,
        "made": pack.made.isoformat(),
        "origin": pack.origin.value,
        "question": pack.question,
        "story": pack.story,
        "quotes": quotes,
    }
    return made | {"digest": digest_of(made)}


def digest_of(made: Mapping[str, Any]) -> str:
    """SHA-256 of the object without its digest: keys in order, no white space, ASCII only."""
    bare = {key: value for key, value in made.items() if key != "digest"}
    canonical = json.dumps(bare, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def written(made: object, *, indent: int | None = None) -> str:
    """The object as JSON that is UTF-8 whatever is in it."""
    separators = None if indent else (",", ":")
    text = json.dumps(made, ensure_ascii=False, indent=indent, separators=separators)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def parsed(text: str) -> Json:
    """The object in a text. Raises NoEvidence."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NoEvidence("its data is no JSON: it was cut off or changed") from None
    if not isinstance(found, dict) or "pullquote_evidence" not in found:
        raise NoEvidence("it is no evidence pack of Pullquote's")
    return found


def pack_in(found: Mapping[str, Any]) -> EvidencePack:
    """The pack in an object. Raises NoEvidence for what `object_of` could not have made."""
    version = found.get("pullquote_evidence")
    if isinstance(version, int) and version > FORMAT:
        writer = " ".join(str(found.get("pullquote"))[:40].split())
        raise NoEvidence(
            f"Pullquote {writer} wrote it in format {version}, this one reads {FORMAT}; "
            "verify it with a newer Pullquote"
        )
    try:
        return EvidencePack(
            origin=Origin(_text(found, "origin")),
            question=_text(found, "question"),
            story=_text(found, "story"),
            made=_aware(_text(found, "made")),
            pullquote=_text(found, "pullquote"),
            language=_language(found),
            quotes=_listed(found, "quotes", _quote_in, _MOST_QUOTES),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        what = " ".join(str(error)[:80].split())
        raise NoEvidence(f"its data is not as Pullquote writes it ({what})") from None


def citation_object(quote: PackedQuote) -> Json:
    """How a quote is cited, as it stands in `citation`."""
    cited = citation_of(quote)
    return {"plain": cited.plain, "apa": cited.apa, "csl": csl_of(quote)}


def _quote_object(quote: PackedQuote) -> Json:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "before": quote.before,
        "after": quote.after,
        "bold": [list(span) for span in quote.bold],
        "above": quote.above,
        "confidence": quote.confidence,
        "link": quote.link,
        "article": _article_object(quote.article),
        "also_in": [
            {
                "title": one.title,
                "source": one.source,
                "url": one.url,
                "published": iso_date(one.published),
            }
            for one in quote.also_in
        ],
        "since": [since_object(one) for one in quote.since],
        "citation": citation_object(quote),
    }


def since_object(one: Since) -> Json:
    """What became of an article, as it stands in `since`."""
    return {
        "at": one.at.isoformat(),
        "stands": one.stands,
        "reads": one.reads,
        "moved_to": one.moved_to,
        "withdrawn": one.withdrawn,
    }


def _article_object(article: PackedArticle) -> Json:
    return {
        "id": article.id,
        "story": article.story,
        "story_title": article.story_title,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "authors": list(article.authors),
        "published": iso_date(article.published),
        "updated": iso_date(article.updated),
        "modified": iso_date(article.modified),
        "fetched": article.fetched.isoformat(),
        "version": article.version,
        "sha256": article.sha256,
        "characters": article.characters,
        "language": article.language,
    }


def _quote_in(found: Any) -> PackedQuote:
    confidence = found["confidence"]
    if confidence is not None and not isinstance(confidence, float | int):
        raise TypeError("confidence is no number")
    return PackedQuote(
        text=_text(found, "text"),
        start=_count(found, "start"),
        end=_count(found, "end"),
        before=_text(found, "before"),
        after=_text(found, "after"),
        bold=_listed(found, "bold", _span_in),
        above=_text(found, "above"),
        confidence=confidence,
        link=_text(found, "link"),
        article=_article_in(found["article"]),
        also_in=_listed(found, "also_in", _printed_in),
        since=_listed(found, "since", _since_in),
    )


def _article_in(found: Any) -> PackedArticle:
    return PackedArticle(
        id=_text(found, "id"),
        story=_text(found, "story"),
        story_title=_text(found, "story_title"),
        title=_text(found, "title"),
        url=_text(found, "url"),
        source=_text(found, "source"),
        authors=_listed(found, "authors", _str),
        published=_moment(found, "published"),
        updated=_moment(found, "updated"),
        modified=_moment(found, "modified"),
        fetched=_aware(_text(found, "fetched")),
        version=_text(found, "version"),
        sha256=_text(found, "sha256"),
        characters=_count(found, "characters"),
        language=_text(found, "language"),
    )


def _printed_in(found: Any) -> Printed:
    return Printed(
        _text(found, "title"),
        _text(found, "source"),
        _text(found, "url"),
        _moment(found, "published"),
    )


def _since_in(found: Any) -> Since:
    stands, withdrawn = found["stands"], found["withdrawn"]
    if stands not in (None, True, False) or not isinstance(withdrawn, bool):
        raise TypeError("since is not as it is written")
    at = _aware(_text(found, "at"))
    return Since(at, stands, _text(found, "reads"), _text(found, "moved_to"), withdrawn)


def _span_in(found: Any) -> tuple[int, int]:
    start, end = (_number(one) for one in found)
    return start, end


def _listed(
    found: Any, name: str, read: Callable[[Any], T], most: int = _MOST_LISTED
) -> tuple[T, ...]:
    listed = found[name]
    if not isinstance(listed, list) or len(listed) > most:
        raise TypeError(f"{name} is no list of at most {most}")
    return tuple(read(one) for one in listed)


def _text(found: Any, name: str) -> str:
    return _str(found[name])


def _str(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("a text is missing")
    return found


def _count(found: Any, name: str) -> int:
    return _number(found[name])


def _number(found: Any) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 1 << 40:
        raise TypeError("a number is missing")
    return found


def _language(found: Any) -> str:
    language = _text(found, "language")
    if language not in LANGUAGES:
        raise ValueError("a language that is not spoken here")
    return language


def _moment(found: Any, name: str) -> datetime | None:
    return None if found[name] is None else _aware(_text(found, name))


def _aware(text: str) -> datetime:
    """A date alone is midnight UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
