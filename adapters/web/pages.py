"""A saved or fetched page's HTML → its title, authors, date and main text; holds trafilatura."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trafilatura import bare_extraction, extract_metadata, load_html
from trafilatura.settings import Document

from adapters.web.charsets import decoded
from adapters.web.html_trees import is_tangled
from adapters.web.linked_data import body_of, own_article
from adapters.web.page_blocks import blocks_of
from adapters.web.page_metadata import Found, Metadata, metadata_of
from adapters.web.paywalls import is_paid_for
from adapters.web.whole_article import Readings, whole_article
from retrieval.errors import PullquoteError

# Without a handler of their own these print "discarding data" to a user's terminal.
for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_ENTIRE_ARTICLE = 400
# The largest of 181 news pages has 1,600; time grows faster than the count (9 MB: minutes).
_MAX_ELEMENTS = 20_000
_BODY_CLASS = re.compile(r"\b(?:article|story|post|entry)[-_]+(?:body|content|text)\b", re.I)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[ \r\f\v]+")
# The earliest date is the publication, the latest a change; a date guessed from running text
# (`extensive_search`) would be shown to people as fact. `max_date` stands still so that the same
# bytes read the same on any day.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


class PageError(PullquoteError):
    """The page could not be taken apart at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says about itself; "" or None where it does not say.

    `published` has the offset that it was written with; a day alone is midnight UTC. `guessed`: no
    metadata gives it. `modified`: when the page says that it was changed. `text` is the main text
    without menus, captions and comments: a paragraph, heading, list item or table row a line, the
    cells of a row parted by a tab.
    """

    title: str
    url: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    guessed: bool = False
    modified: datetime | None = None


def read_page(html: bytes, url: str = "", charset: str = "") -> Page:
    """Read a page of any encoding; `url` is used where the page names no canonical one to believe.

    `charset` is the one that the HTTP header names: it is used where the bytes fit it. A page with
    no article in it gives an empty text. Raises `PageError`.
    """
    try:
        text_of_header = decoded(html, charset) if charset else None
        if is_tangled(text_of_header or decoded(html, "latin-1") or ""):
            raise PageError("a tag of the page has thousands of attributes")
        tree = load_html(html if text_of_header is None else text_of_header)
        if tree is None:
            return Page("", url, "", (), None, "")
        size = sum(1 for _ in tree.iter())
        if size > _MAX_ELEMENTS:
            raise PageError(f"the page has {size:,} elements, over the limit of {_MAX_ELEMENTS:,}")
        said = own_article(tree, url)
        about = metadata_of(tree, said, url, _found(tree, url))
        _join_parted_bodies(tree)
        careful, generous = (_text(tree, url, precise=precise) for precise in (True, False))
        if len(careful) < _ENTIRE_ARTICLE and len(generous) > 2 * len(careful):
            # Precision cut one article in 181 down to a teaser; a short article grows little.
            careful = generous
        told = "" if is_paid_for(tree) else body_of(said)
        text = whole_article(blocks_of(tree), Readings(careful, generous, told))
        return _read(about, text)
    except PageError:
        raise
    except Exception as fault:  # trafilatura on hostile markup fails in ways it does not list
        raise PageError(f"the page's HTML cannot be read ({type(fault).__name__})") from fault


def _found(tree: Any, url: str) -> Found:
    found = extract_metadata(tree, url or None, _DATES)
    return Found(found.title, found.url, found.sitename, found.date)


def _text(tree: Any, url: str, *, precise: bool) -> str:
    # Tables stay in: many sites lay the article itself out as one (F1 0.955 without them).
    found = bare_extraction(
        tree,
        url=url or None,
        favor_precision=precise,
        include_comments=False,
        include_formatting=False,
        with_metadata=False,
    )
    body = found.body if isinstance(found, Document) else None
    if body is None:
        return ""
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(_pieces(body)).split("\n"))
    return "\n".join(line for line in lines if line)


def _join_parted_bodies(tree: Any) -> None:
    """Wired and its sisters part the article's body around advertisements; trafilatura takes
    the first part only. Parts are joined within one <article>, never across two."""
    firsts: dict[tuple[Any, str], Any] = {}
    for part in list(tree.iter("div", "section")):
        kind = part.get("class") or ""
        article = next(part.iterancestors("article"), None)
        if article is None or not _BODY_CLASS.search(kind):
            continue
        first = firsts.setdefault((article, kind), part)
        if first is not part and first not in part.iterancestors():
            first.extend(list(part))


def _pieces(body: Any) -> Iterator[str]:
    """The words of trafilatura's tree, blocks parted by line ends; its own text output would put
    "- " and "| " before list items and cells, which the page does not show."""
    for event, element in _walk(body):
        block = element.tag in ("p", "head", "item", "quote", "row", "table", "list", "lb", "div")
        if event == "start":
            yield "\n" if block else ""
            yield _inline(element.text)
        else:
            yield "\t" if element.tag == "cell" else "\n" if block else ""
            yield _inline(element.tail) if element is not body else ""


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    waiting = [("end", body), ("start", body)]
    while waiting:
        event, element = waiting.pop()
        yield event, element
        if event == "start":
            for child in reversed(element):
                waiting += [("end", child), ("start", child)]


def _inline(text: str | None) -> str:
    return _NOT_TEXT.sub("", text or "").replace("\n", " ").replace("\t", " ")


def _read(about: Metadata, text: str) -> Page:
    lines = text.split("\n")
    # Below a kicker or a date, too.
    body = [line for n, line in enumerate(lines) if n > 3 or line != about.title]
    return Page(
        title=about.title,
        url=about.url,
        source=about.source,
        authors=about.authors,
        published=about.published,
        # The headline is the title already; as text it would be quoted in place of an answer.
        text="\n".join(body) if body else text,
        guessed=about.guessed,
        modified=about.modified,
    )
