"""Somebody at the desk's page without a browser: cookies, forms, and what a page says."""

import http.cookiejar
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from tests.patience import PATIENCE

TOKEN = "a-token-of-the-desk-that-nobody-guesses"


# They part no words.
_INLINE = "a|bdi|code|del|em|ins|mark|span|strong|time"


class _Led(urllib.request.HTTPRedirectHandler):
    """Where a redirect leads is for the test to see."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


@dataclass(frozen=True)
class Page:
    """What came back."""

    status: int
    html: str
    headers: dict[str, str]

    @property
    def text(self) -> str:
        """Its words, without tags; what a browser doesn't show stays."""
        body = self.html.partition("<main")[2].partition("</main>")[0]
        apart = re.sub(rf"<(?!/?(?:{_INLINE})\b)[^>]*>", " ", f"<{body}")
        return " ".join(unescape(re.sub(r"<[^>]*>", "", apart)).split())

    @property
    def mark(self) -> str:
        found = re.search(r'name="mark" value="(\w+)"', self.html)
        assert found, self.text
        return found[1]


@dataclass
class DeskClient:
    """One browser's worth of it."""

    base: str
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    mark: str = ""
    address: str = "10.0.0.1"

    def signed_in(self, token: str = TOKEN) -> "DeskClient":
        page = self.post("/sign-in", token=token)
        assert page.status == 303, page.text
        self.mark = self.get("/health").mark
        return self

    def get(self, path: str, **headers: str) -> Page:
        return self.send("GET", path, None, headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **form: str) -> Page:
        sent = {"mark": self.mark, **form}
        return self.send("POST", path, urlencode(sent).encode(), headers or {})

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        named = {"X-Forwarded-For": self.address}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.base + path, body, named, method=method)
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _Led()
        )
        try:
            with opener.open(request, timeout=PATIENCE) as response:
                return Page(response.status, response.read().decode(), dict(response.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.read().decode(), dict(error.headers))
