"""Links that somebody wrote in a channel → notices of the tracked articles behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.documents.linked import linked_document
from bot.documents.tree import Document
from bot.linked import MOST_LINKS, LinkDesk
from bot.notices import Spot
from bot.places import Place
from bot.workers import Workers

# Of a message with a hundred links the first are looked up.
_MOST_URLS = 3 * MOST_LINKS


@dataclass(frozen=True, slots=True)
class Linking:
    """A message with links: `via` as a follow keeps it; `thread`: the one that it stands in."""

    place: Place
    message: str
    urls: Sequence[str]
    via: str = ""
    thread: str = ""

    def payload(self) -> dict[str, Any]:
        """What survives a restart."""
        return {
            "linked": list(dict.fromkeys(self.urls))[:_MOST_URLS],
            "team": self.place.team,
            "channel": self.place.channel,
            "message": self.thread or self.message,
            "via": self.via,
        }


@dataclass(frozen=True, slots=True)
class LinkedNotices:
    """What one platform's channels are told of links."""

    platform: str
    links: Callable[[], LinkDesk]
    workers: Workers

    async def words(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        """What a delivery says, and where; None where nothing that may be told of is linked."""
        spot = spot_of(self.platform, payload)
        found = await self.workers.run(lambda: self.links().about(spot.place, payload["linked"]))
        return (linked_document(found), spot) if found else None


def spot_of(platform: str, payload: Mapping[str, Any]) -> Spot:
    """Below the message that has the links."""
    place = Place(platform, payload["team"], payload["channel"])
    return Spot(place, thread=payload["message"], via=payload["via"])
