"""An address → the answer at the end of its redirects, after as many tries as it takes.

Every hop is checked like the first one: a public page may redirect to a private address.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from adapters.web.addresses import ForbiddenAddress, check_url, host_and_port
from adapters.web.http_client import Answer, Fault, HttpClient
from adapters.web.throttling import Pause, Throttle

_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_ASKS_TO_WAIT = (429, 503)

Refusal = Callable[[str], Awaitable[Fault | None]]
Own = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """`moved_to`: the last address that was reached by permanent redirects only, "" for none."""

    answer: Answer
    moved_to: str


@dataclass(frozen=True, slots=True)
class Redirects:
    """`seconds` are for all hops and tries of one address, without the wait for a host's turn."""

    client: HttpClient
    throttle: Throttle
    pause: Pause
    jitter: Callable[[], float]
    now: Callable[[], datetime]
    seconds: float
    redirects: int
    tries: int

    async def follow(
        self,
        url: str,
        headers: Mapping[str, str],
        most: int,
        *,
        cut: bool = False,
        refusal: Refusal | None = None,
        own: Own = lambda _url: {},
    ) -> Found | Fault:
        """`url` as `check_url` gave it; `refusal` is asked before each hop. `own`: further headers
        for a site, until it has led to another host."""
        left = self.seconds
        seen, moved_to, permanent, same_host = {url}, "", True, True
        while True:
            if refusal and (refused := await refusal(url)):
                return refused
            sent = {**headers, **own(url)} if same_host else headers
            result, left = await self._try(url, sent, most, cut, left)
            if isinstance(result, Fault):
                return result
            if result.status not in _REDIRECTS:
                return Found(result, moved_to)
            target = _target(result)
            if isinstance(target, Fault):
                return target
            if target in seen:
                return Fault("redirects in a loop", passing=False)
            if len(seen) > self.redirects:
                return Fault(f"more than {self.redirects} redirects", passing=False)
            seen.add(target)
            # From http to https on the usual ports it is still the same.
            same_host = same_host and urlsplit(target).netloc == urlsplit(url).netloc
            downgrade = url.startswith("https:") and target.startswith("http:")
            permanent = permanent and result.status in _PERMANENT and not downgrade
            moved_to = target if permanent else moved_to
            url = target

    async def send(self, url: str, form: bytes) -> str:
        """Sends a form to `url`, which `check_url` gave, in its host's turn and without a second
        try; why that failed, or ""."""
        async with self.throttle.turn(host_and_port(url)) as rest:
            if rest:
                return "the site asked to wait"
            try:
                async with asyncio.timeout(self.seconds):
                    result = await self.client.ask(url, {}, 0, cut=True, form=form)
            except TimeoutError:
                return f"timed out after {self.seconds:g} s"
        if isinstance(result, Fault):
            return result.reason
        return "" if 200 <= result.status < 300 else f"HTTP {result.status}"

    async def _try(
        self, url: str, headers: Mapping[str, str], most: int, cut: bool, left: float
    ) -> tuple[Answer | Fault, float]:
        """The answer, and the seconds that are left of `left`."""
        clock = asyncio.get_running_loop().time
        host = host_and_port(url)
        for attempt in range(1, self.tries + 1):
            async with self.throttle.turn(host) as rest:
                if rest:
                    return Fault("the site asked to wait", passing=False, retry_after=rest), left
                started = clock()
                try:
                    async with asyncio.timeout(left):
                        result = await self.client.ask(url, headers, most, cut=cut)
                except TimeoutError:
                    return Fault(f"timed out after {self.seconds:g} s", passing=False), 0.0
                left -= clock() - started
            fault = result if isinstance(result, Fault) else self._fault(result)
            if fault is None:
                return result, left
            wait = max(2 ** (attempt - 1) * (0.5 + self.jitter()), fault.retry_after or 0.0)
            if not fault.passing or attempt == self.tries or wait >= left:
                self.throttle.rest(host, fault.retry_after or 0.0)
                return _after(fault, attempt), left
            await self.pause(wait)
            left -= wait
        raise AssertionError("the last try returns")

    def _fault(self, answer: Answer) -> Fault | None:
        if answer.status < 500 and answer.status != 429:
            return None
        asked = answer.headers.get("retry-after", "") if answer.status in _ASKS_TO_WAIT else ""
        wait = _seconds(asked, self.now())
        return Fault(f"HTTP {answer.status}", passing=True, retry_after=wait)


def _after(fault: Fault, tries: int) -> Fault:
    return replace(fault, reason=f"{fault.reason} after {tries} tries") if tries > 1 else fault


def _target(answer: Answer) -> str | Fault:
    location = answer.headers.get("location", "")
    if not location:
        return Fault(f"HTTP {answer.status} without an address", passing=False)
    # Browsers read the header as UTF-8; what is neither that nor ASCII stays as it is.
    with suppress(UnicodeDecodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return check_url(urljoin(answer.url, location))
    except ForbiddenAddress as error:
        return Fault(f"redirects elsewhere: {error}", passing=False)
    except ValueError:  # urljoin, of "http://[" and the like
        return Fault("redirects to what is no address", passing=False)


def _seconds(retry_after: str, now: datetime) -> float | None:
    """Of "120" or "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 10.2.3)."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
