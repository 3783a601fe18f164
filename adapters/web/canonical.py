"""A web address → the same page's address without what does not name the page. Pure."""

import re
from urllib.parse import quote, urljoin, urlsplit

import idna

from adapters.web.hosts import is_same_site, site_of

# Parameters that say who sent the reader, never which page to show. courlan's list is wider: it
# drops `source`, `uid` or `session` wherever they stand, and with them some sites' page numbers.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|vero|oly|itm)_.+"
    r"|(?:fb|g|dc|tw|y|ysc|ttc|ms)clid|msclkid|g?wbraid|gbraid|srsltid|epik|rdt_cid|li_fat_id"
    r"|igshid|igsh|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|_ga|_gl|__twitter_impression|fb_(?:ref|source)"
    r"|at_(?:medium|campaign|link|custom|bbc|format|ptr|creation)\w*"
    r"|ns_(?:mchannel|campaign|source|linkname|fee)|xtor|wt_z?mc|ocid|cmp(?:id)?|icid|ito|taid"
    r"|sm(?:id|typ)|guc(?:e_referrer\w*|counter)|cndid|ncid|sref|__source|spm|ref_src|ref_url",
    re.I,
)
# Medium and others mark their feed's links this way; other values may choose what is shown.
_FEED_MARKS = re.compile(r"(?:source|ref|src)=rss(?:[-_.].*)?", re.I)
_PATH, _QUERY, _FRAGMENT = "/%:@!$&'()*+,;=~", "/%:@!$&'()*+,;=~?[]", "/%:@!$&'()*+,;=~?"
# Not behind a "%" or half an escape: "%%341" would become the escape of another letter.
_UNRESERVED = re.compile(
    r"(?<!%)(?<!%[0-9A-F])%(2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)", re.I
)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_LONGEST = 4_000


def canonical(url: str) -> str:
    """Equal for addresses that differ in tracking, default port, case of the host, dot segments,
    escapes of plain letters or fragment (`#!` stays: it names a page); "" for what is no http or
    https address or carries a password. Other parameters keep order and value.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = _host(parts.hostname or "")
    if (
        parts.scheme not in ("http", "https")
        or not host
        or "@" in parts.netloc
        or len(url) > _LONGEST
        or _BLANK.search(url.replace(" ", ""))
    ):
        return ""
    plain = {"http": 80, "https": 443}[parts.scheme]
    site = f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, plain) else "")
    query = "&".join(
        piece
        for piece in parts.query.split("&")
        if piece
        and not _TRACKING.fullmatch(piece.partition("=")[0])
        and not _FEED_MARKS.fullmatch(piece)
    )
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    found = (
        site
        + _without_dots(_escaped(parts.path, _PATH))
        + (f"?{_escaped(query, _QUERY)}" if query else "")
        + (f"#{_escaped(fragment, _FRAGMENT)}" if fragment else "")
    )
    return found if len(found) <= _LONGEST else ""


def resolved(base: str, link: str) -> str:
    """The canonical address of a link in the document at `base`; "" for none or an empty link."""
    try:
        return canonical(urljoin(base, link.strip())) if link.strip() else ""
    except ValueError:  # "//[" and the like
        return ""


def believable(named: str, fetched: str) -> bool:
    """Whether the page at `fetched` may say that it is the one at `named`.

    Not on another site, and not the site's first page, which careless templates name on every
    page. Where `fetched` is "" there is nothing to hold against it.
    """
    if not fetched:
        return True
    try:
        of_name, of_page = urlsplit(named), urlsplit(fetched)
    except ValueError:
        return False
    if of_name.path in ("", "/") and not of_name.query:
        return of_page.path in ("", "/")
    ours, theirs = of_page.hostname or "", of_name.hostname or ""
    cached = site_of(theirs).replace("-", "--").replace(".", "-") + ".cdn.ampproject.org"
    # Google's cache of AMP pages writes the site's host into its own.
    return is_same_site(ours, theirs) or ours in (cached, f"www-{cached}")


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    if ":" in name:  # urlsplit has checked that it is an IPv6 address
        return f"[{name}]"
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except UnicodeError:
            return ""
    return name if re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", name) else ""


def _escaped(part: str, safe: str) -> str:
    plain = _UNRESERVED.sub(lambda found: chr(int(found[1], 16)), part)
    return quote(_ESCAPE.sub(lambda found: found[0].upper(), plain), safe=safe)


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    *folders, last = path.removeprefix("/").split("/")
    for part in folders:
        if part == ".." and kept:
            kept.pop()
        elif part not in (".", ".."):
            kept.append(part)
    if last == ".." and kept:
        kept.pop()
    return "/" + "".join(f"{part}/" for part in kept) + ("" if last in (".", "..") else last)
