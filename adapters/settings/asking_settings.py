"""What a person can set of how and by whom the chats are asked. Pure."""

from typing import Annotated, Literal

from pydantic import Field

from adapters.settings.part import SettingsPart
from adapters.settings.values import EmojiNames, Lower


class AskingSettings(SettingsPart):
    """A part of `Settings`, which says from where they are read."""

    askers: str = Field(
        default="everybody",
        pattern=r"^\s*((everybody|members|(slack|discord):\w+)(\s+|$))*$",
        description="Who may ask in the chats: everybody; members, which are no guests and nobody "
        "from outside of the workspace or server; people of some user groups or roles. `/askers` "
        "narrows it for a channel.",
        json_schema_extra={
            "allowed": "everybody, or members and names such as slack:S0123 discord:4567, with "
            "blanks between them",
        },
    )
    asking_emoji: EmojiNames = Field(
        default="🔎 mag_right pullquote",
        description="The emoji with which somebody asks for quotes about a message, by reacting to "
        "it; `none` switches that off.",
        json_schema_extra={
            "allowed": "names of Slack or of a server's own emoji, or characters, with blanks "
            "between them; or none",
        },
    )
    discord_message_content: Annotated[Literal["auto", "on", "off"], Lower] = Field(
        default="auto",
        description="Whether Discord is asked for the words of messages that don't mention the bot "
        "(the privileged Message Content Intent); auto asks once a channel is answered without a "
        "mention.",
    )
