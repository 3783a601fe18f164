"""What people do in a localhost Discord → what they then see there, as HTML."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Any

from docs.pictures import chat_html, components_html
from docs.pictures.chat_html import MAGNIFIER
from docs.pictures.newsroom import EDITOR, Newsroom
from tests.e2e.discord.local_discord import Did, Message

CSS = """
body { color: #dfe0e2; background: #1a1a1e;
  font: 15px/21px "gg sans", "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
.place { border-bottom: 1px solid #35353c; color: #f2f3f5; }
.message { grid-template-columns: 40px 1fr; }
.avatar { width: 40px; height: 40px; line-height: 40px; border-radius: 50%; }
.name { font-weight: 600; color: #f2f3f5; }
.app { color: #ffffff; background: #5865f2; border-radius: 4px; }
.time, .above, .below, .day { color: #949ba4; }
.above b { font-weight: 600; color: #c9cdfb; }
.reaction { display: inline-flex; align-items: center; gap: 6px; padding: 2px 8px; color: #dee0fc;
  background: #373a54; border: 1px solid #5865f2; border-radius: 8px; }
"""
_NONE: Mapping[str, str] = MappingProxyType({})
# What Discord says itself, by locale.
_USED = {"en-US": "{who} used {command}", "de": "{who} hat {command} verwendet"}
_ALONE = {"en-US": "Only you can see this", "de": "Nur du kannst das sehen"}


class DiscordView:
    """A person's window; whatever is done and seen there becomes a part of the page."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.discord = room, room.discord
        self.channel = ""
        self.page = chat_html.Page("Discord", CSS + components_html.CSS)

    def enters(self, channel: str) -> None:
        """A channel, new."""
        self.channel = self.discord.add_channel(self.room.guild, channel)
        self.discord.settle()
        self.page.place(f"# {channel}")

    def asks(self, who: str, text: str, *, seen: bool = True) -> None:
        """With a mention; the answer is a reply to it."""
        asked = self.discord.mention(self.room.in_discord[who], self.channel, text)
        self._answers(asked, "", seen)

    def reacts(self, who: str, author: str, text: str) -> None:
        """Somebody puts the asking emoji under what the author has written."""
        said = self.discord.say(self.room.in_discord[author], self.channel, text)
        self.discord.settle()
        self.discord.react(self.room.in_discord[who], said)
        self._answers(said, f'<span class="reaction">{MAGNIFIER} 1</span>', True)

    def types(
        self,
        who: str,
        command: str,
        options: Mapping[str, str] = _NONE,
        *,
        until: str = "",
        seen: bool = True,
    ) -> None:
        """A command, and what comes of it; typed again until that holds these words."""

        def answers() -> list[Message]:
            user = self.room.in_discord[who]
            did = self.discord.command(user, self.channel, command, **options)
            self.discord.wait_for(lambda: self.discord.answers(did))
            self.discord.settle()
            return [one for one in self.discord.answers(did) if until in one.text]

        [told] = self.discord.wait_for(answers)
        if seen:
            typed = f"<b>{escape(self._typed(who, command, options))}</b>"
            used = _USED[self._locale(who)].format(who=escape(who), command=typed)
            self._draw(told, f"↱ {used}", reader=who)

    def is_posted(self, on: datetime) -> None:
        """What Pullquote posts here by itself on that day."""
        before = len(self.discord.messages(self.channel))
        self.room.goes_to(on)
        self.discord.wait_for(lambda: self.discord.messages(self.channel)[before:])
        self.discord.settle()
        [posted] = self.discord.messages(self.channel)[before:]
        self._draw(posted)

    def _answers(self, asked: Did, below: str, seen: bool) -> None:
        self.discord.wait_for(lambda: self.discord.replies(asked))
        self.discord.settle()
        [reply] = self.discord.replies(asked)
        assert asked.message
        if seen:
            self._draw(asked.message, below=below)
            author = escape(self._names()[asked.user])
            said = escape(
                asked.message.content.replace(f"<@{self.discord.bot_user}>", "@Pullquote")
            )
            self._draw(reply, f"↱ {author}: {said}")

    def _typed(self, who: str, name: str, options: Mapping[str, str]) -> str:
        """As they see it in their language."""
        [command] = [one for one in self.discord.commands() if one["name"] == name]
        called = {one["name"]: self._named(one, who) for one in command.get("options", ())}
        roles = self.discord.world.guilds[self.room.guild].roles
        shown = {
            key: f"@{roles[one].name}" if one in roles else one for key, one in options.items()
        }
        filled = (f" {called[key]}:{value}" for key, value in shown.items())
        return f"/{self._named(command, who)}{''.join(filled)}"

    def _named(self, one: dict[str, Any], who: str) -> str:
        return str((one.get("name_localizations") or {}).get(self._locale(who), one["name"]))

    def _locale(self, who: str) -> str:
        return self.discord.world.users[self.room.in_discord[who]].locale

    def _draw(self, said: Message, above: str = "", below: str = "", reader: str = EDITOR) -> None:
        locale, names = self._locale(reader), self._names()
        by = components_html.Reader(names, "en_GB" if locale == "en-US" else locale)
        body = components_html.components_html(said.components, by)
        if said.content:
            body = components_html.markdown_html(said.content, by) + body
        self.page.message(
            chat_html.Message(
                "Pullquote" if said.bot else names[said.author],
                self.room.now,
                body,
                app=said.bot,
                above=above,
                below=_ALONE[locale] if said.ephemeral else below,
            )
        )

    def _names(self) -> dict[str, str]:
        world = self.discord.world
        names = {user.id: user.name for user in world.users.values()}
        names |= {role.id: role.name for role in world.guilds[self.room.guild].roles.values()}
        return names | {self.discord.bot_user: "Pullquote"}
