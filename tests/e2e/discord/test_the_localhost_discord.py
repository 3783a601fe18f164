"""The localhost Discord held to what Discord documents, by a small discord.py client."""

import asyncio
import io
import math
import time
from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui
from discord.backoff import ExponentialBackoff

from tests.e2e.discord.client_under_test import Client, Running, running
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.world import Call

NOBODY = discord.AllowedMentions.none()


class Buttons(ui.View):
    """More quotes, Share, a link."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Source", url="https://a.example/x"))

    @ui.button(label="More quotes", custom_id="more")
    async def more(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="changed", view=self)
        await interaction.followup.send("more words", ephemeral=True)

    @ui.button(label="Share", custom_id="share")
    async def share(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.send_message("shared")


class Echo(Client):
    """Answers everything there is, and remembers what it heard."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.defer_after = 0.0
        self.finish = asyncio.Event()
        self.finish.set()

        @self.tree.command(description="Ask")
        @app_commands.allowed_installs(guilds=True, users=True)
        @app_commands.describe(question="What to find out", story="Where", private="For you only")
        async def ask(
            interaction: discord.Interaction, question: str, story: str = "", private: bool = False
        ) -> None:
            self.remember("ask", question, story, private)
            await asyncio.sleep(self.defer_after)
            await interaction.response.defer(ephemeral=private, thinking=True)
            await self.finish.wait()
            embed = discord.Embed(title=" Words ", description=f"> **{question}**")
            await interaction.edit_original_response(
                content="found", embed=embed, view=Buttons(), allowed_mentions=NOBODY
            )

        @ask.autocomplete("story")
        async def stories(
            interaction: discord.Interaction, typed: str
        ) -> list[app_commands.Choice[str]]:
            self.remember("typed", typed, interaction.namespace.question)
            return [app_commands.Choice(name=f"{typed}-{n}", value=f"s{n}") for n in range(2)]

        @self.tree.context_menu(name="Find quotes for this")
        async def find(interaction: discord.Interaction, message: discord.Message) -> None:
            self.remember("find", message.content)
            await interaction.response.send_message(message.content, ephemeral=True)

        scope = app_commands.Group(
            name="scope",
            description="Stories of a channel",
            default_permissions=discord.Permissions(manage_guild=True),
            guild_only=True,
        )

        @scope.command(name="set", description="Set")
        async def set_(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
            self.remember("scope", channel.id, interaction.permissions.manage_guild)
            await interaction.response.send_modal(Form())

        self.tree.add_command(scope)

        @self.tree.error
        async def failed(
            interaction: discord.Interaction, error: app_commands.AppCommandError
        ) -> None:
            self.failed.append(error.__cause__ or error)

    async def setup_hook(self) -> None:
        self.add_view(Buttons())

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.remember(message.content, [user.id for user in message.mentions])
        if message.content:
            async with message.channel.typing():
                await message.reply("heard", allowed_mentions=NOBODY)

    async def on_ready(self) -> None:
        self.remember("ready")

    async def on_resumed(self) -> None:
        self.remember("resumed")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.remember("joined", guild.name)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.remember("removed", guild.name)


class Form(ui.Modal, title="Stories"):
    """One line of text."""

    names: ui.TextInput["Form"] = ui.TextInput(label="Names", custom_id="names")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"set to {self.names.value}", ephemeral=True)


@pytest.fixture
def bot(local_discord: LocalDiscord) -> Iterator[Running]:
    with running(local_discord, Echo) as one:
        one.run(one.client.tree.sync())
        yield one


class Desk:
    """A guild with a channel and a person."""

    def __init__(self, local: LocalDiscord) -> None:
        self.guild = local.add_guild("Desk")
        self.alice = local.add_user("alice", self.guild)
        self.news = local.add_channel(self.guild, "news")


@pytest.fixture
def desk(local_discord: LocalDiscord) -> Desk:
    return Desk(local_discord)


def heard(bot: Running, first: Any) -> list[Any]:
    return [one for one in bot.client.heard if one == first or one[0] == first]


def answers_to(local: LocalDiscord, did: Did) -> list[Message]:
    return local.wait_for(lambda: local.answers(did))


def error_of(bot: Running, work: Any) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as raised:
        bot.run(work)
    return raised.value.status, raised.value.code


# ----------------------------------------------------------------------------------- commands


def test_a_deferred_command_is_thinking_until_its_original_is_edited(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    bot.run(_clear(bot))
    asked = local_discord.command(desk.alice, desk.news, "ask", question="who?")
    local_discord.wait_for(lambda: local_discord.thinking(asked))
    assert local_discord.answers(asked) == []
    assert local_discord.messages(desk.news) == []
    bot.run(_set(bot))
    [answer] = local_discord.wait_for(lambda: local_discord.answers(asked))
    assert answer.text == "found\nWords\n> **who?**\nMore quotes\nShare\nSource"
    assert (answer.ephemeral, answer.loading, answer.edited) == (False, False, False)
    assert local_discord.messages(desk.news) == [answer]
    local_discord.settle()
    assert [ack < math.inf for ack in local_discord.acks] == [True]
    assert [call.route for call in local_discord.calls][-2:] == ["callback", "edit_original"]


async def _clear(bot: Running) -> None:
    bot.client.finish.clear()  # type: ignore[attr-defined]


async def _set(bot: Running) -> None:
    bot.client.finish.set()  # type: ignore[attr-defined]


def test_a_private_answer_is_seen_by_the_asker_alone(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    bob = local_discord.add_user("bob", desk.guild)
    asked = local_discord.command(desk.alice, desk.news, "ask", question="who?", private=True)
    [answer] = local_discord.wait_for(lambda: local_discord.answers(asked))
    assert (answer.to, answer.ephemeral) == (desk.alice, True)
    assert local_discord.ephemerals(desk.alice) == [answer]
    assert local_discord.messages(desk.news) == []
    with pytest.raises(AssertionError, match="doesn't see it"):
        local_discord.press(bob, answer, "more")


def test_a_press_changes_the_message_and_may_answer_the_person_alone(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    asked = local_discord.command(desk.alice, desk.news, "ask", question="who?", private=True)
    [answer] = local_discord.wait_for(lambda: local_discord.answers(asked))
    pressed = local_discord.press(desk.alice, answer, "More quotes")
    [more] = local_discord.wait_for(lambda: local_discord.answers(pressed))
    now = local_discord.message(answer)
    assert now is not None
    assert (now.content, now.edited, more.text, more.to) == (
        "changed",
        True,
        "more words",
        desk.alice,
    )
    shared = local_discord.press(desk.alice, answer, "share")
    [public] = local_discord.wait_for(lambda: local_discord.answers(shared))
    assert (public.text, local_discord.messages(desk.news)) == ("shared", [public])
    with pytest.raises(AssertionError, match="is a link"):
        local_discord.press(desk.alice, answer, "Source")
    with pytest.raises(AssertionError, match="0 buttons 'Context'"):
        local_discord.press(desk.alice, answer, "Context")


def test_options_complete_while_they_are_typed(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    typing = local_discord.autocomplete(
        desk.alice, desk.news, "ask", "story", "space", question="who?"
    )
    choices = local_discord.wait_for(lambda: local_discord.choices(typing))
    assert choices == [{"name": "space-0", "value": "s0"}, {"name": "space-1", "value": "s1"}]
    assert heard(bot, "typed") == [("typed", "space", "who?")]


def test_a_context_menu_reads_a_message_that_the_bot_may_not_read_otherwise(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    said = local_discord.say(desk.alice, desk.news, "three stars")
    found = local_discord.menu(desk.alice, said, "Find quotes for this")
    [answer] = local_discord.wait_for(lambda: local_discord.answers(found))
    assert (answer.text, answer.ephemeral) == ("three stars", True)
    assert bot.client.heard[-2:] == [("", []), ("find", "three stars")]


def test_a_sub_command_for_those_who_manage_the_server_opens_a_form(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    carol = local_discord.add_user("carol", desk.guild, manage_guild=True)
    with pytest.raises(AssertionError, match="sees no command 'scope'"):
        local_discord.command(desk.alice, desk.news, "scope set", channel=desk.news)
    opened = local_discord.command(carol, desk.news, "scope set", channel=desk.news)
    assert opened.interaction is not None
    interaction = opened.interaction
    form = local_discord.wait_for(lambda: interaction.modal) or {}
    assert form["title"] == "Stories"
    assert heard(bot, "scope") == [("scope", int(desk.news), True)]
    sent = local_discord.submit(opened, {"names": "space"})
    [answer] = local_discord.wait_for(lambda: local_discord.answers(sent))
    assert answer.text == "set to space"


def test_a_person_cannot_send_what_the_client_would_not_let_them_send(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    bob = local_discord.add_user("bob")
    wrong: dict[str, tuple[str, dict[str, Any]]] = {
        "sees no command 'find'": ("find", {}),
        r"needs \['question'\]": ("ask", {}),
        r"/ask has \['private', 'question', 'story'\]": ("ask", {"question": "?", "x": 1}),
        "private: 'yes'": ("ask", {"question": "?", "private": "yes"}),
        "sees no command 'scope'": ("scope", {}),
    }
    for what, (name, options) in wrong.items():
        with pytest.raises(AssertionError, match=what):
            local_discord.command(desk.alice, desk.news, name, **options)
    with pytest.raises(AssertionError, match="is not in"):
        local_discord.command(bob, desk.news, "ask", question="?")


def test_a_user_install_works_where_the_bot_is_not(
    local_discord: LocalDiscord, bot: Running
) -> None:
    guild = local_discord.add_guild("Elsewhere", with_bot=False)
    alice = local_discord.add_user("alice", guild)
    lounge = local_discord.add_channel(guild, "lounge")
    with pytest.raises(AssertionError, match="sees no command 'ask'"):
        local_discord.command(alice, lounge, "ask", question="who?")
    local_discord.install(alice)
    chat = local_discord.add_group("friends", alice, local_discord.add_user("bob"))
    for channel in (lounge, chat, local_discord.direct(alice)):
        asked = local_discord.command(alice, channel, "ask", question="who?")
        [answer] = answers_to(local_discord, asked)
        assert answer.content == "found"
        assert local_discord.messages(channel) == [answer]
    owners = [one.owners for one in local_discord.interactions]
    assert owners == [{"1": alice}, {"1": alice}, {"0": "0", "1": alice}]


# ----------------------------------------------------------------------------------- messages


def test_a_bot_reads_messages_that_mention_it_and_its_own_and_direct_ones(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    me = int(local_discord.bot_user)
    asked = local_discord.mention(desk.alice, desk.news, "who?")
    [reply] = local_discord.wait_for(lambda: local_discord.replies(asked))
    local_discord.say(desk.alice, desk.news, "among us")
    local_discord.reply(desk.alice, reply, "and when?")
    local_discord.reply(desk.alice, reply, "quietly", ping=False)
    direct = local_discord.dm(desk.alice, "psst")
    local_discord.wait_for(lambda: local_discord.answers(direct))
    local_discord.settle()
    assert [one for one in bot.client.heard if isinstance(one[1], list)] == [
        (f"<@{me}> who?", [me]),
        ("", []),
        ("and when?", [me]),
        ("", []),
        ("psst", []),
    ]
    assert (reply.text, reply.reply_to) == ("heard", asked.message and asked.message.id)
    assert len(local_discord.typing(desk.news)) == 2
    assert local_discord.pinged(desk.alice) == []


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (None, {"alice", "bob", "carol", "role"}),
        (discord.AllowedMentions.none(), set[str]()),
        (discord.AllowedMentions(everyone=False, roles=False, users=True), {"alice", "bob"}),
        (discord.AllowedMentions(everyone=True, roles=False, users=False), {"everybody"}),
    ],
)
def test_only_allowed_mentions_ping(
    local_discord: LocalDiscord,
    desk: Desk,
    bot: Running,
    allowed: discord.AllowedMentions | None,
    pinged: set[str],
) -> None:
    bob, carol = (local_discord.add_user(name, desk.guild) for name in ("bob", "carol"))
    mods = local_discord.add_role(desk.guild, "mods", carol)
    local_discord.settle()
    text = f"<@{desk.alice}> <@!{bob}> <@&{mods}> `<@{local_discord.owner}>`"
    everyone = " @everyone" if "everybody" in pinged else ""
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    options: dict[str, Any] = {} if allowed is None else {"allowed_mentions": allowed}
    bot.run(channel.send(text + everyone, **options))
    [sent] = local_discord.messages(desk.news)
    names = {desk.alice: "alice", bob: "bob", carol: "carol", mods: "role"}
    if "everybody" in pinged:
        assert sent.pings == {"everyone"}
        assert local_discord.pinged(bob) == [sent]
        return
    assert {names[id] for id in sent.pings} == pinged - {"carol"}
    assert local_discord.pinged(carol) == ([sent] if "carol" in pinged else [])


def test_a_nonce_that_must_be_unique_makes_one_message(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    first = bot.run(channel.send("once", nonce="question-1"))
    again = bot.run(channel.send("once", nonce="question-1"))
    assert first.id == again.id
    assert [one.content for one in local_discord.messages(desk.news)] == ["once"]


def test_messages_are_read_listed_edited_and_deleted(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    asked = local_discord.say(desk.alice, desk.news, "secret")
    sent = bot.run(channel.send("one"))
    bot.run(sent.edit(content="two", suppress=False))

    async def listed() -> list[str]:
        return [one.content async for one in channel.history(limit=5)]

    assert bot.run(listed()) == ["two", ""]
    assert bot.run(channel.fetch_message(sent.id)).content == "two"
    assert asked.message is not None
    foreign = channel.get_partial_message(int(asked.message.id))
    assert error_of(bot, foreign.edit(content="mine")) == (403, 50005)
    assert error_of(bot, foreign.delete()) == (403, 50013)
    bot.run(sent.delete())
    assert local_discord.message(str(sent.id)) is None
    assert error_of(bot, channel.fetch_message(sent.id)) == (404, 10008)


def test_what_the_bot_may_not_do_is_refused_as_discord_refuses_it(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    local_discord.forbid(desk.news, "send_messages")
    assert error_of(bot, channel.send("x")) == (403, 50013)
    local_discord.forbid(desk.news, "view_channel")
    assert error_of(bot, channel.send("x")) == (403, 50001)
    assert local_discord.mention(desk.alice, desk.news, "anybody?").deliveries == ()
    local_discord.allow(desk.news)
    local_discord.forbid(desk.news, "embed_links")
    assert error_of(bot, channel.send(embed=discord.Embed(title="x"))) == (403, 50013)
    local_discord.remove_bot(desk.guild)
    assert error_of(bot, channel.send("x")) == (403, 50001)
    local_discord.wait_for(lambda: heard(bot, "removed"))
    local_discord.delete_channel(desk.news)
    assert error_of(bot, channel.send("x")) == (404, 10003)
    local_discord.invite_bot(desk.guild)
    local_discord.wait_for(lambda: heard(bot, "joined"))


def layout(*texts: str, content: str = "") -> dict[str, Any]:
    shown = [{"type": 10, "content": text} for text in texts]
    return {"flags": 1 << 15, "components": shown} | ({"content": content} if content else {})


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"components": [{"type": 1, "components": [{"type": 2, **one} for one in buttons]}]}


SAME = {"style": 1, "label": "x", "custom_id": "x"}
LONG = {"style": 1, "label": "x" * 81, "custom_id": "x" * 101}
FAR = {"style": 5, "label": "x", "url": "https://a.example/" + "x" * 500}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"content": "x" * 2001}, "2001 characters of content"),
        ({"content": " "}, "the message is empty"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "6002 characters in embeds"),
        ({"embeds": [{"fields": [{"name": " ", "value": "x"}]}]}, "field 0 of an embed has no"),
        ({"components": layout("x")["components"]}, "components v2 without their flag"),
        (layout("x", content="x"), "content beside components v2"),
        (layout(*["x"] * 41), "41 components, more than 40"),
        (layout("x" * 2001, "x" * 2000), "4001 characters of text"),
        (row(SAME, SAME), "custom_id 'x' is not unique"),
        (row(FAR), "button url has 518 characters"),
        (row(LONG), "button label has 81 characters"),
        (row(LONG), "custom_id has 101 characters"),
        (row(*[{**SAME, "custom_id": str(n)} for n in range(6)]), "an action row of 6"),
    ],
)
def test_a_message_over_a_limit_is_refused_and_noted(
    local_discord: LocalDiscord, desk: Desk, bot: Running, body: dict[str, Any], wrong: str
) -> None:
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=desk.news)
    assert error_of(bot, bot.client.http.request(route, json=body)) == (400, 50035)
    assert any(wrong in one for one in local_discord.violations)
    assert local_discord.messages(desk.news) == []
    local_discord.violations.clear()


def test_a_layout_is_seen_with_its_texts_and_buttons(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()

    class Layout(ui.LayoutView):
        box: ui.Container["Layout"] = ui.Container(
            ui.TextDisplay("> **words**"),
            ui.Section("small", accessory=ui.Button(label="Open", url="https://a.example/x")),
            ui.Separator(),
            ui.ActionRow(ui.Button(label="More quotes", custom_id="more")),
        )

    async def send() -> None:
        channel = bot.client.get_channel(int(desk.news))
        assert isinstance(channel, discord.TextChannel)
        await channel.send(view=Layout())

    bot.run(send())
    [sent] = local_discord.messages(desk.news)
    assert sent.text == "> **words**\nsmall\nOpen\nMore quotes"
    assert [button["label"] for button in sent.buttons] == ["Open", "More quotes"]
    route = discord.http.Route("PATCH", f"/channels/{desk.news}/messages/{sent.id}")
    assert error_of(bot, bot.client.http.request(route, json={"content": "x"})) == (400, 50035)
    assert any("content beside components v2" in one for one in local_discord.violations)
    local_discord.violations.clear()


def test_a_picture_that_comes_with_a_layout_is_seen_in_it_and_one_that_does_not_is_refused(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    class Layout(ui.LayoutView):
        gallery = ui.MediaGallery[Any](
            discord.MediaGalleryItem("attachment://days.png", description="Three articles.")
        )

    async def send(*names: str) -> None:
        channel = bot.client.get_channel(int(desk.news))
        assert isinstance(channel, discord.TextChannel)
        files = [discord.File(io.BytesIO(b"a picture"), name) for name in names]
        await channel.send(view=Layout(), files=files)

    bot.run(send("other.png", "days.png"))
    [sent] = local_discord.messages(desk.news)
    assert local_discord.pictures(sent) == [(b"a picture", "Three articles.")]
    assert local_discord.violations == []
    for names in ((), ("other.png",)):
        assert error_of(bot, send(*names)) == (400, 50035)
    assert all("attachment://days.png is none" in one for one in local_discord.violations)
    local_discord.violations.clear()
    local_discord.forbid(desk.news, "attach_files")
    assert error_of(bot, send("days.png")) == (403, 50013)


# -------------------------------------------------------------------- what can go wrong there


@pytest.mark.parametrize("local_discord", [{"answer_within": 0.3}], indirect=True)
def test_an_answer_that_comes_too_late_is_an_unknown_interaction(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    bot.client.defer_after = 0.5  # type: ignore[attr-defined]
    local_discord.command(desk.alice, desk.news, "ask", question="who?")
    shown = local_discord.wait_for(lambda: local_discord.errors_shown(desk.alice))
    local_discord.wait_for(lambda: bot.client.failed)
    [error] = bot.client.failed
    assert isinstance(error, discord.NotFound)
    assert (shown, error.code) == (["The application did not respond"], 10062)
    assert local_discord.acks == [math.inf]


def test_a_second_first_answer_and_an_old_token_are_refused(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    asked = local_discord.command(desk.alice, desk.news, "ask", question="who?")
    local_discord.wait_for(lambda: local_discord.answers(asked))
    local_discord.deliver(asked)
    local_discord.wait_for(lambda: bot.client.failed)
    [error] = bot.client.failed
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060
    assert len(heard(bot, "ask")) == 2
    assert len(local_discord.answers(asked)) == 1


def test_the_first_follow_up_takes_the_place_of_what_was_deferred(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    seen: list[discord.Interaction] = []

    @bot.client.tree.command(description="Later")
    async def later(interaction: discord.Interaction) -> None:
        seen.append(interaction)

    bot.run(bot.client.tree.sync())
    asked = local_discord.command(desk.alice, desk.news, "later")
    [interaction] = local_discord.wait_for(lambda: seen)
    assert error_of(bot, interaction.followup.send("early")) == (404, 10015)
    bot.run(interaction.response.defer(ephemeral=True, thinking=True))
    bot.run(interaction.followup.send("first", wait=True))
    second = bot.run(interaction.followup.send("second", wait=True))
    assert [(m.content, m.ephemeral) for m in local_discord.answers(asked)] == [
        ("first", True),
        ("second", False),
    ]
    original = bot.run(interaction.original_response())
    bot.run(second.edit(content="edited"))
    assert (original.content, [m.content for m in local_discord.messages(desk.news)]) == (
        "first",
        ["edited"],
    )
    bot.run(second.delete())
    bot.run(interaction.delete_original_response())
    assert local_discord.answers(asked) == []
    assert error_of(bot, interaction.edit_original_response(content="x")) == (404, 10008)
    local_discord.delete_channel(desk.news)
    assert error_of(bot, interaction.followup.send("nowhere")) == (404, 10003)


def test_an_answer_after_a_quarter_of_an_hour_is_refused_and_the_person_is_told(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    bot.run(_clear(bot))
    asked = local_discord.command(desk.alice, desk.news, "ask", question="who?")
    local_discord.wait_for(lambda: local_discord.thinking(asked))
    local_discord.expire(asked)
    bot.run(_set(bot))
    local_discord.wait_for(lambda: bot.client.failed)
    [error] = bot.client.failed
    assert isinstance(error, discord.HTTPException)
    assert (error.status, error.code) == (401, 50027)
    assert local_discord.errors_shown(desk.alice) == ["The application did not respond"]


def route_of(calls: list[Call]) -> list[int]:
    return [call.status for call in calls]


def test_a_limited_request_is_repeated_and_one_that_cloudflare_stops_is_not(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    local_discord.fail("send", status=429, retry_after=0.1)
    bot.run(channel.send("one"))
    local_discord.fail("send", status=429, retry_after=0.1, everywhere=True)
    bot.run(channel.send("two"))
    assert route_of(local_discord.called("send")) == [429, 200, 429, 200]
    local_discord.fail("send", status=429, via=False)
    assert error_of(bot, channel.send("three")) == (429, 0)
    local_discord.fail("send", status=503)
    assert error_of(bot, channel.send("four")) == (503, 0)
    local_discord.fail("send", status=502)
    bot.run(channel.send("five"))
    local_discord.fail("send", status=403, code=50007, message="Cannot send messages to this user")
    assert error_of(bot, channel.send("six")) == (403, 50007)
    assert [one.content for one in local_discord.messages(desk.news)] == ["one", "two", "five"]


def test_a_limit_is_told_in_headers_and_kept_for_each_channel(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    local_discord.limit("send", 2, 0.4)
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)

    async def send() -> None:
        await asyncio.gather(*[channel.send(str(number)) for number in range(4)])

    began = time.monotonic()
    bot.run(send())
    assert time.monotonic() - began >= 0.4
    assert len(local_discord.messages(desk.news)) == 4


def test_an_answer_can_be_lost_after_its_effect(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    channel = bot.client.get_channel(int(desk.news))
    assert isinstance(channel, discord.TextChannel)
    local_discord.fail("send", status=500, after_effect=True)
    bot.run(channel.send("once", nonce="n-1"))
    local_discord.fail("send", drop=True, after_effect=True)
    with pytest.raises((OSError, aiohttp.ClientError)):
        bot.run(channel.send("lost", nonce="n-2"))
    bot.run(channel.send("lost", nonce="n-2"))
    assert [one.content for one in local_discord.messages(desk.news)] == ["once", "lost"]


# -------------------------------------------------------------------------------- the gateway


def answered(local: LocalDiscord, desk: Desk) -> Message:
    """Somebody asks, and gets an answer."""
    asked = local.command(desk.alice, desk.news, "ask", question="who?")
    [answer] = local.wait_for(lambda: local.answers(asked))
    return answer


def test_a_bot_that_is_asked_to_reconnect_resumes_its_session(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    for interrupt in (
        local_discord.reconnect,
        local_discord.drop,
        lambda: local_discord.invalidate(resumable=True),
        local_discord.disconnect,
    ):
        interrupt()
        assert answered(local_discord, desk).content == "found"
    assert (local_discord.resumes, len(local_discord.identifies)) == (4, 1)
    local_discord.wait_for(lambda: len(heard(bot, "resumed")) == 4)


def test_what_a_bot_missed_is_told_when_it_resumes(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.settle()
    local_discord.drop()
    asked = [local_discord.mention(desk.alice, desk.news, f"{n}?") for n in range(3)]
    assert [len(answers_to(local_discord, one)) for one in asked] == [1, 1, 1]
    assert local_discord.resumes == 1


def test_a_session_that_is_over_begins_anew_with_a_second_ready(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.wait_for(lambda: heard(bot, "ready"))
    local_discord.invalidate()
    local_discord.wait_for(lambda: len(local_discord.identifies) == 2)
    local_discord.wait_for(lambda: len(heard(bot, "ready")) == 2)
    local_discord.forget_sessions()
    local_discord.drop()
    local_discord.wait_for(lambda: len(local_discord.identifies) == 3)
    local_discord.wait_for_bot()
    assert answered(local_discord, desk).content == "found"
    assert local_discord.resumes == 0


@pytest.mark.parametrize("local_discord", [{"heartbeat": 0.3}], indirect=True)
def test_a_bot_leaves_a_connection_that_hears_nothing(
    local_discord: LocalDiscord, desk: Desk, bot: Running
) -> None:
    local_discord.wait_for(lambda: local_discord.heartbeats >= 2)
    local_discord.zombie()
    assert local_discord.connections == 0
    local_discord.wait_for(lambda: local_discord.resumes)
    assert answered(local_discord, desk).content == "found"


@pytest.mark.parametrize("local_discord", [{"shards": 2}], indirect=True)
def test_each_guild_is_told_over_its_shard(local_discord: LocalDiscord, bot: Running) -> None:
    desks = [Desk(local_discord), Desk(local_discord)]
    for desk in desks:
        assert answered(local_discord, desk).content == "found"
    assert sorted(one["shard"] for one in local_discord.identifies) == [[0, 2], [1, 2]]
    shards = [bot.client.get_guild(int(desk.guild)) for desk in desks]
    assert [guild and guild.shard_id for guild in shards] == [0, 1]


def test_a_wrong_token_is_told_so(local_discord: LocalDiscord) -> None:
    with local_discord.patched():
        one = Running(local_discord, Echo, token="wrong.local.token")
        assert one.ended.wait(10)
        one.stop()
    assert isinstance(one.error, discord.LoginFailure)
    with running(local_discord, Echo) as bot:
        local_discord.revoke_token()
        local_discord.forget_sessions()
        local_discord.drop()
        assert bot.ended.wait(10)
        assert isinstance(bot.error, discord.ConnectionClosed)
        assert bot.error.code == 4004


def test_a_privileged_intent_that_was_not_granted_ends_the_connection(
    local_discord: LocalDiscord,
) -> None:
    asking = discord.Intents(guilds=True, messages=True, message_content=True)
    with running(local_discord, lambda: Echo(intents=asking), connected=False) as bot:
        assert bot.ended.wait(10)
        assert isinstance(bot.error, discord.PrivilegedIntentsRequired)


def test_a_gateway_that_refuses_is_found_again(
    local_discord: LocalDiscord, desk: Desk, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.1)
    local_discord.refuse(0.5)
    local_discord.drop()
    assert local_discord.wait_for(lambda: local_discord.connections == 0)
    local_discord.wait_for_bot()
    assert answered(local_discord, desk).content == "found"


def test_an_outage_of_a_guild_ends(local_discord: LocalDiscord, desk: Desk, bot: Running) -> None:
    local_discord.outage(desk.guild)
    guild = bot.client.get_guild(int(desk.guild))
    assert guild is not None
    local_discord.wait_for(lambda: guild.unavailable)
    local_discord.invite_bot(desk.guild)
    local_discord.wait_for(lambda: not guild.unavailable)
    assert answered(local_discord, desk).content == "found"


def test_a_gateway_that_refuses_at_the_start_ends_the_bot(local_discord: LocalDiscord) -> None:
    local_discord.refuse(60)
    with running(local_discord, Echo, connected=False) as bot:
        assert bot.ended.wait(10)
    # discord.py tells the reconnect of a shard that it doesn't have yet: supervise it.
    assert isinstance(bot.error, AttributeError | discord.GatewayNotFound)


def test_two_sessions_of_one_shard_are_both_told(local_discord: LocalDiscord, desk: Desk) -> None:
    with running(local_discord, Echo) as one, running(local_discord, Echo) as two:
        local_discord.wait_for(lambda: local_discord.connections == 2)
        one.run(one.client.tree.sync())
        asked = local_discord.command(desk.alice, desk.news, "ask", question="who?")
        local_discord.wait_for(lambda: heard(one, "ask") and heard(two, "ask"))
        local_discord.settle()
        assert [call.code for call in local_discord.called("callback")] in ([0, 40060],)
        assert len(local_discord.answers(asked)) == 1


def test_a_bot_hears_of_messages_only_with_the_intent(
    local_discord: LocalDiscord, desk: Desk
) -> None:
    with running(local_discord, lambda: Echo(intents=discord.Intents(guilds=True))) as bot:
        local_discord.wait_for(lambda: heard(bot, "ready"))
        local_discord.mention(desk.alice, desk.news, "who?")
        local_discord.dm(desk.alice, "who?")
        local_discord.settle()
        assert bot.client.heard == ["ready"]


def test_forty_questions_at_once_are_answered_once_each(
    local_discord: LocalDiscord, bot: Running
) -> None:
    desks = [Desk(local_discord) for _ in range(4)]
    asked = [
        local_discord.command(desk.alice, desk.news, "ask", question=str(number))
        for number in range(10)
        for desk in desks
    ]
    for one in asked:
        assert len(answers_to(local_discord, one)) == 1
    local_discord.settle()
    assert len(local_discord.acks) == 40
    assert max(local_discord.acks) < math.inf
