"""Alice in a localhost Slack, as those that follow a story there see it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot import gaps_wording
from tests.e2e.newspapers import STORY
from tests.e2e.slack.local_slack import PATIENCE, Did, LocalSlack
from tests.e2e.slack.test_conversation import button, buttons_in, shown_in
from tests.e2e.slack.world import Message


@dataclass
class SlackChat:
    """Alice in her channels."""

    slack: LocalSlack
    alice: str
    channels: dict[str, str]
    asked: list[tuple[Did, str]] = field(default_factory=list)
    story: str = STORY

    def follow(self, channel: str, rhythm: str) -> None:
        assert "is followed here" in self._typed(channel, "/follow", f"{self.story} {rhythm}").text

    def ask(self, channel: str, question: str) -> str:
        asked = self.slack.mention(self.alice, self.channels[channel], question)
        [reply] = self.slack.wait_for(lambda: self.slack.replies(asked))
        self.asked.append((asked, reply.ts))
        return shown_in(reply)

    def posts(self, channel: str) -> list[str]:
        return [shown_in(m) for m in self.slack.channel(self.channels[channel]).top if m.bot]

    def keep_questions(self, channel: str) -> None:
        assert "is kept for" in self._typed(channel, "/pullquote", "questions on").text

    def wait_to_know(self, channel: str, question: str) -> str:
        said = self.ask(channel, question)
        asked, _ = self.asked[-1]
        [reply] = self.slack.replies(asked)
        before = len(self.slack.ephemerals(self.alice))
        self.slack.press(self.alice, reply, button(reply, gaps_wording.TELL_ME()))
        assert "in a direct message" in shown_in(self._whispered(before))
        return said

    def private(self) -> list[str]:
        direct = self.slack.direct(self.alice)
        return [shown_in(m) for m in self.slack.channel(direct).messages if m.bot]

    def gaps(self, channel: str) -> str:
        return shown_in(self._typed(channel, "/pullquote", "gaps"))

    def corrections(self) -> list[str]:
        return [
            shown_in(message)
            for asked, reply in self.asked
            for message in self.slack.replies(asked)
            if message.ts != reply
        ]

    def timeline(self) -> tuple[list[str], bytes]:
        page = self._typed("news", "/timeline", self.story)
        pages = [shown_in(page)]
        while "Later" in buttons_in(page.blocks):
            self.slack.press(self.alice, page, button(page, "Later"))
            self.slack.wait_for(lambda: shown_in(self._seen()) != pages[-1])
            page = self._seen()
            pages.append(shown_in(page))
        return pages, self.slack.files[0].data or b""

    def wait_for(self, predicate: Callable[[], object], timeout: float = PATIENCE) -> object:
        return self.slack.wait_for(predicate, timeout)

    def _typed(self, channel: str, command: str, text: str) -> Message:
        before = len(self.slack.ephemerals(self.alice))
        self.slack.command(self.alice, self.channels[channel], command, text)
        return self._whispered(before)

    def _whispered(self, before: int) -> Message:
        self.slack.wait_for(lambda: self.slack.ephemerals(self.alice)[before:])
        self.slack.settle()
        return self._seen()

    def _seen(self) -> Message:
        """The last that only she sees."""
        return self.slack.ephemerals(self.alice)[-1]
