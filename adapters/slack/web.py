"""HTTP mode: Slack's requests → Bolt → responses, and the pages on which workspaces install."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.service.http_server import listening

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

_log = structlog.get_logger()


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
        return AsyncBoltRequest(body=body.decode("utf-8"), headers=dict(kept))
    except Exception:
        # Bolt reads the body before it checks the signature, so this may be anybody's.
        _log.info("slack_request_not_understood", bytes=len(body))
        raise web.HTTPBadRequest from None
