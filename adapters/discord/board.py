"""Notices → Discord: each drawn, and posted once where it belongs."""

from dataclasses import dataclass

from adapters.discord.locales import language_of_guild
from adapters.discord.sending import Refused, Sender
from adapters.discord.wording import why_not
from adapters.service.board import CantPost
from adapters.service.chat import Undelivered
from bot.documents.tree import Document
from bot.following import Follow
from bot.language import ENGLISH, speaking
from bot.notices import Spot

# No code, where something before Discord refuses, and a token that is refused: both pass.
_PASSING = (0, 40001)


@dataclass(frozen=True, slots=True)
class DiscordBoard:
    """Every place where the client is."""

    sender: Sender

    def channel_of(self, follow: Follow) -> str:
        return follow.via or follow.place.channel

    async def language(self, to: Spot, person: str) -> str:
        return language_of_guild(self.sender.client, to.place.team)

    async def post(self, to: Spot, notice: Document, key: str, *, uncertain: bool) -> str:
        """In the thread of Discord's that `to.via` names, or in the channel itself."""
        message = self.sender.drawn(notice)
        try:
            if to.person:
                return await self.sender.direct(to.person, message, key, uncertain=uncertain)
            channel = to.via or to.place.channel
            return await self.sender.post(channel, to.thread, message, key, uncertain=uncertain)
        except Refused as refused:
            if refused.error in _PASSING:
                raise Undelivered from None
            # Kept and logged as it is; `bot.wording.reason` says it in other languages.
            with speaking(ENGLISH):
                raise CantPost(why_not(refused.error)) from None

    async def publish(self, to: Spot, message: str) -> None:
        try:
            await self.sender.publish(to.via or to.place.channel, message)
        except Refused as refused:
            if refused.error in _PASSING:
                raise Undelivered from None
            with speaking(ENGLISH):
                raise CantPost(why_not(refused.error)) from None
