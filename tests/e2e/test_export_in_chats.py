"""Export and Cite in both chats: a file for who pressed it alone, and text to copy."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.rendering.evidence.files import read_file
from adapters.slack import responses
from bot.evidence.checking import Shown
from bot.evidence.pack import EvidencePack, Format, Origin
from tests.e2e.command import run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.local_discord import Message as DiscordMessage
from tests.e2e.discord.running import settings_for as discord_settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import button, buttons_in, shown_in
from tests.e2e.slack.world import Message
from tests.patience import PATIENCE

COMMANDER = "who heads the new US command in Japan?"
STORY = "us-japan-command"
KINDS = ("As a page (HTML)", "As Markdown", "As JSON", "For Word (DOCX)")


def verified(content: bytes, kind: Format) -> EvidencePack:
    read = read_file(content)
    assert (read.kind, read.shown, read.intact) == (kind, Shown.SAME, True)
    return read.pack


def holds(content: bytes, folder: Path, data: Path) -> None:
    """Whoever runs Pullquote checks the file."""
    file = folder / "taken along"
    file.write_bytes(content)
    outcome = run_in(folder, data)("verify", str(file), "--json")
    assert (outcome.code, outcome.json["holds"]) == (0, True)


class InSlack:
    """Alice in #news."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self.alice, self.bob = slack.add_user("alice"), slack.add_user("bob")
        self.news = slack.add_channel("news", members=[self.alice, self.bob])
        self.sports = slack.add_channel("sports", members=[self.alice])

    def whispered(self, on: Message, label: str) -> Message:
        """What only Alice sees once she has pressed it."""
        before = len(self.slack.ephemerals(self.alice))
        self.slack.press(self.alice, on, button(on, label))
        self.slack.wait_for(lambda: self.slack.ephemerals(self.alice)[before:])
        self.slack.settle()
        [message] = self.slack.ephemerals(self.alice)[before:]
        return message

    def file(self) -> tuple[str, bytes]:
        """The newest file of her direct message with the bot: its name, what is in it."""
        shared = [m for m in self.slack.channel(self.slack.direct(self.alice)).messages if m.files]
        [id] = shared[-1].files
        [file] = [one for one in self.slack.files if one.id == id]
        return file.name, file.data or b""


@pytest.fixture
def in_slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[InSlack]:
    monkeypatch.setattr(responses, "PAUSES", (0.0, 0.1, 0.1))
    with LocalSlack() as slack:
        yield InSlack(slack)
        assert slack.violations == []


def test_in_slack_a_file_of_an_answer_is_sent_to_who_pressed_it_alone(
    in_slack: InSlack, shipped: Path, tmp_path: Path
) -> None:
    slack, data = in_slack.slack, own_copy(shipped, tmp_path)
    with running(settings_for(slack, data)):
        asked = slack.mention(in_slack.alice, in_slack.news, COMMANDER)
        [reply] = slack.wait_for(lambda: slack.replies(asked))
        said = in_slack.whispered(reply, "Export")
        assert said.text == "The evidence pack is in your direct messages with me."
        assert set(KINDS) - set(buttons_in(said.blocks)) == {"As a page (HTML)"}
        name, content = in_slack.file()
        assert re.fullmatch(r"pullquote-evidence-[\d-]+\.html", name)
        pack = verified(content, Format.HTML)
        assert (pack.origin, pack.question) == (Origin.ANSWER, COMMANDER)
        assert "Stephen Jost" in pack.quotes[0].text
        assert slack.channel(in_slack.news).messages[-1].ts == reply.ts
        assert slack.channel(slack.direct(in_slack.bob)).messages == []
        for label, kind in zip(KINDS[1:], list(Format)[1:], strict=True):
            in_slack.whispered(said, label)
            name, content = in_slack.file()
            assert name.endswith(f".{kind.value}")
            assert verified(content, kind).quotes == pack.quotes
            assert verified(content, kind).question == COMMANDER
        slack.fail("files.completeUploadExternal", error="internal_error")
        refused = in_slack.whispered(reply, "Export")
        assert refused.text.startswith("The evidence pack could not be sent to you")
    holds(content, tmp_path, data)


def test_in_slack_a_timeline_and_a_story_are_exported_and_quotes_cited(
    in_slack: InSlack, shipped: Path, tmp_path: Path
) -> None:
    slack, data = in_slack.slack, own_copy(shipped, tmp_path)

    def typed(command: str, text: str) -> Message:
        before = len(slack.ephemerals(in_slack.alice))

        def shown() -> list[Message]:
            return [
                one
                for one in slack.ephemerals(in_slack.alice)[before:]
                if "Reading" not in one.text
            ]

        slack.command(in_slack.alice, in_slack.news, command, text)
        slack.wait_for(shown)
        slack.settle()
        return shown()[-1]

    with running(settings_for(slack, data)):
        for command, text, origin in (
            ("/timeline", STORY, Origin.TIMELINE),
            ("/pullquote", f"story {STORY}", Origin.STORY),
        ):
            in_slack.whispered(typed(command, text), "Export")
            pack = verified(in_slack.file()[1], Format.HTML)
            assert (pack.origin, pack.story) == (origin, "The US joint command in Japan")
            assert len(pack.quotes) > 3
        asked = slack.dm(in_slack.alice, COMMANDER)
        [reply] = slack.wait_for(lambda: slack.replies(asked))
        slack.press(in_slack.alice, reply, button(reply, "Export"))
        slack.wait_for(lambda: verified(in_slack.file()[1], Format.HTML).question == COMMANDER)
        slack.press(in_slack.alice, reply, button(reply, "Cite"))
        direct = slack.channel(slack.direct(in_slack.alice))
        slack.wait_for(lambda: "Retrieved" in shown_in(direct.messages[-1]))
        cited = direct.messages[-1]
        copied = [
            part["elements"][0]["text"]
            for block in cited.blocks
            for part in block.get("elements", ())
            if part["type"] == "rich_text_preformatted"
        ]
        assert copied[0].startswith("“Lieutenant General Stephen Jost")
        assert "(2024, October" in copied[1]
        assert "#:~:text=" in copied[1]


@pytest.fixture
def in_discord() -> Iterator[LocalDiscord]:
    with LocalDiscord(answer_within=PATIENCE) as local:
        register(local)
        yield local
        assert local.violations == []


def test_in_discord_a_file_is_attached_for_who_pressed_it_alone(
    in_discord: LocalDiscord, shipped: Path, tmp_path: Path
) -> None:
    local, data = in_discord, own_copy(shipped, tmp_path)
    guild = local.add_guild("Desk")
    alice = local.add_user("alice", guild)
    news = local.add_channel(guild, "news")

    def answer(did: Any) -> DiscordMessage:
        local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
        local.settle()
        [shown] = local.answers(did)
        return shown

    with running(discord_settings_for(local, data)):
        local.settle()
        replied = local.mention(alice, news, COMMANDER)
        [reply] = local.wait_for(lambda: local.replies(replied))
        by_command = answer(local.command(alice, news, "ask", question=COMMANDER))
        for shown in (reply, by_command):
            exported = answer(local.press(alice, shown, "Export"))
            assert exported.ephemeral
            [(name, content)] = local.files(exported)
            assert re.fullmatch(r"pullquote-evidence-[\d-]+\.html", name)
            pack = verified(content, Format.HTML)
            assert (pack.origin, pack.question) == (Origin.ANSWER, COMMANDER)
        for label, kind in zip(KINDS[1:], list(Format)[1:], strict=True):
            [(name, content)] = local.files(answer(local.press(alice, exported, label)))
            assert name.endswith(f".{kind.value}")
            assert verified(content, kind).quotes == pack.quotes
            assert verified(content, kind).question == COMMANDER
        for command, origin in (("timeline", Origin.TIMELINE), ("story", Origin.STORY)):
            told = answer(local.command(alice, news, command, story=STORY))
            [(_, content)] = local.files(answer(local.press(alice, told, "Export")))
            assert verified(content, Format.HTML).origin is origin
        cited = answer(local.press(alice, reply, "Cite"))
        assert cited.ephemeral
        assert "```\n“Lieutenant General Stephen Jost" in cited.text
        assert "Retrieved" in cited.text
        local.fail("edit_original", status=413, code=40005)
        refused = answer(local.press(alice, reply, "Export"))
        assert refused.text.startswith("The evidence pack could not be sent to you")
    holds(content, tmp_path, data)
