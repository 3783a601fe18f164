"""An address, and the proxies that a person set → the proxy that leads there, if any. Pure.

As every program reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY; and as in Go, what is on this very
machine is never asked through a proxy: there it would be the proxy's own machine.
"""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote, unquote, urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from adapters.web.addresses import is_here

_PORTS = {"http": 80, "https": 443}
# Names that are of one network only; a proxy would look them up in its own.
# RFC 6762, RFC 8375 and ICANN's resolution 2024.07.29.06.
_NOT_PUBLIC = (".local", ".home.arpa", ".internal")


@dataclass(frozen=True, slots=True)
class Proxy:
    """`url` holds no login, `login` name and password."""

    url: str
    login: tuple[str, str] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """From `http://name:password@host:port`. Raises ValueError where it is no such address."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port or _PORTS.get(parts.scheme)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/"):
            raise ValueError("no proxy")
        if parts.query or parts.fragment:
            raise ValueError("no proxy")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        login = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(f"{parts.scheme}://{host}:{port}", login if any(login) else None)

    @property
    def with_login(self) -> str:
        """A secret where there is a login."""
        if self.login is None:
            return self.url
        name, password = (quote(each, safe="") for each in self.login)
        return self.url.replace("://", f"://{name}:{password}@", 1)


@dataclass(frozen=True, slots=True)
class Proxies:
    """`https` for https:// and wss://, `http` for http:// and ws://; `none_for`: names with commas
    between them, each with its subdomains, or "*" for all."""

    https: Proxy | None = None
    http: Proxy | None = None
    none_for: str = ""

    def towards(self, url: str) -> Proxy | None:
        """None: it is asked directly."""
        parts = urlsplit(url)
        proxy = self.https if parts.scheme in ("https", "wss") else self.http
        host = parts.hostname or ""
        if proxy is None or is_here(host):
            return None
        port = f":{parts.port}" if parts.port else ""
        # Not in Python's documentation, but what pip and requests read NO_PROXY with.
        bypassed = proxy_bypass_environment(f"{host}{port}", {"no": self.none_for})
        return None if bypassed else proxy


NO_PROXIES = Proxies()


def is_of_one_network(host: str) -> bool:
    """Whether a name means nothing in the public web: each network has its own such machine."""
    return "." not in host or host.endswith(_NOT_PUBLIC)
