"""What notices need of a platform: the port that each fills, and what it raises."""

from typing import Protocol

from bot.documents.tree import Document
from bot.following import Follow
from bot.notices import Spot


class CantPost(Exception):
    """The platform won't take it there, now or later; `reason` is its word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Board(Protocol):
    """Where a platform posts notices."""

    def channel_of(self, follow: Follow) -> str:
        """The id of the channel or thread that is followed in."""
        ...

    async def language(self, to: Spot, person: str) -> str:
        """That of the server, or of the `person` who asked to be told there; "" where that isn't
        known."""
        ...

    async def post(self, to: Spot, notice: Document, key: str, *, uncertain: bool) -> str:
        """The id of the message, posted once; `uncertain`: an earlier try may have succeeded.
        Raises CantPost, Undelivered."""
        ...

    async def publish(self, to: Spot, message: str) -> None:
        """Publishes a message of ours to who follows the channel; nothing where it was published
        already. Raises CantPost, Undelivered."""
        ...
