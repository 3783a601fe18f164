"""What the settings say of single sites → where an article stands on a page, what a site is sent.

The headers are passwords: only `headers` gives them away, and only for the site's own addresses.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr

from adapters.web.addresses import LOOPBACK, ForbiddenAddress, check_url
from retrieval.errors import WrongUse

# https://www.rfc-editor.org/rfc/rfc9110#name-tokens
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[!-~](?:[ -~]{0,7998}[!-~])?")
# What Pullquote says itself, and what is for one connection only.
_OURS = frozenset(
    "host user-agent accept accept-encoding if-none-match if-modified-since range connection "
    "content-length content-type transfer-encoding te trailer upgrade expect keep-alive "
    "proxy-authorization proxy-connection".split()
)


class BadSiteRules(WrongUse):
    """They can't be used; says what is wrong, and nothing of a header's value."""


@dataclass(frozen=True, slots=True)
class _Site:
    host: str
    article: str
    headers: tuple[tuple[str, SecretStr], ...]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Of any number of sites."""

    sites: tuple[_Site, ...] = ()

    @classmethod
    def of(cls, value: object) -> Self:
        """From a table of tables, or its JSON: {"paper.example": {"article": "div.story",
        "headers": {"Cookie": "…"}}}. With a port it is that port's alone. Raises BadSiteRules."""
        if isinstance(value, SiteRules):
            return cls(value.sites)
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.strip() else {}
            except (ValueError, RecursionError):
                # Its message would quote the text.
                raise BadSiteRules("not JSON") from None
        if not isinstance(value, dict):
            raise BadSiteRules("no table of sites")
        return cls(tuple(_site(host, rules) for host, rules in value.items()))

    def selector(self, url: str) -> str:
        """The CSS selector of the article on the site's pages, "" for none."""
        return next((site.article for site in self.sites if _is_of(site.host, url)), "")

    def headers(self, url: str) -> Mapping[str, str]:
        """What to send to `url`, which `check_url` gave: nothing without encryption, but to this
        very machine."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            return {}
        own = next((site.headers for site in self.sites if _is_of(site.host, url)), ())
        return {name: value.get_secret_value() for name, value in own}


NO_RULES = SiteRules()


def _is_of(host: str, url: str) -> bool:
    netloc = _netloc(url)
    without_port = netloc.rpartition(":")[0] if not netloc.endswith("]") else ""
    return netloc != "" and host in (netloc, without_port)


def _netloc(url: str) -> str:
    try:
        return urlsplit(check_url(url)).netloc
    except ForbiddenAddress:
        return ""


def _site(host: object, rules: object) -> _Site:
    # As it is compared: in ASCII and small letters, without the default port.
    plain = isinstance(host, str) and not set("/?#@\\") & set(host)
    netloc = _netloc(f"https://{host}") if plain else ""
    if not netloc:
        raise BadSiteRules(f"with {str(host)[:60]!r}, which is no host such as paper.example")
    if not isinstance(rules, dict):
        raise BadSiteRules(f"without a table for {netloc}")
    for key in rules:
        if key not in ("article", "headers"):
            named = f"with {str(key)[:40]!r} for {netloc}"
            raise BadSiteRules(f"{named}, which is neither article nor headers")
    article = rules.get("article", "")
    if not isinstance(article, str) or (article and not _is_selector(article)):
        raise BadSiteRules(f"with an article for {netloc} that is no CSS selector")
    headers = rules.get("headers", {})
    if not isinstance(headers, dict):
        raise BadSiteRules(f"with headers for {netloc} that are no table")
    return _Site(netloc, article, tuple(_header(netloc, *each) for each in headers.items()))


def _header(netloc: str, name: object, value: object) -> tuple[str, SecretStr]:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadSiteRules(f"with a header for {netloc} whose name can't be sent")
    if name.lower() in _OURS:
        raise BadSiteRules(f"with the header {name} for {netloc}, which is Pullquote's to send")
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        raise BadSiteRules(f"with a value of {name} for {netloc} that can't be sent")
    return name, SecretStr(value)


def _is_selector(text: str) -> bool:
    # Most settings name no site, and every command reads the settings.
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        CSSSelector(text, translator="html")
    except (SelectorError, ValueError, RecursionError):
        return False
    return True
