"""What stands on a news site's pages: articles with their metadata, front pages, walls. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its outlet prints it; `paragraphs` are plain text."""

    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    kind: str = "NewsArticle"
    free: bool | None = None


def article_page(outlet: str, url: str, story: Story) -> str:
    """With a menu, other stories, a footer, and what search engines read."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": story.kind,
        "headline": story.title,
        "url": url,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet},
        "datePublished": story.published.isoformat() if story.published else None,
        "dateModified": story.modified.isoformat() if story.modified else None,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "isAccessibleForFree": story.free,
    }
    said = {key: value for key, value in data.items() if value not in (None, [])}
    by = f"<p class='byline'>By {escape(' and '.join(story.authors))}</p>" if story.authors else ""
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    return _page(
        outlet,
        story.title,
        f"<article><h1>{escape(story.title)}</h1>{by}<div>{paragraphs}</div></article>",
        f'<meta property="og:type" content="article"><link rel="canonical" href="{url}">'
        f'<script type="application/ld+json">{json.dumps(said)}</script>',
    )


def front_page(outlet: str) -> str:
    """Headlines and teasers of other stories."""
    teasers = "".join(
        f'<section><h2><a href="/other/{n}">What happened in street number {n} today</a></h2>'
        f"<p>Neighbours of street number {n} told our reporter what they saw from their windows in "
        f"the morning, and what the town hall means to do about it before summer.</p></section>"
        for n in range(12)
    )
    return _page(outlet, f"{outlet}: news of the valley", f"<h1>{outlet}</h1>{teasers}")


def consent_wall(outlet: str) -> str:
    return _page(
        outlet,
        "Your choices about your data",
        "<h1>Your privacy matters to us</h1><p>We and our 611 partners store and read information "
        "on your device, such as cookies and identifiers, and process personal data so as to show "
        "advertising and content that suit you, to measure both, and to learn about our readers. "
        "</p><p>You may agree to this, refuse it, or choose purpose by purpose. Some processing of "
        "your data needs no consent, but you may object to it. Your choice holds for this site "
        "alone, and you can change it at any time by the link at the end of each page.</p>"
        "<button>Agree to all</button> <button>Refuse all</button>",
    )


def bot_check() -> str:
    return (
        "<!doctype html><html><head><title>One moment, please</title></head><body>"
        "<h1>We are checking that your connection is secure</h1><p>This site has to make sure that "
        "you are a human and no robot before you go on. This takes a few seconds.</p><p>Why do I "
        "see this page? Automatic requests can look like those of readers. Please turn on "
        "JavaScript and cookies and load the page again.</p></body></html>"
    )


def not_found_page(outlet: str) -> str:
    """What many sites send with status 200."""
    return _page(
        outlet,
        "Page not found",
        "<article><h1>Page not found</h1><p>We are sorry: the page that you asked for is not here. "
        "It may have moved, or the link that you followed may be out of date.</p><p>Search our "
        "archive or start again at the front page. If you think that this is a mistake of ours, "
        "please write to the web desk and say where you found the link.</p></article>",
    )


def needs_javascript(title: str) -> str:
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title></head><body><div id=app></div>"
        "<noscript>This page needs JavaScript. Please turn it on.</noscript></body></html>"
    )


def rss_091(title: str, items: Sequence[tuple[str, str]]) -> bytes:
    """RSS as in 1999: a DOCTYPE, latin-1 and entities of HTML; items are (url, title as XML)."""
    listed = "".join(
        f"<item><title>{name}</title><link>{url}</link>"
        "<description>Caf&eacute;s &amp; the&nbsp;mill</description></item>"
        for url, name in items
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE rss PUBLIC '
        '"-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        f"<title>{title}</title><link>http://127.0.0.1/</link><description>x</description>"
        f"<language>en</language>{listed}</channel></rss>"
    ).encode("latin-1")


def _page(outlet: str, title: str, main: str, head: str = "") -> str:
    others = "".join(f'<li><a href="/other/{n}">Another headline, {n}</a></li>' for n in range(5))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} | {escape(outlet)}</title>"
        f'<meta property="og:title" content="{escape(title)}">'
        f'<meta property="og:site_name" content="{escape(outlet)}">{head}</head><body>'
        f'<header><a href="/">{escape(outlet)}</a><nav><a href="/news">News</a> '
        f'<a href="/sport">Sport</a></nav></header><main>{main}</main>'
        f"<aside><h2>More stories</h2><ul>{others}</ul></aside>"
        f"<footer><p>© 2026 {escape(outlet)}. All rights reserved.</p></footer></body></html>"
    )
