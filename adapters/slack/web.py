"""HTTP mode: Slack's requests → Bolt → responses, and the pages on which workspaces install."""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.service.http_server import listening
from retrieval.event_logger import EventLogger

EVENTS_PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
# Slack gives up on a request after three seconds.
PATIENCE = 3.0

# All of a request that Bolt is shown: some headers of its own would steer it.
_HEADERS = (
    "Content-Type",
    "X-Slack-Signature",
    "X-Slack-Request-Timestamp",
    "X-Slack-Retry-Num",
    "X-Slack-Retry-Reason",
)

_log = EventLogger()


@asynccontextmanager
async def slack_web_server(
    app: AsyncApp,
    host: str,
    port: int,
    beside: Callable[[web.Application], None] = lambda _: None,
) -> AsyncIterator[int]:
    """Serves `/slack/events` and, where `app` has an OAuth flow, its install pages; `beside` adds
    what else is served there.

    Yields the port, a free one for 0. Raises PortError.
    """
    server = _application(app)
    beside(server)
    async with listening(server, host, port, "PULLQUOTE_HTTP", PATIENCE) as bound:
        yield bound


def _application(app: AsyncApp) -> web.Application:
    async def events(request: web.Request) -> web.Response:
        asked = _bolt_request(await request.read(), request.headers)
        return await to_aiohttp_response(await app.async_dispatch(asked))

    server = web.Application(client_max_size=LARGEST_BODY)
    server.router.add_post(EVENTS_PATH, events)
    # Bolt makes a flow of its own where SLACK_CLIENT_ID is set, and be it empty.
    if (flow := app.oauth_flow) and flow.client_id:

        async def install(request: web.Request) -> web.Response:
            return await to_aiohttp_response(
                await flow.handle_installation(await to_bolt_request(request))
            )

        async def installed(request: web.Request) -> web.Response:
            return await to_aiohttp_response(
                await flow.handle_callback(await to_bolt_request(request))
            )

        server.router.add_get(flow.install_path, install)
        server.router.add_get(flow.redirect_uri_path, installed)
    return server


def _bolt_request(body: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """Raises HTTPUnauthorized, HTTPBadRequest."""
    kept = {name: headers[name] for name in _HEADERS if name in headers}
    # Bolt would stumble over these instead of refusing them.
    if not re.fullmatch(r"\d{1,12}", kept.get("X-Slack-Request-Timestamp", "0"), re.ASCII):
        raise web.HTTPUnauthorized
    if not kept.get("X-Slack-Signature", "").isascii():
        raise web.HTTPUnauthorized
    try:
        raw = body.decode("utf-8")
        payload = _payload(raw, kept.get("Content-Type", ""))
        # Read by Bolt itself, a command is lost where "payload" stands anywhere in it.
        request = AsyncBoltRequest(body=payload, headers=dict(kept), mode="socket_mode")
    except Exception:
        # It is read before its signature is checked, so this may be anybody's.
        _log.info("slack_request_not_understood", bytes=len(body))
        raise web.HTTPBadRequest from None
    request.raw_body, request.mode = raw, "http"
    return request


def _payload(body: str, content_type: str) -> dict[str, Any]:
    """Events are JSON; a command is a form; what people press is JSON in a form's field `payload`.

    Raises ValueError, RecursionError. Source: docs.slack.dev/interactivity.
    """
    if content_type.split(";")[0].strip().lower() == "application/json":
        read = json.loads(body)
    else:
        form = dict(parse_qsl(body, keep_blank_values=True))
        read = form if "command" in form or "payload" not in form else json.loads(form["payload"])
    if not isinstance(read, dict):
        raise ValueError("no object")
    return read
