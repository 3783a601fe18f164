"""An address → whether its site's robots.txt lets us ask for it; holds Protego, which reads them.

RFC 9309. Rules are kept for a day, over restarts too, and then asked for only if they changed.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from protego import Protego

from adapters.web.addresses import host_and_port, origin
from adapters.web.http_client import Answer, Fault, conditions
from adapters.web.redirects import Found, Redirects
from adapters.web.robots_files import RobotsFile, RobotsFiles
from adapters.web.throttling import Throttle
from adapters.web.unforeseen import unforeseen

_KEPT = timedelta(hours=24)
_TRIED_AGAIN = timedelta(minutes=5)
_MOST_BYTES = 500 * 1024
_LONGEST_DELAY = 30.0
# Protego writes each rule into each agent of its group: 17,000 agents before 30,000 rules fit in
# 500 kB and would take minutes. Large newspapers have 20,000 (agents times rules).
_MOST_WORK = 2_000_000


class Robots:
    """Asks each site once, however many of its pages are wanted."""

    def __init__(
        self,
        redirects: Redirects,
        throttle: Throttle,
        files: RobotsFiles,
        agent: str,
        now: Callable[[], datetime],
    ) -> None:
        """`agent` is our product token, as site owners write it in their robots.txt."""
        self._redirects = redirects
        self._throttle = throttle
        self._files = files
        self._agent = agent
        self._now = now
        self._in_hand: dict[str, asyncio.Lock] = {}
        self._failed: dict[str, tuple[datetime, Fault]] = {}
        self._parsed: dict[str, tuple[str, Protego | None]] = {}

    async def refusal(self, url: str) -> Fault | None:
        """Why `url` must not be asked for, None where it may be. Keeps to Crawl-delay from now."""
        site = origin(url)
        async with self._in_hand.setdefault(site, asyncio.Lock()):
            file = await self._file(site)
        if isinstance(file, Fault):
            return file
        try:
            return self._refusal(site, url, file.text)
        except Exception as error:  # a file that its reader stumbles over stops its own site alone
            why = unforeseen(error, "read", f"{site}/robots.txt")
            return Fault(f"robots.txt {why}", passing=False)

    def _refusal(self, site: str, url: str, text: str) -> Fault | None:
        rules = self._rules(site, text)
        if rules is None:
            return Fault("robots.txt has more rules than can be read", passing=False)
        delay = rules.crawl_delay(self._agent) or 0.0
        self._throttle.slow_down(host_and_port(url), min(delay, _LONGEST_DELAY))
        if rules.can_fetch(url, self._agent):
            return None
        return Fault("robots.txt forbids it", passing=False)

    async def _file(self, site: str) -> RobotsFile | Fault:
        known, now = self._files.robots(site), self._now()
        if known and timedelta() <= now - known.checked < _KEPT:
            return known
        since, failure = self._failed.get(site, (now, None))
        if failure is None or now - since >= _TRIED_AGAIN:
            got = await self._fetched(site, known)
            if isinstance(got, RobotsFile):
                self._failed.pop(site, None)
                self._files.keep_robots(site, got)
                return got
            self._failed[site] = (now, got)
            failure = got
        return known or failure

    async def _fetched(self, site: str, known: RobotsFile | None) -> RobotsFile | Fault:
        headers = conditions(known.etag, known.last_modified) if known else {}
        found = await self._redirects.follow(f"{site}/robots.txt", headers, _MOST_BYTES, cut=True)
        match found:
            case Found(Answer(status=200) as answer):
                # A NUL is no part of any rule, and PostgreSQL can't store it.
                text = answer.body.decode("utf-8-sig", "replace").replace("\0", "")
                etag, modified = answer.validator("etag"), answer.validator("last-modified")
                return RobotsFile(text, etag, modified, self._now())
            case Found(Answer(status=304)) if known:
                return replace(known, checked=self._now())
            case Found(Answer(status=status)) if 400 <= status < 500:
                return RobotsFile("", "", "", self._now())
            case Found(Answer(status=status)):
                return Fault(f"robots.txt can't be had: HTTP {status}", passing=False)
            case Fault(unreached=True):
                return found
        return replace(found, reason=f"robots.txt can't be had: {found.reason}")

    def _rules(self, site: str, text: str) -> Protego | None:
        """None for a file that would take too long; the last one of each site is kept parsed."""
        parsed_text, rules = self._parsed.get(site, (None, None))
        if parsed_text != text:
            rules = Protego.parse(text) if _work(text) <= _MOST_WORK else None
            self._parsed[site] = (text, rules)
        return rules


def _work(text: str) -> int:
    lines = [line for line in map(str.strip, text.splitlines()) if line and line[0] != "#"]
    agents = sum(line[:4].lower() == "user" for line in lines)
    return agents * (len(lines) - agents)
