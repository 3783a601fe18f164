"""Text of articles and people → text that chats can only show. Pure.

Three kinds of characters could do more than be read. Control characters and halves of a surrogate
pair can't be sent reliably: each is shown as the replacement mark. Bidirectional controls turn
words around, up to the end of a paragraph: in a quote, which is a paragraph of its own, they stay,
since a quote is verbatim; in a line that holds other words too they are marked, and right-to-left
text is isolated from what stands beside it. `& < >` act in mrkdwn and in a message's `text`, not
in rich text: there alone they are escaped.
"""

import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from retrieval.articles import Article

# No chat takes a longer one in a link.
_LONGEST_ADDRESS = 3_000
# Of a title and of an outlet or author, where they have to be cut.
LONGEST_TITLE, LONGEST_NAME = 300, 100
_MARK = "\N{REPLACEMENT CHARACTER}"
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Embeddings, overrides and isolates act on what follows; the marks LRM, RLM and ALM do not.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
# What could end a link early where Slack keeps it as <address|title>.
_UNSAFE_IN_ADDRESS = re.compile(r'[\s<>"|\\^`{}]')
_LIKE_AN_ADDRESS = re.compile(r"://|\bwww\.|^[^\s/]+\.[a-z]{2,}(?:[/:?#]\S*)?$", re.IGNORECASE)


def sendable(text: str) -> str:
    """`text`, as long as before, with what can't be sent marked."""
    return _UNSENDABLE.sub(_MARK, text)


def marked(text: str) -> str:
    """`text`, as long as before, with what can't be sent and what turns words around marked."""
    return _TURNING.sub(_MARK, sendable(text))


def one_line(text: str, most: int | None = None) -> str:
    """A title or name as one line that can't reach into its neighbours; "" if nothing shows.

    `most`: characters after which it is cut.
    """
    line = " ".join(text.split())
    line = marked(cut(line, most) if most else line)
    if not any(character.isprintable() and character != " " for character in line):
        return ""
    if any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in line):
        return _ISOLATED.format(line)
    return line


def escaped(text: str) -> str:
    """One line for mrkdwn and a message's `text`: nothing in it mentions, links or ends a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def web_address(url: str) -> str:
    """`url` where a link may lead there, else ""."""
    if not url.isprintable() or _UNSAFE_IN_ADDRESS.search(url):
        return ""
    return url if len(url.encode()) <= _LONGEST_ADDRESS and host(url) else ""


def host(url: str) -> str:
    """The host of a http(s) address without a user name, which could pass for another host."""
    try:
        parts = urlsplit(url)
        named = parts.hostname or ""
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    return named if parts.scheme in ("http", "https") and "@" not in parts.netloc else ""


def link_text(title: str, url: str) -> str:
    """`title`, which may not pass for another address than the one it leads to."""
    named = host(url)
    if title.casefold() in (named, named.removeprefix("www.")):
        return title
    return f"{title} ({named})" if _LIKE_AN_ADDRESS.search(title) else title


def cut(text: str, most: int) -> str:
    """The text, or as many of its first whole words and "…" as have `most` characters."""
    if len(text) <= most:
        return text
    head = text[:most]
    # Without a space near the end there is no word to keep whole.
    space = head.rfind(" ", most // 2)
    return f"{head[: space if space > 0 else most - 1].rstrip()}…"


def shortened(article: Article) -> Article:
    """For lists, and where nothing else helps: an overlong title or source is cut."""
    title, source = cut(article.title, LONGEST_TITLE), cut(article.source, LONGEST_NAME)
    return replace(article, title=title, source=source)
