"""An address from a person or a feed → its document, or why it can't be had. Safe and polite.

No request leaves for an address that is not allowed, for a page that robots.txt forbids, or
sooner after another to the same host than is polite; nothing hostile takes long or fills memory.
"""

import asyncio
import random
import ssl
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Protocol
from urllib.parse import urlencode

import httpcore

from adapters.web.addresses import AllowedAddresses, check_url, shown
from adapters.web.connecting import Resolve, resolve
from adapters.web.http_client import Answer, Fault, conditions, http_client
from adapters.web.proxies import NO_PROXIES, Proxies
from adapters.web.redirects import Found, Redirects
from adapters.web.robots import Robots
from adapters.web.robots_files import RobotsFiles
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.throttling import Pause, Throttle
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, whole.

    `url`: where it was found at last. `moved_to`: the last address reached by permanent
    redirects only, to be stored in place of the one that was asked for; "" for none. `charset` as
    the header says, "" where it doesn't. `etag` and `last_modified` are for the next time; `link`:
    the Link headers.
    """

    url: str
    moved_to: str
    body: bytes
    content_type: str
    charset: str
    etag: str
    last_modified: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is as it was the last time."""

    moved_to: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The site says that there is nothing: 404 or 410."""

    status: int


@dataclass(frozen=True, slots=True)
class Failed:
    """One clear line; `retry_after`: seconds, where the server asked for them."""

    reason: str
    retry_after: float | None = None


Outcome = Fetched | NotModified | Gone | Failed


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """`seconds`: all hops and tries of an address, without the wait for its host's turn.
    `most_bytes`: inflated. `host_pause`: between the starts of two requests to a host. `sites`:
    what single sites are sent beside. `proxies`: by which way, where not directly."""

    user_agent: str
    allowed: AllowedAddresses
    seconds: float = 20.0
    most_bytes: int = 10_000_000
    redirects: int = 5
    host_pause: float = 1.0
    at_once: int = 16
    tries: int = 3
    sites: SiteRules = NO_RULES
    proxies: Proxies = NO_PROXIES


class Asks(Protocol):
    """What a refresh asks for documents."""

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Outcome:
        """The document at `url`, if it changed since `etag` and `last_modified`. Never raises."""
        ...


class Fetcher:
    """Any number of `get` at once; made by `fetching`."""

    def __init__(
        self, redirects: Redirects, robots: Robots, most_bytes: int, sites: SiteRules
    ) -> None:
        """Both share their connections and hosts' turns."""
        self._redirects = redirects
        self._robots = robots
        self._most_bytes = most_bytes
        self._sites = sites

    async def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Outcome:
        """The document at `url`, if it changed since `etag` and `last_modified`. Never raises."""
        try:
            found = await self._redirects.follow(
                check_url(url),
                conditions(etag, last_modified),
                self._most_bytes,
                refusal=self._robots.refusal,
                own=self._sites.headers,
            )
        except PullquoteError as error:
            return Failed(str(error))
        except Exception as error:  # one source must not end the refresh of all others
            # Not its message: it may hold the address whole, with a token in the query.
            where = traceback.extract_tb(error.__traceback__)[-1]
            name = type(error).__name__
            _log.error(
                "fetch_failed", url=shown(url), fault=name, at=f"{where.name}:{where.lineno}"
            )
            return Failed(f"can't be fetched ({name})")
        match found:
            case Fault(reason=reason, retry_after=retry_after):
                return Failed(reason, retry_after)
            case Found(answer, moved_to):
                return _outcome(answer, moved_to, etag, last_modified)

    async def post(self, url: str, form: Mapping[str, str]) -> str:
        """Sends the form there, once; why that failed, "" where it did not. Never raises."""
        try:
            return await self._redirects.send(check_url(url), urlencode(form).encode())
        except PullquoteError as error:
            return str(error)
        except Exception as error:
            _log.error("post_failed", url=shown(url), fault=type(error).__name__)
            return f"can't be sent ({type(error).__name__})"


@asynccontextmanager
async def fetching(
    policy: FetchPolicy,
    robots: RobotsFiles,
    now: Callable[[], datetime],
    *,
    pause: Pause = asyncio.sleep,
    jitter: Callable[[], float] = random.random,
    resolve: Resolve = resolve,
    tls: Callable[[], ssl.SSLContext] = httpcore.default_ssl_context,
) -> AsyncIterator[Fetcher]:
    """`jitter` gives 0 to 1. Hosts' turns and pauses are kept for as long as this is open."""
    clock = asyncio.get_running_loop().time
    throttle = Throttle(policy.host_pause, policy.at_once, pause, clock)
    async with http_client(
        policy.user_agent,
        policy.allowed,
        patience=policy.seconds / 2,
        at_once=policy.at_once,
        resolve=resolve,
        tls=tls,
        proxies=policy.proxies,
    ) as client:
        redirects = Redirects(
            client=client,
            throttle=throttle,
            pause=pause,
            jitter=jitter,
            now=now,
            seconds=policy.seconds,
            redirects=policy.redirects,
            tries=policy.tries,
        )
        agent = policy.user_agent.partition("/")[0].strip()
        about_robots = Robots(redirects, throttle, robots, agent, now)
        yield Fetcher(redirects, about_robots, policy.most_bytes, policy.sites)


def _outcome(answer: Answer, moved_to: str, etag: str, last_modified: str) -> Outcome:
    new_etag, new_modified = answer.validator("etag"), answer.validator("last-modified")
    match answer.status:
        case 200:
            content_type, charset = _content_type(answer.headers.get("content-type", "")[:300])
            return Fetched(
                url=answer.url,
                moved_to=moved_to,
                body=answer.body,
                content_type=content_type,
                charset=charset,
                etag=new_etag,
                last_modified=new_modified,
                link=answer.headers.get("link", ""),
            )
        case 304 if etag or last_modified:
            return NotModified(moved_to, new_etag or etag, new_modified or last_modified)
        case 404 | 410:
            return Gone(answer.status)
    return Failed(f"HTTP {answer.status}")


def _content_type(header: str) -> tuple[str, str]:
    """(type, charset), both in lower case."""
    message = Message()
    message["Content-Type"] = header
    kind = message.get_content_type() if "/" in header else ""
    return kind, message.get_content_charset("")
