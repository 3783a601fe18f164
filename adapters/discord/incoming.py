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
    REACTION = "reaction"  # an emoji under somebody's message
    UNASKED = "unasked"  # a question in a channel to nobody in particular, or a forum's new post
    FOLLOW_UP = "follow_up"  # in a thread or in reply to an answer, without a mention


# What stands in the place of a message, and belongs to no talk of a thread.
_BY_ITSELF = (Way.COMMAND, Way.MENU, Way.EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Incoming(FromPayload):
    """A question from Discord; as a payload it survives a restart.

    `place_id`: the channel whose stories count, which for a thread is the channel it belongs to;
    `message`: the asking message, "" for interactions; `answer_to`: our message that it replies
    to; `token`: the interaction's, good for 15 minutes; `story`: the one asked for, or "";
    `by_name`: whether it names the bot in its words, or is for it alone; `language`: of who reads
    the reply, "" where that isn't known; `asks`: whether it has the form of a question. `member`
    and `roles` of who asks, in a server that the bot is in; `spot`: the thread in which it is
    answered, "" for where it was asked.
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
    asks: bool = True
    member: bool = False
    roles: tuple[str, ...] = ()
    spot: str = ""

    @property
    def person(self) -> str:
        """Who asks."""
        return f"discord:{self.user}"

    @property
    def thread(self) -> str:
        """A thread is one talk; outside of those, a reply of ours and what is asked in reply to it
        are one."""
        return self.talk or self.answer_to

    @property
    def talk(self) -> str:
        """The thread, "" outside of them."""
        if self.way in _BY_ITSELF:
            return ""
        return self.spot or ("" if self.channel == self.place_id else self.channel)

    @property
    def unaddressed(self) -> bool:
        return self.way is Way.FOLLOW_UP

    @property
    def unasked(self) -> bool:
        return self.way in (Way.UNASKED, Way.FOLLOW_UP)

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
        return self.spot or self.channel


def plain(content: str, bot_user: int) -> str:
    """What a message says without the mention of the bot and other people's, without markup of
    channels and emoji, and without the backslashes that hide markup."""
    said = re.sub(rf"<@!?{bot_user}>", " ", content)
    said = re.sub(r"<@[!&]?\d+>|<#\d+>|<id:\w+>", " ", said)
    said = re.sub(r"<a?:(\w+):\d+>", r"\1", said)
    return re.sub(r"\\([^\w\s])", r"\1", said).strip()
