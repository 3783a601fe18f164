"""A manager in a localhost Discord, as those that follow a story there see it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot import gaps_wording, timeline_wording
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.newspapers import STORY


@dataclass
class DiscordChat:
    """A manager of a server in its channels."""

    local: LocalDiscord
    manager: str
    channels: dict[str, str]
    asked: list[tuple[Did, str]] = field(default_factory=list)
    story: str = STORY

    def follow(self, channel: str, rhythm: str) -> None:
        did = self._typed(channel, "follow", story=self.story, rhythm=rhythm)
        assert "is followed here" in self._answer(did).text

    def ask(self, channel: str, question: str) -> str:
        asked = self.local.mention(self.manager, self.channels[channel], question)
        [reply] = self.local.wait_for(lambda: self.local.replies(asked))
        self.asked.append((asked, reply.id))
        return _words(reply)

    def posts(self, channel: str) -> list[str]:
        return [_words(one) for one in self._by_bot(channel) if not one.reply_to]

    def keep_questions(self, channel: str) -> None:
        did = self._typed(channel, "questions", turn="on")
        assert "is kept for" in self._answer(did).text

    def wait_to_know(self, channel: str, question: str) -> str:
        said = self.ask(channel, question)
        asked, _ = self.asked[-1]
        [reply] = self.local.replies(asked)
        did = self.local.press(self.manager, reply, gaps_wording.TELL_ME())
        assert "in a direct message" in self._answer(did).text
        return said

    def private(self) -> list[str]:
        direct = self.local.direct(self.manager)
        return [_words(one) for one in self.local.messages(direct) if one.bot]

    def gaps(self, channel: str) -> str:
        return _words(self._answer(self._typed(channel, "gaps")))

    def corrections(self) -> list[str]:
        answers = {reply for _, reply in self.asked}
        return [_words(one) for one in self._by_bot("news") if one.reply_to in answers]

    def timeline(self) -> tuple[list[str], bytes]:
        did = self._typed("news", "timeline", story=self.story)
        page = self._answer(did)
        [(picture, _)] = self.local.pictures(page)
        pages = [_words(page)]
        while timeline_wording.LATER() in page.text.splitlines():
            self.local.press(self.manager, page, timeline_wording.LATER())
            self.local.wait_for(lambda: _words(self._answer(did)) != pages[-1])
            page = self._answer(did)
            pages.append(_words(page))
        return pages, picture

    def wait_for(self, predicate: Callable[[], object], timeout: float = 300) -> object:
        return self.local.wait_for(predicate, timeout)

    def _typed(self, channel: str, command: str, **options: str) -> Did:
        return self.local.command(self.manager, self.channels[channel], command, **options)

    def _answer(self, did: Did) -> Message:
        self.local.wait_for(lambda: [one for one in self.local.answers(did) if not one.loading])
        self.local.settle()
        return self.local.answers(did)[-1]

    def _by_bot(self, channel: str) -> list[Message]:
        return [one for one in self.local.messages(self.channels[channel]) if one.bot]


def _words(message: Message) -> str:
    """Without the addresses, marks and backslashes of its markup."""
    unlinked = re.sub(r"\[([^\]]*)\]\(<?[^()\s]*>?\)", r"\1", message.text)
    return re.sub(r"~~|[\\*]", "", unlinked)
