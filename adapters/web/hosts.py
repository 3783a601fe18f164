"""An address → its host, and the site that a host belongs to. Pure."""

import re
from urllib.parse import urlsplit

# Under these names a site has the same pages again, for phones or for feed readers. "mobile.de"
# is a site of its own.
_MIRROR = re.compile(r"^(?:www|m|mobile|amp|rss|feeds?)\.(?=[^.]+\.[^.])")


def host_of(url: str) -> str:
    """In lower case and without a port; "" for what is no http(s) address."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[" and the like
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def site_of(host: str) -> str:
    """The host without "www.", "m.", "amp." and the like before it."""
    return _MIRROR.sub("", host)


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site's, or one stands under the other."""
    one, other = site_of(one), site_of(other)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
