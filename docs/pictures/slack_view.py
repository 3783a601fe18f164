"""What people do in a localhost Slack → what they then see there, as HTML."""

from datetime import datetime

from docs.pictures import block_kit_html, chat_html
from docs.pictures.newsroom import Newsroom
from tests.e2e.slack.test_conversation import button
from tests.e2e.slack.world import Message

CSS = """
body { color: #1d1c1d; background: #ffffff;
  font: 15px/22px Lato, "Slack-Lato", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
.place { border-bottom: 1px solid #dddddd; }
.place:not(:first-child) { border-top: 1px solid #dddddd; }
.message { grid-template-columns: 36px 1fr; }
.avatar { width: 36px; height: 36px; line-height: 36px; border-radius: 6px; }
.name { font-weight: 900; }
.app { color: #616061; background: #ececec; }
.time, .above, .day, .direction { color: #616061; }
.above svg { margin-right: 5px; vertical-align: -2px; }
.replies { display: flex; align-items: center; gap: 10px; margin: 14px 0 12px; font-size: 13px;
  color: #616061; }
.replies::after { content: ""; flex: 1; border-top: 1px solid #dddddd; }
.typed { margin-bottom: 16px; padding: 8px 12px; border: 1px solid #a7a6a8; border-radius: 8px; }
"""
_EYE = (
    '<svg width="16" height="14" viewBox="0 0 20 16"><path d="M1.5 8C5 2 15 2 18.5 8 15 14 5 14 '
    '1.5 8z"/><circle cx="10" cy="8" r="2.6"/></svg>'
)
_ALONE = {"en": "Only visible to you", "fr": "Visible par vous uniquement"}


class SlackView:
    """A person's window; whatever is done and seen there becomes a part of the page."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.slack = room, room.slack
        self.channel = ""
        self.page = chat_html.Page("Slack", CSS + block_kit_html.CSS)

    def enters(self, channel: str) -> None:
        """A channel, new, of the one who does so, who is the first of all people."""
        self.channel = self.slack.add_channel(channel, members=[*self.room.in_slack.values()])
        self.page.place(f"# {channel}")

    def says(self, who: str, text: str, *, seen: bool = True) -> Message:
        """Something that Pullquote replies to, in its thread: the reply."""
        said = self.slack.say(self.room.in_slack[who], self.channel, text)
        self.slack.wait_for(lambda: self.slack.replies(said))
        self.slack.settle()
        [reply] = self.slack.replies(said)
        assert said.message
        if seen:
            self._draw(said.message)
            self.page.line("replies", "1 reply")
            self._draw(reply)
        return reply

    def asks(self, who: str, text: str, *, seen: bool = True) -> Message:
        """Likewise, with a mention."""
        return self.says(who, f"<@{self.slack.bot_user}> {text}", seen=seen)

    def types(self, who: str, typed: str, *, seen: bool = True) -> None:
        """A command, and what only they see of it."""
        user, (command, _, text) = self.room.in_slack[who], typed.partition(" ")
        before = len(self.slack.ephemerals(user))
        self.slack.command(user, self.channel, command, text)
        if seen:
            self.page.line("typed", typed)
        self._whispered(user, before, seen)

    def presses(self, who: str, on: Message, label: str) -> None:
        user = self.room.in_slack[who]
        before = len(self.slack.ephemerals(user))
        self.slack.press(user, on, button(on, label))
        self.page.line("direction", f"{who} presses “{label}”.")
        self._whispered(user, before, True)

    def is_told(self, who: str, on: datetime) -> None:
        """What comes in a direct message on that day."""
        told = self._comes(self.slack.direct(self.room.in_slack[who]), on)
        self.page.place(f"Pullquote, in a direct message to {who}")
        self._draw(told)

    def is_posted(self, on: datetime) -> None:
        """What Pullquote posts here by itself on that day."""
        self._draw(self._comes(self.channel, on))

    def _comes(self, channel: str, on: datetime) -> Message:
        before = len(self.slack.channel(channel).messages)
        self.room.goes_to(on)
        self.slack.wait_for(lambda: self.slack.channel(channel).messages[before:])
        self.slack.settle()
        [came] = self.slack.channel(channel).messages[before:]
        return came

    def _whispered(self, user: str, before: int, seen: bool) -> None:
        # “Looking for quotes …”, in whatever language, is shown until there are some.
        self.slack.wait_for(
            lambda: [m for m in self.slack.ephemerals(user)[before:] if not m.text.endswith("…")]
        )
        self.slack.settle()
        if seen:
            self._draw(self.slack.ephemerals(user)[-1])

    def _draw(self, said: Message) -> None:
        locale = self.slack.world.people[said.to].locale[:2] if said.to else ""
        names = {person.id: person.name for person in self.slack.world.people.values()}
        names |= {self.slack.bot_user: "Pullquote"}
        names |= {group.id: group.handle for group in self.slack.world.groups.values()}
        self.page.message(
            chat_html.Message(
                "Pullquote" if said.bot else names[said.user],
                self.room.now,
                block_kit_html.blocks_html(said.blocks, names),
                app=bool(said.bot),
                above=f"{_EYE}{_ALONE[locale]}" if said.to else "",
            )
        )
