"""Items → RSS, Atom, JSON Feed and news sitemaps as a newspaper would send them. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Item:
    """`content` is HTML, the whole article where a feed carries it; the others are plain text."""

    title: str
    url: str
    summary: str = ""
    published: datetime = datetime(2024, 7, 28, 6, tzinfo=UTC)
    content: str = ""


def rss(title: str, home: str, items: Sequence[Item]) -> str:
    """RSS 2.0."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{_tag('title', title)}{_tag('link', home)}{_tag('description', title)}"
        + "".join(
            f"<item>{_tag('title', item.title)}{_tag('link', item.url)}{_tag('guid', item.url)}"
            f"{_tag('description', item.summary)}{_tag('content:encoded', item.content)}"
            f"{_tag('pubDate', format_datetime(item.published))}</item>"
            for item in items
        )
        + "</channel></rss>"
    )


def atom(title: str, home: str, items: Sequence[Item]) -> str:
    """Atom 1.0."""
    latest = max((item.published for item in items), default=datetime(2024, 7, 28, tzinfo=UTC))
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"{_tag('title', title)}{_tag('id', home)}{_tag('updated', latest.isoformat())}"
        f"{_link(home)}"
        + "".join(
            f"<entry>{_tag('title', item.title)}{_tag('id', item.url)}{_link(item.url)}"
            f"{_tag('updated', item.published.isoformat())}"
            f"{_tag('published', item.published.isoformat())}"
            f"{_tag('summary', item.summary)}{_html(item.content)}</entry>"
            for item in items
        )
        + "</feed>"
    )


def json_feed(title: str, home: str, items: Sequence[Item]) -> str:
    """JSON Feed 1.1."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": home,
            "items": [
                {
                    "id": item.url,
                    "url": item.url,
                    "title": item.title,
                    "date_published": item.published.isoformat(),
                    "summary": item.summary,
                    # One of the two is required.
                    "content_html" if item.content else "content_text": item.content,
                }
                for item in items
            ],
        }
    )


def news_sitemap(name: str, items: Sequence[Item]) -> str:
    """A sitemap with Google's news extension."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        + "".join(
            f"<url>{_tag('loc', item.url)}<news:news><news:publication>{_tag('news:name', name)}"
            "<news:language>en</news:language></news:publication>"
            f"{_tag('news:publication_date', item.published.isoformat())}"
            f"{_tag('news:title', item.title)}</news:news></url>"
            for item in items
        )
        + "</urlset>"
    )


def xml_bomb() -> str:
    """A feed of a few hundred bytes that a careless parser makes gigabytes of."""
    entities = "".join(
        f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' if n else '<!ENTITY lol0 "lol">'
        for n in range(10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
        '<rss version="2.0"><channel><title>&lol9;</title></channel></rss>'
    )


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _html(content: str) -> str:
    return f'<content type="html">{escape(content)}</content>' if content else ""


def _link(url: str) -> str:
    return f'<link rel="alternate" href={quoteattr(url)}/>'
