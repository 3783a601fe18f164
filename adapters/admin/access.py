"""Settings → what opens the desk's page and under which addresses, if one is served. Pure."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from adapters.settings import Settings


@dataclass(frozen=True, slots=True)
class Access:
    """`url` is what a proxy before the page is reached under, "" where there is none."""

    token: SecretStr
    host: str
    port: int
    url: str

    def opens(self, typed: str) -> bool:
        """Whether it is the token; compared in a time that tells nothing of it."""
        return hmac.compare_digest(_digest(typed), _digest(self.token.get_secret_value()))

    def knows_host(self, host: str) -> bool:
        """Whether a request for this `Host` is for the page: a name of elsewhere can be made to
        lead here (DNS rebinding), an address of digits can't."""
        named = (_parts(host).hostname or "").lower() if host else ""
        if named in ("localhost", self.host.lower(), _parts_of(self.url).hostname):
            return bool(named)
        return _is_address(named)

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a form of this `Origin` is the page's own, `host` being the request's."""
        if self.url and origin.lower() == self.url.lower():
            return True
        parts = _parts_of(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()

    def by_https(self, host: str) -> bool:
        """Whether a browser that asks this host does so over https."""
        public = _parts_of(self.url)
        return public.scheme == "https" and _parts(host).hostname == public.hostname

    def key_of(self, purpose: str, secret: str) -> str:
        """A digest that only holds as long as the token does."""
        key = self.token.get_secret_value().encode()
        return hmac.new(key, f"{purpose}:{secret}".encode(), hashlib.sha256).hexdigest()


def access_of(settings: Settings) -> Access | None:
    """None where no token is set, or no port: then there is no page."""
    if settings.admin_token is None or not settings.admin_port:
        return None
    return Access(
        settings.admin_token, settings.admin_host, settings.admin_port, settings.admin_url or ""
    )


def address_of(access: Access) -> str:
    """Where a browser finds the page."""
    host = f"[{access.host}]" if ":" in access.host else access.host
    return access.url or f"http://{host}:{access.port}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _parts(host: str) -> SplitResult:
    return _parts_of(f"//{host}")


def _parts_of(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
