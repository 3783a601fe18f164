"""A Fetcher for tests: it may ask 127.0.0.1; its pauses take no time and are written down."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeVar

import httpcore

from adapters.web.addresses import AllowedAddresses
from adapters.web.connecting import resolve as system_resolve
from adapters.web.fetching import Fetched, Fetcher, FetchPolicy, Outcome, fetching
from adapters.web.robots_files import RobotsFile
from tests.e2e.news_site import NewsSite

T = TypeVar("T")
AGENT = "Pullquote/0.1 (+https://pullquote.example)"
PAGE = "<html><body><p>The center would be headed by a three-star commander.</p></body></html>"
LOCALHOST = AllowedAddresses.of(["127.0.0.0/8"])
POLICY = FetchPolicy(AGENT, LOCALHOST, seconds=300)
# It takes 80 ms to make.
default_tls = cache(httpcore.default_ssl_context)


class KeptRobots:
    """RobotsFiles in memory."""

    def __init__(self) -> None:
        self.files: dict[str, RobotsFile] = {}

    def robots(self, origin: str) -> RobotsFile | None:
        return self.files.get(origin)

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        self.files[origin] = file


@dataclass
class Desk:
    """Everything that a Fetcher is given; `pauses` are those it made."""

    policy: FetchPolicy = POLICY
    robots: KeptRobots = field(default_factory=KeptRobots)
    now: datetime = datetime(2024, 8, 1, 12, tzinfo=UTC)
    pauses: list[float] = field(default_factory=list)
    resolve: Callable[[str, int], Awaitable[Sequence[str]]] = system_resolve
    tls: Callable[[], ssl.SSLContext] = default_tls

    def but(self, **changes: object) -> "Desk":
        """With another policy."""
        return replace(self, policy=replace(self.policy, **changes))  # type: ignore[arg-type]

    def allows_all(self, *origins: str) -> "Desk":
        """As if the sites' robots.txt had just been asked for, and there was none."""
        for origin in origins:
            self.robots.files[origin] = RobotsFile("", "", "", self.now)
        return self

    def pass_time(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Outcome:
        return self.work(lambda web: web.get(url, etag=etag, last_modified=last_modified))

    def get_all(self, *urls: str) -> list[Outcome]:
        """At the same time."""

        async def work(web: Fetcher) -> list[Outcome]:
            return await asyncio.gather(*map(web.get, urls))

        return self.work(work)

    def work(self, work: Callable[[Fetcher], Awaitable[T]]) -> T:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        async def run() -> T:
            async with fetching(
                self.policy,
                self.robots,
                lambda: self.now,
                pause=pause,
                jitter=lambda: 0.5,
                resolve=self.resolve,
                tls=self.tls,
            ) as web:
                return await work(web)

        return asyncio.run(run())


class Names:
    """Answers in turn what a host's name means; the last one for good."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def found(site: NewsSite, path: str, body: bytes, **changes: str) -> Fetched:
    return Fetched(
        **{
            "url": site.url(path),
            "moved_to": "",
            "content_type": "text/html",
            "charset": "utf-8",
            "etag": "",
            "last_modified": "",
            **changes,
        },
        body=body,
    )
