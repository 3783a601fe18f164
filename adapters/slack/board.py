"""Notices → Slack: each drawn, and posted once where it belongs."""

from dataclasses import dataclass

from adapters.service.board import CantPost
from adapters.slack.locales import Locales
from adapters.slack.posted import Destination
from adapters.slack.refusal_words import why_not
from adapters.slack.refusals import Refused
from adapters.slack.rendering import message_of
from adapters.slack.sending import Sender
from bot.documents.tree import Document
from bot.following import Follow
from bot.language import ENGLISH, speaking
from bot.notices import Spot


@dataclass(frozen=True, slots=True)
class SlackBoard:
    """Notices to every workspace that `sender` has a token for."""

    sender: Sender
    locales: Locales

    def channel_of(self, follow: Follow) -> str:
        return follow.place.channel

    async def language(self, to: Spot, person: str) -> str:
        return await self.locales.language(to.via, to.place.team, person)

    async def post(self, to: Spot, notice: Document, key: str, *, uncertain: bool) -> str:
        enterprise, team = to.via, to.place.team
        try:
            if to.person:
                there = await self.sender.direct(enterprise, team, to.person)
            else:
                there = Destination(enterprise, team, to.place.channel, to.thread)
            return await self.sender.post(there, message_of(notice), key=key, uncertain=uncertain)
        except Refused as refused:
            # Kept and logged as it is; `bot.wording.reason` says it in other languages.
            with speaking(ENGLISH):
                raise CantPost(why_not(refused.error)) from None

    async def publish(self, to: Spot, message: str) -> None:
        """Slack has no channels that others follow."""
        raise CantPost("Slack has no announcement channels")
