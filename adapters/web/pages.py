"""A saved or fetched page's HTML → its title, authors, date and main text; holds trafilatura."""

import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lxml.cssselect import CSSSelector
from trafilatura import bare_extraction, load_html
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from adapters.web.article_dates import leave_own_dates
from adapters.web.charsets import page_text
from adapters.web.html_trees import is_tangled
from adapters.web.linked_data import body_of, own_article
from adapters.web.page_blocks import blocks_of
from adapters.web.page_metadata import Found, Metadata, metadata_of
from adapters.web.paywalls import is_paid_for
from adapters.web.printed_change import printed_change
from adapters.web.shown_text import ShownText, shown_lines
from adapters.web.standfirsts import descriptions_of
from adapters.web.visible_tree import make_visible
from adapters.web.whole_article import Readings, whole_article
from retrieval.errors import PullquoteError

# These say "discarding data" of every page without an article, to a user's terminal.
for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

_ENTIRE_ARTICLE = 400
# The largest of 181 news pages has 1,600; time grows faster than the count (9 MB: minutes).
_MAX_ELEMENTS = 20_000
_BODY_CLASS = re.compile(r"\b(?:article|story|post|entry)[-_]+(?:body|content|text)\b", re.I)
_LONGEST_TAG = 40
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
    cells of a row parted by a tab. `unselected`: a selector was given, and found nothing.
    `language`: the tag that its root declares, such as "de-AT".
    """

    title: str
    url: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    guessed: bool = False
    modified: datetime | None = None
    unselected: bool = False
    language: str = ""


def read_page(html: bytes, url: str = "", charset: str = "", selector: str = "") -> Page:
    """Read a page of any encoding; `url` is used where the page names no canonical one to believe.

    `charset` is the one that the HTTP header names. trafilatura says which lines are the article;
    their words are those that a browser shows there. `selector` (CSS) says where the article
    stands; where it finds nothing the text is found as without. A page with no article in it gives
    an empty text. Raises `PageError`.
    """
    try:
        markup = page_text(html, charset)
        if is_tangled(markup):
            raise PageError("a tag of the page has thousands of attributes")
        tree = load_html(markup)
        if tree is None:
            return Page("", url, "", (), None, "")
        size = sum(1 for _ in tree.iter())
        if size > _MAX_ELEMENTS:
            raise PageError(f"the page has {size:,} elements, over the limit of {_MAX_ELEMENTS:,}")
        said = own_article(tree, url)
        paid_for = is_paid_for(tree)
        told = "" if paid_for else body_of(said)
        descriptions = None if paid_for else descriptions_of(tree, said)
        visible = deepcopy(tree)
        changed = printed_change(tree)
        about = metadata_of(tree, said, url, _found(tree, url), changed)
        declared = (tree.getroottree().getroot().get("lang") or "")[:_LONGEST_TAG]
        pointed_at = _pointed_at(visible, selector)
        make_visible(visible)
        if selected := _selected(visible, pointed_at):
            return replace(_read(about, selected), language=declared)
        _join_parted_bodies(visible)
        found = _read(about, _text(visible, told, descriptions))
        return replace(found, unselected=bool(selector), language=declared)
    except PageError:
        raise
    except Exception as fault:  # trafilatura on hostile markup fails in ways it does not list
        raise PageError(f"the page's HTML cannot be read ({type(fault).__name__})") from fault


def _found(tree: Any, url: str) -> Found:
    """Changes the tree: the dates that it shows of other things are gone."""
    leave_own_dates(tree)
    found = extract_metadata(tree, url or None, _DATES)
    return Found(found.title, found.url, found.sitename, found.date)


def _text(visible: Any, told: str, descriptions: tuple[str, ...] | None) -> str:
    shown = ShownText.of(visible)
    careful, generous = (
        shown.with_the_words_of(_lines(visible, precise=precise)) for precise in (True, False)
    )
    if len(careful) < _ENTIRE_ARTICLE and len(generous) > 2 * len(careful):
        # Precision cut one article in 181 down to a teaser; a short article grows little.
        careful = generous
    chosen = whole_article(blocks_of(visible), Readings(careful, generous, told, descriptions))
    # What JSON-LD alone has stands nowhere in the page.
    return told if chosen == told else shown.with_the_words_of(chosen.split("\n"))


def _lines(tree: Any, *, precise: bool) -> list[str]:
    """The lines that are the article's, as trafilatura finds them; words may be lost in them."""
    # Tables stay in: many sites lay the article itself out as one (F1 0.955 without them).
    found = bare_extraction(
        tree,
        favor_precision=precise,
        include_comments=False,
        include_formatting=False,
        with_metadata=False,
    )
    if not isinstance(found, Document) or found.body is None:
        return []
    return "".join(_pieces(found.body)).split("\n")


def _pointed_at(tree: Any, selector: str) -> list[Any]:
    """What the selector finds; of elements inside of others, the outer ones."""
    found = CSSSelector(selector, translator="html")(tree) if selector else []
    inside = {each for element in found for each in element.iterdescendants()}
    return [element for element in found if element not in inside]


def _selected(visible: Any, pointed_at: Iterable[Any]) -> str:
    """What is shown of these elements."""
    root = visible.getroottree().getroot()
    shown = (shown_lines(e) for e in pointed_at if e.getroottree().getroot() is root)
    return "\n".join(filter(None, shown))


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
            yield _in_line(element.text)
        else:
            yield "\t" if element.tag == "cell" else "\n" if block else ""
            yield _in_line(element.tail) if element is not body else ""


def _walk(body: Any) -> Iterator[tuple[str, Any]]:
    waiting = [("end", body), ("start", body)]
    while waiting:
        event, element = waiting.pop()
        yield event, element
        if event == "start":
            for child in reversed(element):
                waiting += [("end", child), ("start", child)]


def _in_line(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\t", " ")


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
