"""An aiohttp application, a host, a port → a server that listens, or one line that says why not."""

import errno
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from retrieval.errors import PullquoteError

_log = logging.getLogger(__name__)


class PortError(PullquoteError):
    """Nothing can listen there; one line that names the settings to change."""


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, settings: str, patience: float = 1.0
) -> AsyncIterator[int]:
    """Yields the port, a free one for 0. `settings`: what its host's and port's names begin with.

    At the end requests in hand have `patience` seconds. Raises PortError.
    """
    app.middlewares.append(_leave_who_left)
    # No access log: it would hold the codes of installations.
    runner = web.AppRunner(app, access_log=None, logger=_log, shutdown_timeout=patience)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise PortError(_reason(error, host, port, settings)) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@web.middleware
async def _leave_who_left(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A client that goes away in the middle is no error of ours; aiohttp logs it as one."""
    try:
        return await handler(request)
    except ConnectionError:
        if request.transport is None:
            return web.Response(status=400)  # to nobody
        raise


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether it tells of more than a client that speaks no HTTP."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


_log.addFilter(_is_ours)


def _reason(error: OSError, host: str, port: int, settings: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is taken by another program; "
            f"end it or set {settings}_PORT to a free port"
        )
    if error.errno == errno.EACCES:
        return f"port {port} on {host} is not allowed; set {settings}_PORT to 1024 or higher"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; change {settings}_HOST"
    return f"can't listen on {host}, port {port} ({error.strerror}); change {settings}_PORT"
