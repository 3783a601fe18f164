"""Where a question was asked: a thread is its channel's place, or none at all."""

import asyncio

import pytest

from adapters.discord.incoming import Incoming
from bot import wording
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.small_bot import small_bot
from tests.e2e.discord.world import THREAD, Channel


class Asked:
    """Who hears the questions."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []

    async def __call__(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        await asyncio.sleep(0)


def unknown_thread(local: LocalDiscord, channel: str, guild: str) -> str:
    """A thread that the bot was never told of, as one that was archived."""
    thread = Channel(local.world.id(), THREAD, "old", guild, parent=channel)
    with local.world.changed:
        local.world.channels[thread.id] = thread
    return thread.id


def test_a_thread_that_the_bot_was_not_told_of_belongs_to_its_channel(
    local_discord: LocalDiscord,
) -> None:
    guild = local_discord.add_guild("Desk")
    alice = local_discord.add_user("alice", guild)
    news = local_discord.add_channel(guild, "news")
    asked = Asked()
    with small_bot(local_discord, lambda _: None, asked):
        thread = unknown_thread(local_discord, news, guild)
        local_discord.mention(alice, thread, "who heads it?")
        [heard] = local_discord.wait_for(lambda: asked.heard)
    assert (heard.place_id, heard.channel, heard.guild) == (news, thread, guild)
    assert (heard.place.channel, heard.place.thread) == (news, thread)


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003), (503, 0)])
def test_a_thread_whose_channel_nobody_knows_is_told_so_and_answers_nothing(
    local_discord: LocalDiscord, status: int, code: int
) -> None:
    guild = local_discord.add_guild("Desk")
    alice = local_discord.add_user("alice", guild)
    news = local_discord.add_channel(guild, "news")
    asked = Asked()
    with small_bot(local_discord, lambda _: None, asked):
        thread = unknown_thread(local_discord, news, guild)
        local_discord.fail("channel", status=status, code=code, times=9)
        did = local_discord.mention(alice, thread, "who heads it?")
        [told] = local_discord.wait_for(lambda: local_discord.replies(did))
        local_discord.settle()
    assert told.text == wording.as_sentence(wording.WHICH_CHANNEL())
    assert asked.heard == []


@pytest.mark.parametrize("local_discord", [{"message_content": True}], indirect=True)
def test_a_mention_of_the_bots_own_role_is_one_of_the_bot_in_every_guild(
    local_discord: LocalDiscord,
) -> None:
    asked = Asked()
    guilds = [local_discord.add_guild(name) for name in ("Desk", "Other")]
    alice = local_discord.add_user("alice", *guilds)
    channels = [local_discord.add_channel(guild, "news") for guild in guilds]
    others = local_discord.add_role(guilds[0], "editors", alice)
    with small_bot(local_discord, lambda _: None, asked):
        for guild, channel in zip(guilds, channels, strict=True):
            roles = local_discord.world.guilds[guild].roles.values()
            [own] = [role.id for role in roles if role.managed]
            local_discord.say(alice, channel, f"<@&{own}> who heads it?")
        local_discord.say(alice, channels[0], f"<@&{others}> who heads it?")
        local_discord.wait_for(lambda: len(asked.heard) == 2)
        local_discord.settle()
    assert [one.text for one in asked.heard] == ["who heads it?"] * 2


def test_who_names_only_the_role_where_discord_hides_the_words_is_told_so(
    local_discord: LocalDiscord,
) -> None:
    guild = local_discord.add_guild("Desk")
    alice = local_discord.add_user("alice", guild)
    news = local_discord.add_channel(guild, "news")
    [own] = [one.id for one in local_discord.world.guilds[guild].roles.values() if one.managed]
    with small_bot(local_discord, lambda _: None, Asked()):
        did = local_discord.say(alice, news, f"<@&{own}> who heads it?")
        [told] = local_discord.wait_for(lambda: local_discord.replies(did))
    assert told.text == wording.ROLE_ONLY()
