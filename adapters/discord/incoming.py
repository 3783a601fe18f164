"""Discord's events → the questions in them. Pure.

Facts: https://discord.com/developers/docs/interactions/receiving-and-responding and
/resources/message. Ids are snowflakes, kept as text.
"""

import re
from dataclasses import dataclass
from enum import Enum

from adapters.service.chat import FromPayload
from bot.places import Place


class Way(Enum):
    """How a question was put."""

    MESSAGE = "message"  # a mention or a reply in a channel
    DIRECT = "direct"
    COMMAND = "command"
    MENU = "menu"  # Apps → Find quotes for this
    EVERYWHERE = "everywhere"  # the button


@dataclass(frozen=True, slots=True)
class Incoming(FromPayload):
    """A question from Discord; as a payload it survives a restart.

    `place_id`: the channel whose stories count, which for a thread is the channel it belongs to;
    `message`: the asking message, "" for interactions; `answer_to`: our message that it replies
    to; `token`: the interaction's, good for 15 minutes; `story`: the one asked for, or "";
    `by_name`: whether it names the bot in its words, or is for it alone; `language`: of who reads
    the reply, "" where that isn't known.
    """

    key: str
    way: Way
    guild: str
    channel: str
    place_id: str
    user: str
    text: str
    message: str = ""
    answer_to: str = ""
    token: str = ""
    private: bool = False
    story: str = ""
    by_name: bool = True
    language: str = ""

    @property
    def person(self) -> str:
        """Who asks."""
        return f"discord:{self.user}"

    @property
    def thread(self) -> str:
        """A reply of ours and what is asked in reply to it are a thread of their own."""
        return self.answer_to

    @property
    def unaddressed(self) -> bool:
        return False

    @property
    def awaited(self) -> bool:
        return bool(self.token)

    @property
    def replies_to(self) -> str:
        return self.answer_to

    @property
    def place(self) -> Place:
        thread = "" if self.channel == self.place_id else self.channel
        return Place("discord", self.guild, self.place_id, thread=thread)

    @property
    def unseen(self) -> bool:
        """Whether nobody else sees what was asked, and yet everybody what is answered: Discord
        shows an option that was typed to nobody."""
        return self.way is Way.COMMAND and not self.private

    @property
    def via(self) -> str:
        return self.channel


def plain(content: str, bot_user: int) -> str:
    """What a message says without the mention of the bot and other people's, without markup of
    channels and emoji, and without the backslashes that hide markup."""
    said = re.sub(rf"<@!?{bot_user}>", " ", content)
    said = re.sub(r"<@[!&]?\d+>|<#\d+>|<id:\w+>", " ", said)
    said = re.sub(r"<a?:(\w+):\d+>", r"\1", said)
    return re.sub(r"\\([^\w\s])", r"\1", said).strip()
