"""A page that lists articles → its links to them as a feed's items, and whether it is one. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from lxml import etree

from adapters.web.canonical import resolved
from adapters.web.charsets import page_text
from adapters.web.feed_items import Feed, FeedError, FeedItem, sane
from adapters.web.hosts import is_same_site
from adapters.web.html_trees import html_tree
from adapters.web.linked_data import linked_data
from adapters.web.plain_text import one_line

KIND = "topic page"
# Who follows a topic follows what is new, which stands first; the archive below it can be long.
MOST_LINKS = 100
# Fewer are what any page has somewhere.
_A_LIST = 5
_AN_ARTICLE = 600  # characters of paragraphs that stand beside each other

_BESIDE = frozenset(("nav", "footer", "aside", "form", "dialog", "noscript", "template"))
_BESIDE_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "dialog"))
_BESIDE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|cookies?|consent|share|social"
    r"|sidebar|pagination|pager|most-?(?:read|popular)|trending|newsletter|skip-?links?)"
    r"(?:[-_ ]|$)",
    re.I,
)
_TEXT_BLOCKS = ("p", "div", "section", "blockquote", "td", "li")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TITLE_NAMES = re.compile(r"(?:^|[-_ ])(?:headline|title|heading)(?:[-_ ]|$)", re.I)
_UNSEEN = frozenset(("script", "style", "svg", "noscript", "template", "time", "figcaption"))
# "Read more", "12 comments" and the like say nothing of what they lead to.
_NO_HEADLINE = re.compile(
    r"(?:read|continue|learn|see|view|show|load|watch|listen|all|more|full)\b.{0,40}"
    r"|\d+ (?:comments?|replies|shares)|(?:sign|log) (?:in|up).*|subscribe.*|skip to .*"
    r"|(?:weiterlesen|mehr|lire|voir|leer|ver|leggi)\b.{0,30}",
    re.I,
)
# Addresses of lists, people and the site itself, unless a whole headline follows.
_NO_ARTICLE = frozenset(
    "tag tags topic topics category categories section sections author authors by people profile "
    "profiles search login signin signup register account subscribe subscription newsletter "
    "newsletters about contact privacy terms jobs careers advertise help faq rss feed feeds "
    "archive archives page live-tv podcasts schlagwort thema themen autor auteur etiqueta".split()
)
_FILE = re.compile(r"\.(?:pdf|jpe?g|png|gif|webp|mp[34]|zip|xml|rss|json)$", re.I)
_HEADLINE_SLUG = re.compile(r"[^/]*[^\W_]+(?:[-_][^\W_]+){3,}[^/]*")
_LONGEST_HEADLINE = 300
_MOST_LEVELS = 5
_ARTICLES = re.compile(r"\w*(?:Article|Posting)")
_COLLECTIONS = ("CollectionPage", "SearchResultsPage", "CategoryPage", "ProfilePage")


@dataclass(slots=True)
class _Link:
    url: str
    anchor: etree._Element
    in_main: bool
    title: str = ""
    firm: bool = False
    anchors: list[etree._Element] = field(default_factory=list)


def read_topic(body: bytes, url: str, charset: str = "") -> Feed:
    """The links to articles of the page at `url`, on its own site and in its main part, in its
    order, the first hundred. Raises FeedError."""
    tree = _tree(body, charset)
    links = _links(tree, url) if tree is not None else []
    if tree is None or not links:
        raise FeedError("no links to articles in the page")
    owners = {id(anchor): link.url for link in links for anchor in link.anchors}
    items = tuple(_item(link, owners) for link in links[:MOST_LINKS])
    return Feed(KIND, _title(tree), url, items, len(links) - len(items))


def is_topic(body: bytes, url: str, charset: str = "") -> bool:
    """Whether the page lists articles rather than being one: by what it says of itself in JSON-LD,
    else by whether more of its paragraphs stand together or beside links of their own."""
    tree = _tree(body, charset)
    if tree is None:
        return False
    links = _links(tree, url)
    if len(links) < _A_LIST:
        return False
    articles, collection = _declared(tree)
    if articles == 1:
        return False
    if collection or articles >= _A_LIST:
        return True
    least = max(_AN_ARTICLE, 60 * min(len(links), 20))
    # Blogs' software says so of its lists too, so it is no proof.
    return _longest_run(tree) < (least / 2 if _calls_itself_article(tree) else least)


def _tree(body: bytes, charset: str) -> etree._Element | None:
    return html_tree(page_text(body, charset))


def _links(tree: etree._Element, url: str) -> list[_Link]:
    """Each article once, in the page's order."""
    base = next((there for element in tree.iter("base") if (there := element.get("href"))), "")
    base = resolved(url, base) or url
    here = resolved(url, url)
    found: dict[str, _Link] = {}
    for anchor, in_main in _anchors(tree):
        address = resolved(base, anchor.get("href") or "")
        if not address or address == here or not _may_be_article(address, url):
            continue
        link = found.get(address)
        if link is None:
            link = found[address] = _Link(address, anchor, in_main)
        link.anchors.append(anchor)
        title, firm = _headline(anchor)
        if title and (not link.title or (firm and not link.firm)):
            link.title, link.firm, link.anchor = title, firm, anchor
        link.in_main |= in_main
    for link in found.values():
        link.title = link.title or _headline_beside(link)
    listed = [link for link in found.values() if link.title]
    in_main_part = [link for link in listed if link.in_main]
    return in_main_part or listed


def _anchors(tree: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """What can be followed and is no part of what surrounds every page; whether in <main>."""
    beside: etree._Element | None = None
    main: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            beside = None if beside is element else beside
            main = None if main is element else main
            continue
        if beside is not None:
            continue
        if _is_beside(element):
            beside = element
        elif element.tag == "a" and element.get("href"):
            yield element, main is not None
        elif main is None and (element.tag == "main" or element.get("role") == "main"):
            main = element


def _is_beside(element: etree._Element) -> bool:
    tag = element.tag
    if tag in _BESIDE or (element.get("role") or "").lower() in _BESIDE_ROLES:
        return True
    if tag in ("html", "body", "main", "article", "a"):
        return False
    if tag == "header":
        # Of the page, not of a card.
        return not any(each.tag in ("main", "article", "li") for each in element.iterancestors())
    return bool(_BESIDE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _may_be_article(address: str, page: str) -> bool:
    there, here = urlsplit(address), urlsplit(page)
    if not is_same_site(there.netloc, here.netloc) or _FILE.search(there.path):
        return False
    parts = [part for part in unquote(there.path).lower().split("/") if part]
    # "?page=2" of the list itself; and the site's first page, or one of its sections.
    if not parts or (there.path.rstrip("/") == here.path.rstrip("/")):
        return there.query != "" and bool(
            re.search(r"(?:^|&)(?:id|p|article|story)=\d", there.query)
        )
    if parts[-1].isdigit() and there.path.startswith(here.path.rstrip("/") + "/"):
        return len(parts[-1]) > 3  # "/topic/bridge/2"
    return not _NO_ARTICLE.intersection(parts) or bool(_HEADLINE_SLUG.fullmatch(parts[-1]))


def _headline(anchor: etree._Element) -> tuple[str, bool]:
    """The link's words where they may be a headline, else ""; whether they are marked as one."""
    heading = next((e for e in anchor.iter() if e.tag in _HEADINGS), None)
    if heading is None:
        heading = next((e for e in anchor.iter() if e is not anchor and _is_titled(e)), None)
    if heading is not None:
        return _if_headline(_words(heading), least=2), True
    marked = any(e.tag in _HEADINGS for e in _above(anchor, 3)) or _is_titled(anchor)
    return _if_headline(_words(anchor), least=2 if marked else 4), marked


def _headline_beside(link: _Link) -> str:
    """Of "Read more" and of a picture: the only heading of the card that they stand in."""
    for card in _above(link.anchor, 3):
        headings = [e for e in card.iter() if e.tag in _HEADINGS]
        if len(headings) > 1:
            return ""
        if headings:
            return _if_headline(_words(headings[0]), least=2)
    return ""


def _if_headline(text: str, least: int) -> str:
    if not 0 < len(text) <= _LONGEST_HEADLINE or _NO_HEADLINE.fullmatch(text):
        return ""
    words = len(text.split())
    # Chinese and Japanese are written without blanks.
    unspaced = words < least and not text.isascii() and len(text) >= 10 and words <= 2
    return text if words >= least or (unspaced and not re.search("[a-z]", text, re.I)) else ""


def _is_titled(element: etree._Element) -> bool:
    return bool(_TITLE_NAMES.search(element.get("class") or ""))


def _words(element: etree._Element) -> str:
    pieces: list[str] = []
    unseen: etree._Element | None = None
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if unseen is None and each.tag in _UNSEEN:
                unseen = each
            if unseen is None:
                pieces.append(each.text or "")
            continue
        unseen = None if unseen is each else unseen
        if unseen is None and each is not element:
            pieces += [" " if each.tag in ("p", "div", "br") else "", each.tail or ""]
    return one_line("".join(pieces))


def _above(element: etree._Element, levels: int) -> Iterator[etree._Element]:
    for level, ancestor in enumerate(element.iterancestors()):
        if level == levels or ancestor.tag in ("body", "main", "html"):
            return
        yield ancestor


def _item(link: _Link, owners: Mapping[int, str]) -> FeedItem:
    card = _card(link, owners)
    texts = [_words(p) for p in card.iter("p")] if card is not None else []
    summary = max((text for text in texts if text != link.title), key=len, default="")
    published = None
    for time in card.iter("time") if card is not None else ():
        published = published or _moment(time.get("datetime") or "")
    return FeedItem(link.url, link.title, summary[:1_000], "", published, None, ())


def _card(link: _Link, owners: Mapping[int, str]) -> etree._Element | None:
    """The largest part of the page around the link that no other article is named in; `owners`:
    the article that each anchor, by its id, leads to."""
    found = None
    for ancestor in _above(link.anchor, _MOST_LEVELS):
        if any(owners.get(id(each), link.url) != link.url for each in ancestor.iter("a")):
            return found
        found = ancestor
    return found


def _moment(text: str) -> datetime | None:
    try:
        return sane(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def _title(tree: etree._Element) -> str:
    for name in ("h1", "title"):
        for element in tree.iter(name):
            if words := _words(element):
                return words[:_LONGEST_HEADLINE]
    return ""


def _declared(tree: etree._Element) -> tuple[int, bool]:
    """How many articles the page's JSON-LD describes, and whether it calls itself a collection."""
    headlines: set[str] = set()
    collection = False
    for found in linked_data(tree):
        kinds = found.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if not isinstance(kind, str):
                continue
            collection |= kind in _COLLECTIONS
            if _ARTICLES.fullmatch(kind):
                headlines.add(one_line(str(found.get("headline") or found.get("url") or "")))
    return len(headlines), collection


def _longest_run(tree: etree._Element) -> int:
    """The most characters that blocks of one parent hold, without those that are links."""
    most: dict[etree._Element, int] = {}
    for block in tree.iter(*_TEXT_BLOCKS):
        parent = block.getparent()
        if parent is None:
            continue
        if any(each.tag in _TEXT_BLOCKS for each in block.iterdescendants()):
            # Lines of text of its own, parted by <br>.
            own = (block.text, *(child.tail for child in block))
            most[block] = most.get(block, 0) + len(one_line(" ".join(filter(None, own))))
            continue
        text = _words(block)
        linked = sum(len(_words(anchor)) for anchor in block.iter("a"))
        if len(text) >= 40 and linked < len(text) / 2:
            most[parent] = most.get(parent, 0) + len(text)
    return max(most.values(), default=0)


def _calls_itself_article(tree: etree._Element) -> bool:
    return any(
        meta.get("property") == "og:type" and (meta.get("content") or "").lower() == "article"
        for meta in tree.iter("meta")
    )
