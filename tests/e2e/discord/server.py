"""HTTP requests and WebSockets of a bot → the localhost Discord, on a thread of its own."""

import asyncio
import json
import threading
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from aiohttp import web

from tests.e2e.discord import openapi
from tests.e2e.discord.faults import Fault, Faults, RateLimits
from tests.e2e.discord.gateway import Event, Gateway
from tests.e2e.discord.payloads import Payloads
from tests.e2e.discord.rest import Rest
from tests.e2e.discord.routes import Refused, Request, Route
from tests.e2e.discord.uploads import Uploaded, taken
from tests.e2e.discord.world import Call, Interaction, Json, World

T = TypeVar("T")
MAX_BODY = 30 * 1024 * 1024
VIA = "1.1 google"  # what tells Discord's own 429 from Cloudflare's
STATUS_TEXT = {500: "500: Internal Server Error", 401: "401: Unauthorized"}


@dataclass(slots=True)
class Server:
    """Everything a bot connects to. `submit` runs something on the server's loop."""

    world: World
    payloads: Payloads
    gateway: Gateway
    answer_within: float
    faults: Faults = field(default_factory=Faults)
    rates: RateLimits = field(default_factory=lambda: RateLimits(time.time))
    port: int = 0
    in_flight: int = 0
    undelivered: int = 0
    rest: Rest = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        self.rest = Rest(self.world, self.payloads, self.gateway, self.tell)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord", daemon=True)
        self._thread.start()
        self.submit(self._listen())
        self.gateway.url = f"ws://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        self.submit(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(10)
        self._loop.close()

    def submit(self, work: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """From another thread: waits for the outcome."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def tell(self, name: str, data: Json, guild: str = "") -> Event:
        """An event for the bot, from any thread; returns at once."""
        event = Event(name, data, self.world.shard_of(guild), guild)
        self.send(event)
        return event

    def send(self, event: Event) -> None:
        with self.world.changed:
            self.undelivered += 1
        self._spawn(self._deliver(event))
        self.world.happened()

    def watch(self, interaction: Interaction) -> None:
        """Gives it up when no answer came in time."""
        self._spawn(self._deadline(interaction))

    # -------------------------------------------------------------------------- to the bot

    async def _deliver(self, event: Event) -> None:
        try:
            await self.gateway.dispatch(event)
        finally:
            with self.world.changed:
                self.undelivered -= 1
            self.world.happened()

    async def _deadline(self, interaction: Interaction) -> None:
        await asyncio.sleep(interaction.at + self.answer_within - time.monotonic())
        with self.world.changed:
            if not interaction.over:
                self.world.fail(interaction)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """From any thread; what it raises is a violation, for nothing may pass unseen."""

        def start() -> None:
            task = self._loop.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._ended)

        self._loop.call_soon_threadsafe(start)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.world.violated(f"the localhost Discord failed: {error!r}")

    # ------------------------------------------------------------------------ from the bot

    async def _listen(self) -> None:
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_get("/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._request)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def _end(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.gateway.drop()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _request(self, request: web.Request) -> web.StreamResponse:
        with self.world.changed:
            self.in_flight += 1
        try:
            return await self._answered(request)
        finally:
            with self.world.changed:
                self.in_flight -= 1
            self.world.happened()

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        path, query = "/" + request.match_info["path"], dict(request.query)
        at, (body, files) = time.monotonic(), await _body(request)
        found = self.rest.find(request.method, path)
        self._check_request(request, path, query, body, files)
        if found is None:
            self.world.violated(f"{request.method} {path}: the localhost Discord has no such route")
            return self._said(request, "", path, body, at, 404, _error(0, "404: Not Found"), {})
        route, params = found
        fault = self.faults.next(route.name)
        if route.name == "gateway" and self.gateway.refusing and not fault.fails:
            fault = Fault(503)
        await asyncio.sleep(fault.seconds)
        headers, wait = self.rates.take(route.name, _major(params))
        if wait and not fault.fails:
            fault = Fault(429, retry_after=wait)
        status, answer = 200, None
        if not fault.fails or fault.after_effect:
            status, answer = self._effect(request, route, Request(params, query, body), files)
        if fault.drop:
            self._note(request, route.name, path, body, at, 0, 0)
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        if fault.fails:
            return self._broken(request, route.name, path, body, at, fault, headers)
        return self._said(request, route.name, path, body, at, status, answer, headers)

    def _effect(
        self, request: web.Request, route: Route, asked: Request, files: Mapping[str, Uploaded]
    ) -> tuple[int, Any]:
        authorized = request.headers.get("Authorization") == f"Bot {self.world.token}"
        if not authorized and not route.public:
            return 401, _error(0, STATUS_TEXT[401])
        with self.world.changed:
            try:
                body = taken(self.world, asked.body, files)
                return route.handle(replace(asked, body=body))
            except Refused as refused:
                if refused.wrong:
                    self.world.violated(f"{route.name}: {refused.wrong}")
                return refused.status, refused.body
            except Exception as failure:
                # Else a bot might take a bug of this server for one of Discord's bad days.
                self.world.violated(f"the localhost Discord failed: {route.name}: {failure!r}")
                return 500, _error(0, STATUS_TEXT[500])

    def _broken(
        self,
        request: web.Request,
        route: str,
        path: str,
        body: Any,
        at: float,
        fault: Fault,
        headers: dict[str, str],
    ) -> web.StreamResponse:
        if fault.status == 429 and not fault.via:
            self._note(request, route, path, body, at, 429, 0)
            more = {"Retry-After": str(max(1, int(fault.retry_after)))}
            return web.Response(status=429, text="error code: 1015", headers=more)
        if fault.status == 429:
            limited = {
                "message": "You are being rate limited.",
                "retry_after": fault.retry_after,
                "global": fault.everywhere,
            }
            more = {
                "Via": VIA,
                "Retry-After": str(max(1, int(fault.retry_after))),
                "X-RateLimit-Scope": "global" if fault.everywhere else "user",
            }
            if fault.everywhere:
                more["X-RateLimit-Global"] = "true"
            else:
                more = headers | {"X-RateLimit-Remaining": "0"} | more
            return self._said(request, route, path, body, at, 429, limited, more)
        if fault.status >= 501 and not fault.code:
            self._note(request, route, path, body, at, fault.status, 0)
            text = f"<html><body>{fault.status}</body></html>"
            return web.Response(status=fault.status, text=text, content_type="text/html")
        said = fault.message or STATUS_TEXT.get(fault.status, f"{fault.status}: Error")
        error = _error(fault.code, said)
        return self._said(request, route, path, body, at, fault.status, error, headers)

    def _said(
        self,
        request: web.Request,
        route: str,
        path: str,
        body: Any,
        at: float,
        status: int,
        answer: Any,
        headers: dict[str, str],
    ) -> web.StreamResponse:
        if not openapi.missing():
            wrong = openapi.response_violations(request.method, path, status, answer)
            where = f"the localhost Discord's answer to {request.method} {path}"
            self.world.violated(*[f"{where}: {status} {each}" for each in wrong])
        code = answer.get("code", 0) if isinstance(answer, dict) and status >= 400 else 0
        self._note(request, route, path, body, at, status, code)
        if answer is None:
            return web.Response(status=status, headers=headers)
        # discord.py compares the content type as a whole: no charset.
        kind = {"Content-Type": "application/json"}
        data = json.dumps(answer).encode()
        return web.Response(status=status, body=data, headers=headers | kind)

    def _check_request(
        self,
        request: web.Request,
        path: str,
        query: dict[str, str],
        body: Any,
        files: Mapping[str, Uploaded],
    ) -> None:
        if openapi.missing():
            return
        kind = "application/json" if body is None else request.content_type
        sent = {"payload_json": body, **files} if kind.startswith("multipart/") else body
        wrong = openapi.request_violations(request.method, path, query, sent, kind)
        self.world.violated(*[f"{request.method} {path}: {each}" for each in wrong])

    def _note(
        self,
        request: web.Request,
        route: str,
        path: str,
        body: Any,
        at: float,
        status: int,
        code: int,
    ) -> None:
        query = dict(request.query)
        with self.world.changed:
            self.world.calls.append(
                Call(route, request.method, path, query, body, at, status, code)
            )


def _error(code: int, message: str) -> Json:
    return {"message": message, "code": code}


def _major(params: dict[str, str]) -> str:
    """What a rate limit is counted by: the channel, the guild, or the interaction's token."""
    return params.get("channel") or params.get("token") or params.get("guild") or ""


async def _body(request: web.Request) -> tuple[Any, dict[str, Uploaded]]:
    """JSON, None without a body; and the files of a multipart body beside it, by their part."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        files = {
            name: Uploaded(part.filename, part.content_type, part.file.read())
            for name, part in form.items()
            if isinstance(part, web.FileField)
        }
        return json.loads(str(form["payload_json"])), files
    text = await request.text()
    return json.loads(text) if text else None, {}
