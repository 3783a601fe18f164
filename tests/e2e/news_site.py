"""A news site on localhost whose pages come, change and vanish, and that misbehaves on request.

with NewsSite() as site:
    site.page("/a", "<html>…")
    site.fail("/a", status(503), times=2)
    fetch(site.url("/a"))
    assert [seen.status for seen in site.asked("/a")] == [503, 503, 200]
"""

import asyncio
import hashlib
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.e2e.news_faults import Fault
from tests.patience import PATIENCE

HOST = "127.0.0.1"
FIRST_PUBLISHED = datetime(2024, 7, 28, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came; `status` is what it got, 0 where that was no answer."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    status: int

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


@dataclass
class _Document:
    body: bytes
    headers: dict[str, str]
    status: int = 200


@dataclass
class _Trouble:
    fault: Fault
    left: int | None


@dataclass
class NewsSite:
    """Documents by path; they may be set, changed and removed while it serves."""

    port: int = 0
    requests: list[Seen] = field(default_factory=list)
    _documents: dict[str, _Document] = field(default_factory=dict)
    _troubles: dict[str, _Trouble] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ready: threading.Event = field(default_factory=threading.Event)
    _end: asyncio.Event = field(default_factory=asyncio.Event)
    _thread: threading.Thread | None = None

    def url(self, path: str = "/") -> str:
        return f"http://{HOST}:{self.port}{path}"

    def page(
        self,
        path: str,
        html: str | bytes,
        *,
        content_type: str = "text/html; charset=utf-8",
        modified: datetime = FIRST_PUBLISHED,
        headers: dict[str, str] | None = None,
        validators: bool = True,
        status: int = 200,
    ) -> str:
        """Puts a page there, in place of what was; its ETag is made of its bytes. Its URL."""
        body = html.encode() if isinstance(html, str) else html
        sent = {"Content-Type": content_type}
        if validators:
            sent["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            sent["Last-Modified"] = format_datetime(modified, usegmt=True)
        self._documents[path] = _Document(body, sent | (headers or {}), status)
        return self.url(path)

    def feed(
        self, path: str, document: str | bytes, *, content_type: str = "application/rss+xml"
    ) -> str:
        """Puts a feed there (see news_documents). Its URL."""
        return self.page(path, document, content_type=content_type)

    def robots(self, text: str) -> None:
        self.page("/robots.txt", text, content_type="text/plain")

    def remove(self, path: str, *, status: int = 404) -> None:
        """404, or 410 where the site says that it was there once."""
        self.page(path, "gone", content_type="text/plain", validators=False, status=status)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """`to` stands in the header as it is given here. The URL that redirects."""
        return self.page(path, "", headers={"Location": to}, validators=False, status=status)

    def fail(self, path: str, fault: Fault, *, times: int | None = None) -> str:
        """From now on, or `times` times, the path answers so. Its URL."""
        self._troubles[path] = _Trouble(fault, times)
        return self.url(path)

    def recover(self, path: str) -> None:
        self._troubles.pop(path, None)

    def failures_left(self, path: str) -> int | None:
        """How often the path still fails; None: always."""
        trouble = self._troubles.get(path)
        return trouble.left if trouble else 0

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.requests if seen.path == path]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._work, name="news site")
        self._thread.start()
        assert self._ready.wait(PATIENCE), "the news site did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._thread
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive(), "the news site did not end"

    def _work(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self.port).start()
            self.port = runner.addresses[0][1]
            self._ready.set()
            await self._end.wait()
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        at = len(self.requests)
        seen = Seen(request.method, request.path, request.query_string, dict(request.headers), 0)
        self.requests.append(seen)
        trouble = self._troubles.get(request.path)
        if trouble and trouble.left != 0:
            trouble.left = trouble.left - 1 if trouble.left else trouble.left
            response = await trouble.fault(request)
            if response is not None:
                self._note(at, seen, response.status)
                return response
            if request.transport is None or request.transport.is_closing():
                return web.Response()
        response = self._document(request)
        self._note(at, seen, response.status)
        return response

    def _note(self, at: int, seen: Seen, status: int) -> None:
        self.requests[at] = Seen(seen.method, seen.path, seen.query, seen.headers, status)

    def _document(self, request: web.Request) -> web.Response:
        found = self._documents.get(request.path)
        if found is None:
            return web.Response(status=404, text="nothing here")
        etag, modified = found.headers.get("ETag"), found.headers.get("Last-Modified")
        asked_etag = request.headers.get("If-None-Match")
        # RFC 9110, section 13.2.2: the date counts only where no ETag was asked about.
        same = (
            etag == asked_etag
            if asked_etag
            else modified and modified == request.headers.get("If-Modified-Since")
        )
        if same and found.status == 200:
            kept = {k: v for k, v in found.headers.items() if k in ("ETag", "Last-Modified")}
            return web.Response(status=304, headers=kept)
        return web.Response(status=found.status, body=found.body, headers=found.headers)
