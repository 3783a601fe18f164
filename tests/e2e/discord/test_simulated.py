"""simcord carries what the bot is made of, and the harness around it finds what is wrong."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from bot.workers import Workers
from tests.e2e.discord.openapi import openapi as openapi
from tests.e2e.discord.simulated import SimulatedDiscord, labels, shown, simulated

Command = app_commands.Command[Any, ..., None]
STORIES = ("sweden-nato", "us-japan-command")


class Counted(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"count:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        button: ui.Button[ui.LayoutView] = ui.Button(label="Count", custom_id=f"count:{number}")
        super().__init__(button)
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> "Counted":
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=layout("again", self.number + 1))


def layout(text: str, number: int = 0) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    words: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(f"> {text} {number}")
    view.add_item(ui.Container(words, ui.ActionRow(Counted(number))))
    return view


class Parrot(discord.AutoShardedClient):
    """Answers in every way in which Pullquote does."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)
        self.workers = Workers(1, 1)
        self.contents: list[str] = []
        ask: Command = app_commands.Command(name="ask", description="Ask", callback=self._ask)
        ask.autocomplete("story")(self._stories)
        self.tree.add_command(ask)
        self.tree.add_command(app_commands.ContextMenu(name="Find", callback=self._find))
        scope: Command = app_commands.Command(
            name="scope", description="Limit", callback=self._scope
        )
        scope.default_permissions = discord.Permissions(manage_guild=True)
        self.tree.add_command(scope)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counted)

    async def close(self) -> None:
        self.workers.close()
        await super().close()

    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def _ask(
        self,
        interaction: discord.Interaction,
        question: str,
        story: str = "",
        private: bool = False,
    ) -> None:
        await interaction.response.defer(ephemeral=private, thinking=True)
        said = await self.workers.run(lambda: f"{question} {story}".strip())
        await interaction.edit_original_response(view=layout(said))
        if private:
            await interaction.followup.send("only you", ephemeral=True)

    async def _stories(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        found = [slug for slug in STORIES if typed in slug]
        return [app_commands.Choice(name=slug.upper(), value=slug) for slug in found]

    async def _find(self, interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(view=layout(message.content), ephemeral=True)

    async def _scope(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("set", ephemeral=True)

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.contents.append(message.content)
        if message.guild is None or self.user in message.mentions:
            await message.reply(embed=discord.Embed(title="Heard", description=message.content))


def in_discord(
    talk: Callable[[SimulatedDiscord], Awaitable[None]],
    make: Callable[[], discord.AutoShardedClient] = Parrot,
    shards: int = 1,
) -> None:
    async def run() -> None:
        async with simulated(make, shards=shards) as here:
            client = here.env.bot
            assert isinstance(client, Parrot)
            await here.sync(client.tree)
            await talk(here)

    asyncio.run(run())


def test_a_command_is_deferred_worked_on_in_a_thread_and_answered_with_a_layout() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann = here.person(guild, "ann")
        (answer,) = await ann.command(channel, "ask", question="who?", story="sweden-nato")
        assert (shown(answer), labels(answer)) == ("> who? sweden-nato 0", ["Count"])
        assert here.sent("POST", "/callback") == [{"type": 5}]
        assert [shown(one) for one in ann.sees(channel)] == [shown(answer)]

    in_discord(talk)


def test_a_private_answer_and_its_follow_up_are_seen_by_one_person_only() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann, bob = here.person(guild, "ann"), here.person(guild, "bob")
        answers = await ann.command(channel, "ask", question="who?", private=True)
        assert [shown(one) for one in answers] == ["> who? 0", "only you"]
        assert [shown(one) for one in ann.sees(channel)] == ["> who? 0", "only you"]
        assert bob.sees(channel) == []

    in_discord(talk)


def test_autocomplete_and_the_menu_of_a_message_work() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann = here.person(guild, "ann")
        assert await ann.choices(channel, "ask", "story", "nato") == {"SWEDEN-NATO": "sweden-nato"}
        assert await ann.say(channel, "Sweden has joined") == []
        (said,) = channel.history(viewer=ann.member)
        (answer,) = await ann.menu(channel, "Find", said)
        # Without the privileged intent, yet a menu's message comes with its words.
        assert shown(answer) == "> Sweden has joined 0"

    in_discord(talk)


def test_mentions_replies_and_direct_messages_are_heard_and_the_rest_has_no_words() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann = here.person(guild, "ann")
        client = here.env.bot
        assert isinstance(client, Parrot)
        assert client.user is not None
        (first,) = await ann.mention(channel, "who?")
        assert shown(first) == f"Heard\n<@{client.user.id}> who?"
        assert await ann.say(channel, "among ourselves") == []
        (second,) = await ann.say(channel, "and how many?", reply_to=first)
        assert shown(second) == "Heard\nand how many?"
        (third,) = await ann.dm("why?")
        (fourth,) = await ann.dm("and when?", reply_to=third)
        assert (shown(third), shown(fourth)) == ("Heard\nwhy?", "Heard\nand when?")
        mention = f"<@{client.user.id}> who?"
        assert client.contents == [mention, "", "and how many?", "why?", "and when?"]

    in_discord(talk)


def test_a_button_works_after_a_restart_and_in_direct_messages() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann = here.person(guild, "ann")
        (answer,) = await ann.command(channel, "ask", question="who?")
        (counted,) = await ann.press(answer, "Count")
        assert shown(counted) == "> again 1"
        await here.restart()
        (counted,) = await ann.press(counted, "Count")
        assert shown(counted) == "> again 2"
        (private,) = await ann.dm_command("ask", question="why?")
        (counted,) = await ann.press(private, "Count")
        assert shown(counted) == "> again 1"

    in_discord(talk)


def test_only_who_manages_the_server_has_its_commands() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        ann, bob = here.person(guild, "ann", manages=True), here.person(guild, "bob")
        assert [shown(one) for one in await ann.command(channel, "scope")] == ["set"]
        assert bob.member.available_commands(channel) == ("ask",)

    in_discord(talk)


def test_guilds_on_several_shards_are_served_by_one_client() -> None:
    async def talk(here: SimulatedDiscord) -> None:
        for shard in (0, 1):
            guild = here.guild(f"Newsroom {shard}", shard=shard)
            channel = guild.create_text_channel("news")
            (answer,) = await here.person(guild, f"ann{shard}").command(
                channel, "ask", question="who?"
            )
            assert shown(answer) == "> who? 0"
        assert sorted(guild.shard_id for guild in here.env.bot.guilds) == [0, 1]

    in_discord(talk, shards=2)


class Clumsy(Parrot):
    """Sends what simcord takes and Discord would not."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            embed = discord.Embed(title="x", url="javascript:x").add_field(name=" ", value="x")
            await message.channel.send(embed=embed)


@pytest.mark.usefixtures("openapi")
def test_what_discord_would_refuse_fails_the_test_at_its_end() -> None:
    places: list[int] = []

    async def talk(here: SimulatedDiscord) -> None:
        guild = here.guild()
        channel = guild.create_text_channel("news")
        places.append(channel.id)
        assert len(await here.person(guild, "ann").say(channel, "x")) == 1

    with pytest.raises(AssertionError) as failed:
        in_discord(talk, Clumsy)
    request = f"POST /channels/{places[0]}/messages"
    assert str(failed.value).splitlines() == [
        "Discord would refuse",
        f"{request}: field 0 of an embed has no name",
        f"{request}: 'javascript:x' is not a 'uri' [/embeds/0/url]",
    ]
