"""A command that is added to the bot's table is there in both chats, and neither was touched."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.commands.command import Argument, Caller, Command, Given, Takes
from bot.commands.table import COMMANDS
from bot.conversation import Conversation
from bot.documents.tree import Document, said
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import shown_in
from tests.patience import PATIENCE


def echo(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """How many articles the story has."""
    [listing] = [
        one for one in conversation.library().listings() if one.story.slug == given["story"]
    ]
    return said(f"{listing.story.title} has {listing.articles} articles, {given['words']}!")


def test_one_entry_in_the_table_is_a_command_in_slack_and_in_discord(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Argument("story", "The story", Takes.STORY)
    words = Argument("words", "What to add", Takes.WORDS)
    made_up = Command("echo", "Count a story's articles", echo, (story, words))
    monkeypatch.setitem(COMMANDS, "echo", made_up)
    with LocalSlack() as slack, LocalDiscord(answer_within=PATIENCE) as local:
        settings = settings_for(
            slack,
            own_copy(shipped, tmp_path / "data"),
            refresh_minutes=0,
            discord_token=SecretStr(local.token),
            discord_api_url=local.api_url,
            discord_gateway_url=local.gateway_url,
        )
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild)
        channel = local.add_channel(guild, "news")
        register(local)
        with running(settings):
            typed = 'echo "Sweden joins NATO" dear Alice'
            slack.command(alice, news, "/pullquote", typed)
            [seen] = slack.wait_for(lambda: slack.ephemerals(alice))
            assert shown_in(seen) == "Sweden joins NATO has 6 articles, dear Alice!"
            did = local.command(bob, channel, "echo", story="sweden-nato", words="dear Bob")
            [answer] = local.wait_for(lambda: local.answers(did))
            assert answer.text == "Sweden joins NATO has 6 articles, dear Bob!"
            helped = local.command(bob, channel, "help")
            [answer] = local.wait_for(lambda: local.answers(helped))
            assert "Count a story's articles" in answer.text
