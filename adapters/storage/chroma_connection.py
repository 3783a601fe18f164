"""A Chroma server's address → calls to it that end in time, and whose errors are one line.

What only reads is asked again for some seconds, so that a server that is just started anew is
waited for. What writes is asked again only where the server answered that it did nothing, or where
it is Chroma Cloud: a server of one's own that is killed while it saves may be left with a torn
collection, and to write on into that one can end it for good (see docs/decisions.md).
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import JSONDecodeError
from threading import Lock
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit
from weakref import finalize

import httpx
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, System
from chromadb.errors import NotFoundError, QuotaError
from pydantic import SecretStr
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_delay,
    wait_exponential,
    wait_random,
)

from adapters.redaction import without_secrets
from adapters.storage.chroma_settings import chroma_settings
from adapters.storage.vector_store import SegmentGone, VectorsAway, VectorsError
from adapters.web.proxies import Proxy

# https://docs.trychroma.com/docs/run-chroma/clients; its regions are hosts below it.
_CLOUD = "trychroma.com"
_CONNECT_SECONDS = 5.0
# Too many requests, or a proxy whose server is just away: nothing was done.
_NOT_DONE = frozenset({429, 502, 503, 504})
_REFUSED = frozenset({401, 403, 407})
_ANYTHING = "*"
_DIRECTLY: dict[str, None] = {"http://": None, "https://": None, "all://": None}

T = TypeVar("T")
Auth = Literal["token", "bearer", "basic"]


@dataclass(frozen=True, slots=True)
class ChromaAddress:
    """Where a Chroma server is and who asks. Without `tenant` or `database` the key decides, and
    without a key they are Chroma's default ones."""

    url: str
    tenant: str | None = None
    database: str | None = None
    key: SecretStr | None = None
    auth: Auth = "token"
    proxy: Proxy | None = None

    @property
    def is_cloud(self) -> bool:
        """Whether it is Chroma's own, whose quotas are its own and whose writes are never torn."""
        host = urlsplit(self.url).hostname or ""
        return host == _CLOUD or host.endswith(f".{_CLOUD}")

    def headers(self) -> dict[str, str]:
        """What proves who asks: Chroma's own header, or what the proxy before it takes."""
        if self.key is None:
            return {}
        key = self.key.get_secret_value()
        match self.auth:
            case "token":
                return {"X-Chroma-Token": key}
            case "bearer":
                return {"Authorization": f"Bearer {key}"}
            case "basic":
                return {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}


class _Status(Exception):
    """What the server, or a proxy before it, answered in place of what was asked for."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.code = response.status_code


@dataclass(frozen=True, slots=True)
class Place:
    """The tenant and the database in which our collections are."""

    tenant: str
    database: str


Call = Callable[[ServerAPI, Place], T]


@dataclass(slots=True, weakref_slot=True, eq=False)
class ChromaConnection:
    """Calls to one server. Safe to use from several threads; nothing is asked before the first,
    and its sockets are closed when nobody has it any more.

    `timeout_seconds` is how long one call may take, `patience_seconds` how long one that may be
    asked again is. Raises VectorsError.
    """

    address: ChromaAddress
    timeout_seconds: float
    patience_seconds: float
    _server: FastAPI | None = None
    _place: Place | None = None
    _opening: Lock = field(default_factory=Lock)

    def idempotent(self, about: str, call: Call[T]) -> T:
        """What the call yields, which changes nothing or may be done twice."""
        return self._asked(about, call, self._is_passing)

    def once(self, about: str, call: Call[T]) -> T:
        """What the call yields, which may be done twice in Chroma Cloud alone."""
        return self._asked(about, call, self._did_nothing)

    def _asked(self, about: str, call: Call[T], again: Callable[[BaseException], bool]) -> T:
        with self._named(about):
            retrying = Retrying(
                retry=retry_if_exception(again),
                stop=stop_after_delay(self.patience_seconds),
                wait=wait_exponential(multiplier=0.1, max=2.0) + wait_random(0, 0.2),
                reraise=True,
            )
            found: T = retrying(self._once, call)
            return found

    def _once(self, call: Call[T]) -> T:
        with self._opening:
            if self._server is None:
                self._server = _server(self.address, self.timeout_seconds)
                finalize(self, self._server._session.close)
            if self._place is None:
                self._place = _found_place(self._server, self.address)
        return call(self._server, self._place)

    def _is_passing(self, error: BaseException) -> bool:
        return isinstance(error, httpx.TransportError) or self._did_nothing(error)

    def _did_nothing(self, error: BaseException) -> bool:
        if isinstance(error, httpx.TransportError):
            return self.address.is_cloud
        return isinstance(error, _Status) and error.code in _NOT_DONE

    @contextmanager
    def _named(self, about: str) -> Iterator[None]:
        """The client raises errors of its own, of httpx, of JSON, and bare ones: all become one
        kind, with the address, which holds no secret, and the next step."""
        url = without_secrets(self.address.url)
        try:
            yield
        except VectorsError:
            raise
        except httpx.TransportError as error:
            raise VectorsAway(
                f"Chroma at {url} doesn't answer ({_reason(error)}); start it, or correct "
                "CHROMA_URL"
            ) from error
        except _Status as error:
            raise _of_status(url, error) from error
        except NotFoundError as error:
            raise SegmentGone(
                f"Chroma at {url} holds no {about} ({_reason(error)}); run: pullquote reindex "
                "(it is built anew from stored vectors)"
            ) from error
        except QuotaError as error:
            raise VectorsError(
                f"{about} is more than Chroma at {url} takes ({_reason(error)}); ask for a "
                "higher quota there"
            ) from error
        except JSONDecodeError as error:
            raise _no_chroma(url, "no JSON") from error
        except Exception as error:
            raise VectorsError(
                f"{about} in Chroma at {url} can't be used ({_reason(error)}); run: pullquote "
                "doctor"
            ) from error


def _server(address: ChromaAddress, timeout_seconds: float) -> FastAPI:
    """The client below `chromadb.HttpClient`, which asks the server before it can be given a
    timeout, and which keeps a list of all clients that there ever were."""
    url = urlsplit(address.url)
    secure = url.scheme == "https"
    settings = chroma_settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        # A whole address is taken as it is; the port must be named all the same.
        chroma_server_host=address.url.rstrip("/"),
        chroma_server_http_port=url.port or (443 if secure else 80),
        chroma_server_ssl_enabled=secure,
        chroma_server_headers=address.headers(),
    )
    server = System(settings).instance(FastAPI)
    # Its own session waits for ever, and knows no proxy but the environment's.
    headers = server._session.headers
    server._session.close()
    server._session = httpx.Client(
        headers=headers,
        timeout=httpx.Timeout(timeout_seconds, connect=_CONNECT_SECONDS),
        proxy=address.proxy.with_login if address.proxy else None,
        # Ours are read from the settings; it has no other way to do without.
        mounts=None if address.proxy else _DIRECTLY,
        event_hooks={"response": [_look_at_status]},
    )
    return server


def _look_at_status(response: httpx.Response) -> None:
    """Chroma's client knows statuses only where Chroma itself says what is wrong."""
    code = response.status_code
    of_chroma = response.is_success or "json" in response.headers.get("content-type", "")
    if code in _NOT_DONE or code in _REFUSED or not of_chroma:
        raise _Status(response)


def _found_place(server: ServerAPI, address: ChromaAddress) -> Place:
    """Looked up, since a list of what is in a database that is not there is empty and no error."""
    place = _named_place(server, address)
    try:
        server.get_tenant(place.tenant)
        server.get_database(place.database, tenant=place.tenant)
    except NotFoundError as error:
        raise VectorsError(
            f"Chroma at {without_secrets(address.url)} has no database {place.database} of tenant "
            f"{place.tenant} for us ({_reason(error)}); make it there, or correct CHROMA_TENANT "
            "and CHROMA_DATABASE"
        ) from error
    return place


def _named_place(server: ServerAPI, address: ChromaAddress) -> Place:
    if address.tenant and address.database:
        return Place(address.tenant, address.database)
    # https://docs.trychroma.com/docs/run-chroma/clients: a key of one database names both.
    who = server.get_user_identity()
    tenant = address.tenant or _only([who.tenant or DEFAULT_TENANT])
    database = address.database or _only(who.databases or [DEFAULT_DATABASE])
    if tenant and database:
        return Place(tenant, database)
    missing = "CHROMA_DATABASE" if tenant else "CHROMA_TENANT"
    raise VectorsError(
        f"the key for Chroma at {without_secrets(address.url)} is good for more than one place; "
        f"set {missing}"
    )


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 and names[0] != _ANYTHING else None


def _of_status(url: str, error: _Status) -> VectorsError:
    if error.code in _NOT_DONE:
        return VectorsAway(f"Chroma at {url} is busy or away ({error}); try again in a minute")
    if error.code in _REFUSED:
        return VectorsError(
            f"Chroma at {url} refuses who asks ({error}); correct CHROMA_API_KEY and CHROMA_AUTH"
        )
    return _no_chroma(url, str(error))


def _no_chroma(url: str, reason: str) -> VectorsError:
    return VectorsError(f"what answers at {url} is no Chroma ({reason}); correct CHROMA_URL")


def _reason(error: Any) -> str:
    """The first line, of a page that is no answer of Chroma's only a bit."""
    said = str(error).strip().splitlines()
    return without_secrets(said[0])[:200] if said else type(error).__name__
