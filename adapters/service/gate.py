"""A question and where it was put → how that channel wants it answered, or why it may not be asked.

What the operator sets and what a channel sets hold both: a channel narrows and never widens.
"""

from dataclasses import dataclass
from typing import Generic

from adapters.service.chat import Chat, I
from bot.manners import Askers, Manner, Manners
from bot.places import Place
from bot.workers import Workers

EVERYBODY = Askers()


@dataclass(frozen=True, slots=True)
class Gate(Generic[I]):
    """`everywhere`: who may ask at all, as the operator set it."""

    chat: Chat[I]
    manners: Manners
    everywhere: Askers
    books: Workers

    async def manner(self, place: Place) -> Manner:
        """What is set there."""
        return await self.books.run(lambda: self.manners.manner(place))

    async def refusal(self, by: I, manner: Manner | None = None) -> str:
        """The sentence for somebody who may not ask there, "" for who may. Raises Undelivered where
        the chat can't say who they are, CatalogError."""
        here = (manner or await self.manner(by.place)).askers
        for askers, of_channel in ((self.everywhere, False), (here, True)):
            if not askers.everybody and not await self.chat.admitted(by, askers):
                return self.chat.keeps_out(askers, here=of_channel)
        return ""
