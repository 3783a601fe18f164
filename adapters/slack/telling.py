"""What a command makes, or why it can't → who typed it, alone and once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError

from adapters.service.answering import said_of
from adapters.service.chat import Undelivered
from adapters.slack.incoming import Incoming
from adapters.slack.message import Message
from adapters.slack.refusals import Refused
from adapters.slack.replies import sentence
from adapters.slack.sending import Sender
from adapters.slack.wording import STORY_ADVICE
from bot import wording
from retrieval.errors import PullquoteError

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Telling:
    """Answers commands. `first_time`: whether what has this key comes for the first time."""

    sender: Sender
    first_time: Callable[[str], Awaitable[bool]]

    async def tell(self, by: Incoming, make: Callable[[], Awaitable[Message]]) -> None:
        """Says what was made; whatever goes wrong is said too."""
        try:
            if not await self.first_time(by.key):
                return
            message = await make()
        except Exception as error:
            message = sorry(error)
        await self.whisper(by, message)

    async def whisper(self, by: Incoming, message: Message, *, replace: bool = False) -> None:
        """As Sender.whisper; what can't be said is logged."""
        try:
            await self.sender.whisper(by, message, replace=replace)
        except (Refused, Undelivered) as error:
            _log.warning("command_not_answered", reason=str(error))


def sorry(error: Exception) -> Message:
    """What people are told in place of what they asked for; what failed inside is logged."""
    if isinstance(error, PullquoteError):
        return sentence(said_of(error).replace(wording.LIST_STORIES, STORY_ADVICE))
    if isinstance(error, SlackClientError | aiohttp.ClientError | OSError | Refused | Undelivered):
        _log.warning("command_failed", reason=type(error).__name__)
    else:
        _log.error("command_failed", exc_info=error)
    return sentence(wording.FAILED)
