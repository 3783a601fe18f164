"""A Discord with people and two channels, and Pullquote running there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import Room, register
from tests.e2e.running import own_copy, running


@contextmanager
def desk(local: LocalDiscord, shipped: Path, folder: Path, **settings: Any) -> Iterator[Room]:
    """Alice and Bob, who manages the server, #news and #sports."""
    guild = local.add_guild("Desk")
    alice, bob = local.add_user("alice", guild), local.add_user("bob", guild)
    manager = local.add_user("manager", guild, manage_guild=True)
    news, sports = local.add_channel(guild, "news"), local.add_channel(guild, "sports")
    register(local)
    with running(settings_for(local, own_copy(shipped, folder), **settings)) as service:
        local.settle()
        yield Room(local, service, guild, alice, bob, manager, news, sports)
        local.settle()
