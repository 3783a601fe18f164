"""Which of the kept replies stands where: noted and looked up off the event loop."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.memory import KeptReply, Replies
from bot.places import Place
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class SentReplies:
    """Of every platform. `books`: who works with the catalog."""

    replies: Replies
    books: Workers

    async def note(self, reply: str, thread: str, message: str) -> None:
        """The reply of this id stands in the thread, as the message; both the platform's ids."""
        await self.books.run(lambda: self.replies.sent(reply, thread, message))

    async def to_message(self, place: Place, message: str) -> Sequence[KeptReply]:
        """The replies to a message of somebody's."""
        return await self.books.run(lambda: self.replies.replies_to(place, message))
