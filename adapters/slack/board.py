"""Notices → Slack: how they read there, and each posted once where it belongs."""

from dataclasses import dataclass

from adapters.service.notifying import CantPost
from adapters.slack.message import Message
from adapters.slack.notices import correction_message, fallen_quiet_message, news_message
from adapters.slack.posted import Destination
from adapters.slack.refusals import Refused
from adapters.slack.replies import sentence
from adapters.slack.sending import Sender
from adapters.slack.wording import why_not
from bot.following import Follow
from bot.notices import Correction, News, Spot


@dataclass(frozen=True, slots=True)
class SlackBoard:
    """Notices to every workspace that `sender` has a token for."""

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
        enterprise, team = to.via, to.place.team
        try:
            if to.person:
                there = await self.sender.direct(enterprise, team, to.person)
            else:
                there = Destination(enterprise, team, to.place.channel, to.thread)
            await self.sender.post(there, message, key=key, uncertain=uncertain)
        except Refused as refused:
            raise CantPost(why_not(refused.error)) from None
