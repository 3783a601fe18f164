"""A notice is posted once and where it belongs, whatever Discord does in between."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest

from adapters.discord.board import DiscordBoard
from adapters.discord.sending import Sender
from adapters.service.board import CantPost
from adapters.service.chat import Undelivered
from bot.documents.notices import news_document
from bot.documents.tree import said
from bot.notices import NewsItem, Spot
from bot.places import Place
from retrieval.articles import Story
from tests.adapters.discord.happenings import news_of
from tests.bot.newsroom import COPIED, WIRE
from tests.e2e.discord.local_discord import LocalDiscord

NOTICE = said("It gets three.")


@dataclass
class Here:
    """A localhost Discord with a board for its channels; nobody waits for its pauses."""

    local: LocalDiscord
    guild: str
    alice: str
    news: str
    waits: list[float] = field(default_factory=list)

    def spot(self, **more: str) -> Spot:
        return Spot(Place("discord", self.guild, self.news), **more)

    def post(self, to: Spot, key: str = "k", *, uncertain: bool = False) -> None:
        self.does(lambda board: board.post(to, NOTICE, key, uncertain=uncertain))

    def does(self, work: Callable[[DiscordBoard], Coroutine[Any, Any, object]]) -> None:
        async def done() -> None:
            client = discord.Client(intents=discord.Intents.none())
            try:
                await client.login(self.local.world.token)
                await work(DiscordBoard(Sender(lambda: client, self.pause)))
            finally:
                await client.close()

        with self.local.patched():
            asyncio.run(done())

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)

    def texts(self, channel: str) -> list[str]:
        return [one.text for one in self.local.messages(channel)]


@pytest.fixture
def here() -> Iterator[Here]:
    with LocalDiscord() as local:
        guild = local.add_guild("Desk")
        yield Here(local, guild, local.add_user("alice", guild), local.add_channel(guild, "news"))
        assert local.violations == []


def test_a_notice_in_a_thread_lands_there_in_reply_to_what_it_corrects(here: Here) -> None:
    thread = here.local.add_thread(here.news, "below")
    here.post(here.spot(via=thread))
    [answer] = here.local.messages(thread)
    here.post(here.spot(via=thread, thread=answer.id), "correction")
    _, notice = here.local.messages(thread)
    assert (notice.reply_to, notice.pings) == (answer.id, frozenset())
    assert here.texts(here.news) == []


def test_a_notice_to_what_was_deleted_stands_in_its_channel(here: Here) -> None:
    here.post(here.spot(thread=here.local.world.id()))
    assert here.texts(here.news) == ["It gets three."]


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"drop": True}])
def test_an_answer_that_is_lost_brings_no_second_notice(here: Here, fault: dict[str, Any]) -> None:
    here.local.fail("send", after_effect=True, **fault)
    here.post(here.spot())
    assert len(here.texts(here.news)) == 1


def test_what_may_have_been_posted_hours_ago_is_found_and_not_posted_again(here: Here) -> None:
    person = here.spot(person=here.alice)
    direct = here.local.direct(here.alice)
    for to, channel in ((here.spot(), here.news), (person, direct)):
        here.post(to)
        here.local.forget_nonces()
        here.post(to, uncertain=True)
        assert len(here.texts(channel)) == 1
        # The same words, but about something else.
        here.post(to, "another", uncertain=True)
        assert len(here.texts(channel)) == 2


@pytest.mark.parametrize(
    ("without", "why"),
    [
        ("view_channel", "I can't see the channel (Discord says: 50001)"),
        ("send_messages", "I may not write there (Discord says: 50013)"),
    ],
)
def test_a_missing_permission_is_said_in_words(here: Here, without: str, why: str) -> None:
    here.local.forbid(here.news, without)
    with pytest.raises(CantPost) as refused:
        here.post(here.spot())
    assert refused.value.reason == why


def test_a_channel_that_is_gone_is_said_to_be(here: Here) -> None:
    here.local.delete_channel(here.news)
    with pytest.raises(CantPost) as refused:
        here.post(here.spot())
    assert refused.value.reason == "the channel is gone (Discord says: 10003)"


def test_what_passes_is_tried_again_later(here: Here) -> None:
    here.local.fail("send", times=5, status=503)
    with pytest.raises(Undelivered):
        here.post(here.spot())
    assert len(here.waits) == 5

    async def revoked(board: DiscordBoard) -> None:
        here.local.revoke_token()
        await board.post(here.spot(), NOTICE, "k", uncertain=False)

    with pytest.raises(Undelivered):
        here.does(revoked)
    assert here.texts(here.news) == []


def test_news_ping_nobody(here: Here) -> None:
    story = Story("s", f"@everyone <@{here.alice}>", "")
    notice = news_document(news_of(NewsItem(WIRE, (COPIED,), ()), story=story))
    here.does(lambda board: board.post(here.spot(), notice, "k", uncertain=False))
    [posted] = here.local.messages(here.news)
    assert "@everyone" in posted.text.replace("\\", "")
    assert here.local.pinged(here.alice) == []
