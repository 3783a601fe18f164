"""News posted in an announcement channel → published to who follows it, so many an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from adapters.service.board import Board
from adapters.service.chat import Undelivered
from bot.notices import Spot
from bot.places import Place
from bot.workers import Workers

# https://support.discord.com/hc/en-us/articles/360032008192: ten messages an hour in a channel.
MOST_AN_HOUR = 10
_HOUR = timedelta(hours=1)


class Published(Protocol):
    """What was published."""

    def since(self, channel: str, when: datetime) -> int: ...

    def note(self, channel: str, message: str, at: datetime, forget: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Publishing:
    """For one platform."""

    platform: str
    board: Board
    published: Published
    books: Workers

    async def publish(self, payload: Mapping[str, Any], now: datetime) -> None:
        """Raises CantPost, and Undelivered also where as many as may be were published within the
        last hour: then it is tried again."""
        channel, message = payload["channel"], payload["publish"]
        lately = await self.books.run(lambda: self.published.since(channel, now - _HOUR))
        if lately >= MOST_AN_HOUR:
            raise Undelivered
        place = Place(self.platform, payload["team"], channel)
        await self.board.publish(Spot(place, via=payload["via"]), message)
        await self.books.run(lambda: self.published.note(channel, message, now, now - 2 * _HOUR))


def payload_of(to: Spot, message: str) -> dict[str, Any]:
    """What survives a restart."""
    return {
        "publish": message,
        "team": to.place.team,
        "channel": to.place.channel,
        "via": to.via,
    }
