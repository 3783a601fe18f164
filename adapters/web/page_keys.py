"""A web address → the same key for all addresses under which a site shows one page. Pure.

Wider than `canonical`, and only for finding what somebody links to: with or without www, for
phones, as AMP page or out of a cache of those, with or without a slash at the end.
"""

import re
from urllib.parse import unquote, urlsplit

from adapters.web.canonical import canonical
from adapters.web.hosts import site_of

_CACHES = re.compile(
    r"(?:[^/]+\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(.+)"
)
_AMP_PATH = re.compile(r"(?:/amp)?(?:/(?:index|default)\.(?:html?|php))?/*$|\.amp(?=\.html?$)")
_AMP_QUERY = re.compile(r"(?:amp|outputtype|output)(?:=(?:1|true|amp)?)?", re.I)


def page_key(url: str) -> str:
    """ "" for what is no web address."""
    address = canonical(url)
    if not address:
        return ""
    _, _, bare = address.partition("://")
    if cached := _CACHES.fullmatch(bare):
        return page_key(f"http{'s' if cached[1] else ''}://{cached[2]}")
    parts = urlsplit(address)
    path = _AMP_PATH.sub("", re.sub(r"^/amp(?=/)", "", parts.path))
    query = "&".join(one for one in parts.query.split("&") if one and not _AMP_QUERY.fullmatch(one))
    return f"{site_of(parts.netloc)}{path}{f'?{query}' if query else ''}"


def longest_word(url: str) -> str:
    """A part of its path that every way to write the address has, "" where escapes hide it."""
    path = re.sub("%..", " ", urlsplit(f"https://{page_key(url)}").path)
    return max(re.findall("[A-Za-z0-9]+", unquote(path)), key=len, default="")
