"""Pullquote in simcord, others' simulator: real answers, and every request as Discord describes.

Commands and buttons are tested over the wire: simcord does not know a webhook's "@original".
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.assembly import catalog_of
from adapters.bot_assembly import IndexFinder, bot_over
from adapters.discord.client import Client
from adapters.discord.serving import at_work
from adapters.refresh.corpus_sources import CorpusSources
from adapters.service.resources import Resources
from adapters.settings import Settings
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.pings import StoredPings
from adapters.storage.proposed_sources import StoredProposals
from adapters.storage.scopes import StoredScopes
from adapters.storage.switches import StoredSwitches
from bot.desk import Desk
from bot.followers import Followers
from bot.health import Health
from bot.newsdesk import Newsdesk
from bot.tracking import SourceDesk
from bot.workers import Workers
from tests.e2e.discord.openapi import openapi as openapi
from tests.e2e.discord.simulated import shown, simulated
from tests.e2e.running import own_copy

COMMANDER = "who heads the new US command in Japan?"


@contextmanager
def resources_of(data: Path) -> Iterator[Resources]:
    settings = Settings(data=data, questions_per_minute=0)
    with (
        closing(catalog_of(settings)) as catalog,
        bot_over(catalog, settings, follow=False) as bot,
        closing(Workers(2, 10)) as workers,
    ):
        finder = bot.finder
        assert isinstance(finder, IndexFinder)
        replies, scopes = StoredReplies(catalog.database), StoredScopes(catalog.database)

        async def loaded() -> None:
            return

        def desk() -> Desk:
            return Desk(bot, catalog, replies, scopes, 3)

        yield Resources(
            settings=settings,
            database=catalog.database,
            loaded=loaded,
            desk=desk,
            up_to_date=lambda: True,
            library=lambda: finder,
            meaning=lambda: finder,
            newsdesk=lambda: Newsdesk(finder.newsroom(), scopes),
            followers=lambda: Followers(
                desk(),
                StoredFollows(catalog.database),
                StoredHappenings(catalog.database),
                StoredSwitches(catalog.database),
                StoredPings(catalog.database),
            ),
            sources=lambda: SourceDesk(
                desk(),
                CorpusSources(settings, catalog, lambda: finder.search.embedder.embed_passages),
                StoredProposals(catalog.database),
            ),
            workers=workers,
            books=workers,
            lookups=workers,
            hubs=None,
            health=Health(),
            owner="test",
            now=lambda: datetime.now(UTC),
        )


def test_people_mention_reply_and_write_to_the_bot(
    openapi: None, shipped: Path, tmp_path: Path
) -> None:
    async def talk(resources: Resources) -> None:
        made: list[Client] = []
        _, new_client = at_work(resources, lambda: made[-1])

        def make() -> Client:
            made.append(new_client())
            return made[-1]

        async with simulated(make) as here:
            await here.sync(made[-1].tree)
            guild = here.guild("Desk")
            news = guild.create_text_channel("news")
            alice = here.person(guild, "alice")

            [reply] = await alice.mention(news, COMMANDER)
            assert "Stephen Jost" in shown(reply)
            [follow_up] = await alice.mention(news, "and how many troops?", reply_to=reply)
            assert "troops" in shown(follow_up)
            [direct] = await alice.dm(COMMANDER)
            assert "Stephen Jost" in shown(direct)
            offered = await alice.choices(news, "ask", "story", "swe", question="x")
            assert list(offered.values()) == ["sweden-nato"]

    with resources_of(own_copy(shipped, tmp_path)) as resources:
        asyncio.run(talk(resources))
