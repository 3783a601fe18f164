"""One checked address → what the server there answers; holds httpcore, the engine of httpx.

httpx on top of it would bring cookies, credentials from .netrc, proxies from the environment and
unlimited inflating, each to be turned off again.
"""

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

from adapters.web.addresses import AllowedAddresses, ForbiddenAddress, host_and_port
from adapters.web.connecting import Resolve
from adapters.web.inflating import CODINGS, BodyError, CutShort, Inflating, TooMuch
from adapters.web.pools import Pools, pools
from adapters.web.proxies import Proxies

_CONNECT_SECONDS = 5.0
# Longer ones are no validators; they would be stored and sent on every refresh.
_LONGEST_VALIDATOR = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """Header names in lower case; a body only with status 200."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def validator(self, name: str) -> str:
        """`etag` or `last-modified`, to be sent back the next time; "" where there is none."""
        value = self.headers.get(name, "")
        usable = len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable()
        return value if usable else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """No answer that could be used. `passing`: another try may do better. `unreached`: there was
    no connection to the host. `retry_after`: seconds, where the server asked for them."""

    reason: str
    passing: bool
    unreached: bool = False
    retry_after: float | None = None


def conditions(etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask only for what has changed since (RFC 9110, section 13)."""
    named = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in named.items() if value}


class HttpClient:
    """One request at a time a call; nothing is kept but connections."""

    def __init__(self, pools: Pools, user_agent: str, patience: float):
        """`patience`: seconds that a server may be silent."""
        self._pools = pools
        self._user_agent = user_agent
        self._timeouts = {"connect": min(_CONNECT_SECONDS, patience), "read": patience}

    async def ask(
        self,
        url: str,
        headers: Mapping[str, str],
        most: int,
        *,
        cut: bool,
        form: bytes | None = None,
    ) -> Answer | Fault:
        """Ask for what is at `url`, which `check_url` gave, or send a form there. How long it may
        take is the caller's.

        A body of more than `most` bytes is a fault or, with `cut`, is cut there.
        """
        host, port = host_and_port(url)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        request = httpcore.Request(
            "GET" if form is None else "POST",
            # Given as text, httpcore would drop what follows a semicolon in the path.
            httpcore.URL(scheme=parts.scheme, host=host, port=port, target=target),
            headers=[
                ("Host", parts.netloc),
                ("User-Agent", self._user_agent),
                ("Accept", "*/*"),
                ("Accept-Encoding", CODINGS),
                *headers.items(),
                *([] if form is None else _of_form(form)),
            ],
            content=form,
            extensions={"timeout": self._timeouts},
        )
        begun = by_proxy = False
        try:
            pool, by_proxy = self._pools.towards(url)
            response = await pool.handle_async_request(request)
            begun = True
            try:
                if by_proxy and response.status == 407:
                    return _refused_by_proxy(str(response.status))
                return await _answer(url, response, most, cut)
            finally:
                await response.aclose()
        except ForbiddenAddress as error:
            return Fault(str(error), passing=False, unreached=True)
        except (CutShort, BodyError) as error:
            return Fault(str(error), passing=isinstance(error, CutShort))
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            return _unreached(error, self._timeouts["connect"], by_proxy)
        except httpcore.ProxyError as error:
            return _refused_by_proxy(str(error))
        except httpcore.TimeoutException:
            return Fault(f"no answer in {self._timeouts['read']:g} s", passing=True)
        except httpcore.LocalProtocolError:
            return Fault("can't be asked for over HTTP", passing=False)
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return Fault("cut short" if begun else "no proper HTTP answer", passing=True)


@asynccontextmanager
async def http_client(
    user_agent: str,
    allowed: AllowedAddresses,
    *,
    patience: float,
    at_once: int,
    resolve: Resolve,
    tls: Callable[[], ssl.SSLContext],
    proxies: Proxies,
) -> AsyncIterator[HttpClient]:
    """Its connections are closed in the end."""
    async with pools(allowed, proxies, at_once=at_once, resolve=resolve, tls=tls()) as ways:
        yield HttpClient(ways, user_agent, patience)


async def _answer(url: str, response: httpcore.Response, most: int, cut: bool) -> Answer:
    headers = _headers(response)
    body = b""
    if response.status == 200:
        length = headers.get("content-length", "")
        if not cut and length.isdecimal() and int(length[:20]) > most:
            raise TooMuch(most)
        body = await _body(response, Inflating(headers.get("content-encoding", ""), most), cut)
    return Answer(url, response.status, headers, body)


async def _body(response: httpcore.Response, inflating: Inflating, cut: bool) -> bytes:
    try:
        async for chunk in response.aiter_stream():
            inflating.take(chunk)
    except TooMuch:
        if not cut:
            raise
        return inflating.first()
    return inflating.whole()


def _of_form(form: bytes) -> list[tuple[str, str]]:
    kind = "application/x-www-form-urlencoded"
    return [("Content-Type", kind), ("Content-Length", str(len(form)))]


def _headers(response: httpcore.Response) -> dict[str, str]:
    """The first of each name, but all of Content-Encoding, two of which in a row are not read, and
    all of Link."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name in ("content-encoding", "link") and name in headers:
            value = f"{headers.pop(name)}, {value}"
        headers.setdefault(name, value)
    return headers


def _refused_by_proxy(answer: str) -> Fault:
    """`answer`: its status, and maybe words, which are left out: they are anybody's."""
    status = answer[:3] if answer[:3].isdecimal() else "no"
    needs = "; does HTTPS_PROXY hold the right login?" if status == "407" else ""
    # What stands behind it may be back soon.
    passing = status in ("502", "503", "504")
    return Fault(f"the proxy refuses (HTTP {status}{needs})", passing=passing, unreached=True)


def _unreached(error: Exception, patience: float, by_proxy: bool) -> Fault:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = cause.verify_message.rstrip(".")
            return Fault(f"its certificate is not valid ({reason})", passing=False, unreached=True)
    if isinstance(error, httpcore.ConnectTimeout):
        reason = f"no connection{' to the proxy' if by_proxy else ''} in {patience:g} s"
        return Fault(reason, passing=True, unreached=True)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault("no secure connection", passing=True, unreached=True)
    if by_proxy:
        return Fault("no connection to the proxy", passing=True, unreached=True)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Fault("connection refused", passing=True, unreached=True)
    known = str(error) if str(error) == "no such host" else "no connection"
    return Fault(known, passing=True, unreached=True)


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        if isinstance(error, BaseExceptionGroup):
            found += error.exceptions
        error = error.__cause__ or error.__context__
    return found
