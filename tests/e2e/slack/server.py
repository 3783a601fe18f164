"""HTTP requests and WebSockets of an app → the localhost Slack, on a thread of its own."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.e2e.slack.deliveries import Delivery, deliver
from tests.e2e.slack.faults import Fault, Faults
from tests.e2e.slack.files import Files
from tests.e2e.slack.responses import Responses
from tests.e2e.slack.signed_http import SignedHttp
from tests.e2e.slack.socket_mode import Sockets
from tests.e2e.slack.web_api import Refused, WebApi, parsed
from tests.e2e.slack.world import Call, Json, World

T = TypeVar("T")
MAX_BODY = 4 * 1024 * 1024
ACK_FIRST_SECONDS = 0.3


class Elsewhere(Protocol):
    """Another server that has the effects of some methods; what it answers is what the app gets."""

    def has(self, method: str) -> bool: ...

    def answer(self, api: WebApi, method: str, args: Json, token: str) -> Json:
        """Blocking. Raises Refused."""
        ...


@dataclass(slots=True)
class Server:
    """Everything an app connects to. `submit` runs something on the server's loop."""

    world: World
    sockets: Sockets
    http: SignedHttp
    faults: Faults
    api: WebApi | None = None
    responses: Responses | None = None
    elsewhere: Elsewhere | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    # Requests of the app whose effects are perhaps not all told yet.
    under_way: int = 0
    _unshown: set[str] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _runner: web.AppRunner | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._thread.start()
        self.submit(self._listen())

    def stop(self) -> None:
        self.submit(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        assert self._thread is not None
        self._thread.join(10)
        self._loop.close()

    def submit(self, work: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """From another thread: waits for the outcome."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def enqueue(self, delivery: Delivery) -> None:
        """From any thread; returns at once."""
        with self.world.changed:
            self.deliveries.append(delivery)
            if delivery.kind == "slash_commands":
                self._unshown.add(_key(delivery))
        self.spawn(self._deliver(delivery))
        self.world.happened()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """From any thread; what it raises is a violation, for nothing may pass unseen."""

        def start() -> None:
            task = self._loop.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._ended)

        self._loop.call_soon_threadsafe(start)

    # ------------------------------------------------------------------------- to the app

    async def _deliver(self, delivery: Delivery) -> None:
        send = self.http.send if self.http.url else self.sockets.send
        took = await deliver(
            delivery, send, lambda: self.world.id("envelope-"), self.world.happened
        )
        if took and self.responses is not None:
            await asyncio.to_thread(self.responses.acknowledged, delivery)
        elif not took and delivery.kind != "events_api":
            self._complain(delivery)
        self._unshown.discard(_key(delivery))
        self.world.happened()

    def _complain(self, delivery: Delivery) -> None:
        """What Slack itself tells somebody whose command or button came to nothing."""
        attempt = delivery.attempts[-1]
        late = attempt.status is None and (self.http.url or self.sockets.open)
        payload = delivery.payload
        user = payload.get("user_id") or payload["user"]["id"]
        with self.world.changed:
            self.world.errors_shown.append(
                (user, "operation_timeout" if late else "dispatch_failed")
            )

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            with self.world.changed:
                self.world.violations.append(f"the localhost Slack failed: {error!r}")

    # ----------------------------------------------------------------------- from the app

    async def _listen(self) -> None:
        app = web.Application(client_max_size=MAX_BODY, middlewares=[self._counted])
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/link", self.sockets.serve)
        app.router.add_post("/response/{key}", self._response)
        app.router.add_post("/upload/{id}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _end(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        await self.http.close()
        assert self._runner is not None
        await self._runner.cleanup()

    @web.middleware
    async def _counted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/link":
            return await handler(request)
        self.under_way += 1
        try:
            return await handler(request)
        finally:
            self.under_way -= 1
            self.world.happened()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        assert self.api is not None
        method = request.match_info["method"]
        args, token, refusal = await _arguments(request)
        fault = self.faults.next(method)
        await asyncio.sleep(fault.seconds)
        wait = 0 if fault.fails else self.api.too_fast(method, args, time.monotonic())
        if wait:
            fault = Fault(429, "ratelimited", retry_after=wait)
        if method == "apps.connections.open" and self.sockets.refusing and not fault.fails:
            fault = Fault(503)
        answer: Json = {}
        if refusal:
            answer = {"ok": False, "error": refusal}
        elif not fault.fails or fault.after_effect:
            answer = await self._effect(method, args, token)
        team = next((t for t in self.world.teams.values() if t.token and t.token == token), None)
        headers = {"X-OAuth-Scopes": ",".join(sorted(team.scopes))} if team else {}
        if fault.fails:
            self._note(method, args, fault.status, fault.error or "dropped or broken")
            return _broken(request, fault)
        self._note(method, args, 200, answer.get("error", ""))
        return web.json_response(answer, headers=headers)

    async def _effect(self, method: str, args: Json, token: str) -> Json:
        assert self.api is not None
        try:
            if self.elsewhere is not None and self.elsewhere.has(method):
                return await asyncio.to_thread(self.elsewhere.answer, self.api, method, args, token)
            return self.api.answer(method, args, token)
        except Refused as refused:
            return refused.answer
        except Exception as failure:
            # Else an app might take a bug of this server for one of Slack's bad days.
            with self.world.changed:
                self.world.violations.append(f"the localhost Slack failed: {failure!r}")
            return {"ok": False, "error": "fatal_error"}

    async def _response(self, request: web.Request) -> web.StreamResponse:
        assert self.responses is not None
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        fault = self.faults.next("response_url")
        await asyncio.sleep(fault.seconds)
        status, error = 200, ""
        if not fault.fails or fault.after_effect:
            key = request.match_info["key"]
            await self._in_turn(key)
            status, error = await asyncio.to_thread(self.responses.posted, key, body)
        args = body if isinstance(body, dict) else {}
        if fault.fails:
            self._note("response_url", args, fault.status, fault.error or "dropped or broken")
            return _broken(request, fault)
        self._note("response_url", args, status, error)
        if error:
            return web.json_response({"ok": False, "error": error}, status=status)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        data = await request.read()
        fault = self.faults.next("upload")
        await asyncio.sleep(fault.seconds)
        if fault.fails:
            return _broken(request, fault)
        status = Files(self.world).uploaded(request.match_info["id"], data)
        return web.Response(status=status, text=f"OK - {len(data)}" if status == 200 else "")

    async def _in_turn(self, key: str) -> None:
        """An app sends its acknowledgement first, but over another connection: the text in it is
        shown before what is posted after it, unless the app never acknowledges."""
        end = time.monotonic() + ACK_FIRST_SECONDS
        while key in self._unshown and time.monotonic() < end:
            await asyncio.sleep(0.005)

    def _note(self, method: str, args: Json, status: int, error: str) -> None:
        with self.world.changed:
            self.world.calls.append(Call(method, args, time.monotonic(), status, error))
        self.world.happened()


def _key(delivery: Delivery) -> str:
    return str(delivery.payload.get("response_url", "")).rpartition("/")[2]


async def _arguments(request: web.Request) -> tuple[Json, str, str]:
    """The arguments, from the query, a form or JSON; the token; and why they can't be read."""
    args: Json = dict(request.query)
    refusal = ""
    text = await request.text()
    try:
        if request.content_type == "application/json":
            read = json.loads(text) if text else {}
            args |= read if isinstance(read, dict) else {}
        else:
            args = parsed(args | dict(parse_qsl(text, keep_blank_values=True)))
    except ValueError:
        refusal = "invalid_json"
    except Refused as refused:
        refusal = refused.answer["error"]
    kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        client, _, secret = base64.b64decode(credentials).decode().partition(":")
        args |= {"client_id": client, "client_secret": secret}
    token = str(args.pop("token", ""))
    return args, credentials if kind == "Bearer" else token, refusal


def _broken(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.drop:
        assert request.transport is not None
        request.transport.close()
        return web.Response()
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.error:
        body = {"ok": False, "error": fault.error}
        return web.json_response(body, status=fault.status, headers=headers)
    return web.Response(status=fault.status, text="Something broke", headers=headers)
