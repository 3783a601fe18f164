"""What hubs say to our address → subscriptions that hold, and feeds that are asked at once.

What a hub sends along is not read: it only says that the feed has changed, and the feed is asked
as ever.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.refresh.subscribing import PATH, granted
from adapters.storage.subscriptions import StoredSubscriptions
from adapters.web.addresses import shown
from adapters.web.websub import is_signed
from bot.workers import Workers
from retrieval.event_logger import EventLogger

_TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)
_CHALLENGE = re.compile(r"[ -~]{1,2000}")
_LARGEST = 10_000_000

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class HubCallbacks:
    """`books` read and write the subscriptions."""

    stored: StoredSubscriptions
    books: Workers
    now: Callable[[], datetime]

    def serve(self, server: web.Application) -> None:
        """Adds the address to the server."""
        server.router.add_get(f"{PATH}{{token}}", self._verified)
        server.router.add_post(f"{PATH}{{token}}", self._told)

    async def _verified(self, request: web.Request) -> web.Response:
        """The hub asks whether it was us who asked it (section 5.3)."""
        query, token = request.query, request.match_info["token"]
        known = await self.books.run(lambda: self.stored.of_token(token)) if _is(token) else None
        if known is None or query.get("hub.topic") != known.topic:
            raise web.HTTPNotFound
        if query.get("hub.mode") == "denied":
            _log.warning("hub_denied", feed=shown(known.feed), hub=shown(known.hub))
            await self.books.run(lambda: self.stored.agreed(token, None))
            return web.Response()
        challenge = query.get("hub.challenge", "")
        if query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
            raise web.HTTPNotFound
        until = granted(known, query.get("hub.lease_seconds", ""), self.now())
        await self.books.run(lambda: self.stored.agreed(token, until))
        _log.info("hub_agreed", feed=shown(known.feed), hub=shown(known.hub))
        return web.Response(text=challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def _told(self, request: web.Request) -> web.Response:
        """The feed has changed, says whoever knows the secret (section 7)."""
        token = request.match_info["token"]
        known = await self.books.run(lambda: self.stored.of_token(token)) if _is(token) else None
        if known is None:
            raise web.HTTPGone
        body = bytearray()
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > _LARGEST:
                raise web.HTTPRequestEntityTooLarge(_LARGEST, len(body))
        if is_signed(bytes(body), request.headers.get("X-Hub-Signature", ""), known.secret):
            await self.books.run(lambda: self.stored.pinged(token, self.now()))
        else:
            _log.warning("hub_not_believed", feed=shown(known.feed))
        # To others too: who guesses at signatures learns nothing.
        return web.Response(status=202)


def _is(token: str) -> bool:
    return bool(_TOKEN.fullmatch(token))
