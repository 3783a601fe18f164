"""Discord as a board for notices: how they are made and where they are posted."""

from dataclasses import dataclass

from adapters.discord.message import Message
from adapters.discord.notices import correction_message, fallen_quiet_message, news_message
from adapters.discord.replies import sentence
from adapters.discord.sending import Refused, Sender
from adapters.discord.wording import why_not
from adapters.service.chat import Undelivered
from adapters.service.notifying import CantPost
from bot.following import Follow
from bot.notices import Correction, News, Spot

# No code, where something before Discord refuses, and a token that is refused: both pass.
_PASSING = (0, 40001)


@dataclass(frozen=True, slots=True)
class DiscordBoard:
    """Every place where the client is."""

    sender: Sender

    def news(self, news: News) -> Message:
        return news_message(news)

    def correction(self, correction: Correction) -> Message:
        return correction_message(correction)

    def fallen_quiet(self, follow: Follow, title: str, why: str) -> Message:
        return fallen_quiet_message(follow, title, why)

    def outage(self, words: str) -> Message:
        return sentence(words)

    async def post(self, to: Spot, message: Message, key: str, *, uncertain: bool) -> None:
        """In the thread of Discord's that `to.via` names, or in the channel itself."""
        try:
            if to.person:
                await self.sender.direct(to.person, message, key, uncertain=uncertain)
            else:
                channel = to.via or to.place.channel
                await self.sender.post(channel, to.thread, message, key, uncertain=uncertain)
        except Refused as refused:
            if refused.error in _PASSING:
                raise Undelivered from None
            raise CantPost(why_not(refused.error)) from None
