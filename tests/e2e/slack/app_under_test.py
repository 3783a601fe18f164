"""A Bolt app on an event loop of its own, for the localhost Slack to talk to."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Literal, TypeVar

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.e2e.slack.local_slack import LocalSlack

T = TypeVar("T")
Transport = Literal["socket", "http"]


class Background:
    """An event loop on a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 15.0) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def end(self) -> None:
        self.run(self._cancel())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _cancel(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def client_of(slack: LocalSlack, token: str = "") -> AsyncWebClient:
    """As an app would make it: nothing but the base_url is special."""
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url)


@contextlib.contextmanager
def running(
    slack: LocalSlack, transport: Transport, build: Callable[[AsyncApp], None]
) -> Iterator[Background]:
    """A Bolt app with the listeners that `build` adds, connected over the transport."""
    background = Background()
    try:
        stop = background.run(_started(slack, transport, build))
        try:
            yield background
        finally:
            background.run(stop())
    finally:
        background.end()


async def _started(
    slack: LocalSlack, transport: Transport, build: Callable[[AsyncApp], None]
) -> Callable[[], Coroutine[Any, Any, None]]:
    app = AsyncApp(client=client_of(slack), signing_secret=slack.signing_secret)
    build(app)
    if transport == "http":
        runner = web.AppRunner(app.web_app("/slack/events"))
        await runner.setup()
        listener = socket.create_server(("127.0.0.1", 0))
        await web.SockSite(runner, listener).start()
        slack.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
        return runner.cleanup
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.5)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    return handler.close_async
