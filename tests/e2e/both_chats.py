"""A localhost Slack and a localhost Discord with somebody in each, and one service in both."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.settings import Settings
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.running import settings_for as discord_settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.discord.tracking_chat import DiscordChat
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.tracking_chat import SlackChat


def in_slack(slack: LocalSlack, story: str, channels: Sequence[str] = ("news",)) -> SlackChat:
    alice = slack.add_user("alice", is_admin=True)
    made = {name: slack.add_channel(name, members=[alice]) for name in channels}
    return SlackChat(slack, alice, made, story=story)


def in_discord(local: LocalDiscord, story: str, channels: Sequence[str] = ("news",)) -> DiscordChat:
    guild = local.add_guild("Newsroom")
    manager = local.add_user("manager", guild, manage_guild=True)
    register(local)
    made = {name: local.add_channel(guild, name) for name in channels}
    return DiscordChat(local, manager, made, story=story)


def settings_of_both(slack: LocalSlack, discord: LocalDiscord, data: Path) -> Settings:
    """Nobody refreshes but the test."""
    of_discord: dict[str, Any] = discord_settings_for(discord, data).model_dump(
        include={"discord_token", "discord_api_url", "discord_gateway_url"}
    )
    return settings_for(slack, data, refresh_minutes=0, **of_discord)
