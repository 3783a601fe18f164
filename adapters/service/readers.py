"""Who reads what is said → the language in which it is said."""

from dataclasses import dataclass

from bot.language import ENGLISH
from bot.notices import Switches
from bot.places import Place
from bot.workers import Workers
from retrieval.errors import PullquoteError


@dataclass(frozen=True, slots=True)
class Readers:
    """`fixed`: the language that the settings want for all, "" where people read their own."""

    fixed: str
    switches: Switches
    books: Workers

    def one(self, own: str) -> str:
        """For one person, who reads their `own`; "" where that isn't known."""
        return self.fixed or own or ENGLISH

    async def everybody(self, place: Place, own: str = "") -> str:
        """For all who read in the place: what was chosen for it, else the `own` of who asked or of
        the server."""
        try:
            chosen = await self.books.run(lambda: self.switches.language(place))
        except PullquoteError:
            chosen = ""  # said in another language is better than not said
        return chosen or self.one(own)
