"""Feeds say who tells of their changes; what is told is believed only from who knows the secret."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.fetching import Fetched
from adapters.web.websub import Hub, is_signed, offered_hub

URL = "https://buoy.example/news/feed"
HUB = Hub("https://hub.example/", "https://buoy.example/feed")
IN_HEADER = "<https://hub.example/>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{links}<entry>{inner}</entry></feed>'
RSS = (
    '<rss version="2.0"><channel xmlns:atom="http://www.w3.org/2005/Atom"><link>https://x/</link>'
    "{links}<item>{inner}</item></channel></rss>"
)
BOTH = '<{a}link rel="hub" href="https://hub.example/"/><{a}link rel="self" href="/feed"/>'


def fetched(body: str | bytes, link: str = "", content_type: str = "application/xml") -> Fetched:
    raw = body.encode() if isinstance(body, str) else body
    return Fetched(URL, "", raw, content_type, "", "", "", link)


@pytest.mark.parametrize(
    "document",
    [
        fetched(ATOM.format(links=BOTH.format(a=""), inner="")),
        fetched(RSS.format(links=BOTH.format(a="atom:"), inner="")),
        fetched(
            RSS.format(links="", inner=""), '<https://hub.example/>; rel="hub", </feed>; rel=self'
        ),
        fetched(
            "%PDF", '</feed>; title="a, b"; rel="alternate self", <https://hub.example/>; rel=hub'
        ),
        fetched(
            json.dumps(
                {
                    "feed_url": "/feed",
                    "hubs": [
                        {"type": "rssCloud", "url": "https://other.example/"},
                        {"type": "WebSub", "url": "https://hub.example/"},
                    ],
                }
            )
        ),
        fetched(
            ATOM.format(
                links='<link rel="hub" href="http://plain.example/"/>' + BOTH.format(a=""), inner=""
            )
        ),
    ],
)
def test_a_hub_is_found_in_headers_and_in_every_kind_of_feed(document: Fetched) -> None:
    assert offered_hub(document) == HUB


@pytest.mark.parametrize(
    "document",
    [
        fetched(""),
        fetched("words", "<:>;rel=hub, <<>>; rel"),
        fetched("{", "x" * 100_000),
        fetched('{"feed_url": 7, "hubs": [7]}'),
        fetched(ATOM.format(links="", inner=BOTH.format(a=""))),
        fetched(ATOM.format(links='<link rel="self" href="/feed"/>', inner="")),
        fetched(ATOM.format(links='<link rel="hub" href="https://hub.example/"/>', inner="")),
        fetched(ATOM.format(links=BOTH.format(a="").replace("https", "http"), inner="")),
        fetched(ATOM.format(links=BOTH.format(a="").replace("https", "file"), inner="")),
        fetched(ATOM.format(links=BOTH.format(a="").replace("//", "//ann:pw@"), inner="")),
    ],
)
def test_what_offers_none_or_one_that_is_not_safe_has_none(document: Fetched) -> None:
    assert offered_hub(document) is None


@given(st.binary(max_size=200), st.sampled_from(["sha1", "sha256", "sha384", "sha512"]))
def test_only_who_knows_the_secret_is_believed(body: bytes, method: str) -> None:
    made = hmac.new(b"secret", body, getattr(hashlib, method)).hexdigest()
    assert is_signed(body, f"{method}={made}", "secret")
    assert is_signed(body, f" {method}={made.upper()} ", "secret")
    assert not is_signed(body + b"x", f"{method}={made}", "secret")
    assert not is_signed(body, f"{method}={made}", "other")


@given(st.text(max_size=100))
def test_no_other_header_is_taken_for_a_signature(header: str) -> None:
    assert not is_signed(b"body", header, "secret")
    assert not is_signed(b"body", f"sha256={header}", "secret")
