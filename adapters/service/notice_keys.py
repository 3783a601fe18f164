"""What the delivery of a notice is known by: the beginning of its key, and its kind. Pure."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from adapters.service.observing import Notice
from bot.documents.tree import Document
from bot.memory import Delivery
from bot.notices import Spot

# Each kind by what only its payloads hold; a correction holds none of these.
_KINDS = (
    ("follow", Notice.NEWS),
    ("outages", Notice.OUTAGE),
    ("quiet", Notice.QUIET),
    ("wish", Notice.ANSWER),
    ("note", Notice.NOTE),
    ("linked", Notice.LINKED),
    ("publish", Notice.PUBLISHING),
)


class NoticesOfAKind(Protocol):
    """One kind of notices of one platform, from what is due to what came of it."""

    def due(self) -> AsyncIterator[Delivery]:
        """Those that are to be sent now, claimed by this process."""
        ...

    async def words(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        """What a delivery says, and where; None where there is nothing to say any more."""
        ...

    async def language(self, payload: Mapping[str, Any]) -> str:
        """Of who reads it, as far as it is known."""
        ...

    async def told(self, payload: Mapping[str, Any]) -> None:
        """It arrived."""
        ...

    async def refused(self, payload: Mapping[str, Any], why: str) -> None:
        """The platform won't take it there, now or later."""
        ...


def prefix_of(platform: str) -> str:
    """What the keys of a platform's notices begin with; questions begin otherwise."""
    return f"{platform}-notices"


def kind_of(payload: Mapping[str, Any]) -> Notice:
    """What a delivery tells of."""
    return next((kind for name, kind in _KINDS if name in payload), Notice.CORRECTION)
