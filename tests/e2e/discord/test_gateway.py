"""What is wrong with the connection to Discord is said at once, each fault by itself."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.discord.client import Client
from adapters.discord.connection import CONNECTION, BadToken, Line
from bot.health import Health, Part
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.running import hurry
from tests.e2e.discord.small_bot import Lines, all_logged, events
from tests.e2e.running import free_port

PATIENCE = 300.0


@dataclass
class Connected:
    """A line to the localhost Discord, what /readyz would say of it, and its log."""

    line: Line
    health: Health
    lines: Lines

    @property
    def part(self) -> Part:
        return self.health.parts(time.monotonic())[CONNECTION]

    async def until(self, predicate: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not predicate():
                await asyncio.sleep(0.02)

    async def until_logged(self, event: str) -> None:
        await self.until(lambda: event in events(self.lines))


@asynccontextmanager
async def connected(
    local: LocalDiscord, gateway: str | None = None, *, first: bool = True
) -> AsyncIterator[Connected]:
    """`first`: once it is connected."""

    def new_client() -> Client:
        client = Client(None, None, gateway=gateway)
        client._connection.guild_ready_timeout = 0.05
        return client

    health = Health()
    health.expect(CONNECTION, time.monotonic(), 60.0)
    with local.patched(), all_logged() as lines:
        line = Line(local.token, health, new_client)
        tasks = [asyncio.create_task(line.watch())]
        try:
            one = Connected(line, health, lines)
            await line.start()
            tasks.append(asyncio.create_task(line.hold()))
            if first:
                await one.until(lambda: one.part.good)
            yield one
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await line.client.close()


FAULTS = {
    4010: ("discord_shard_refused", "Discord refuses a shard"),
    4011: ("discord_sharding_required", "Discord asks for more shards"),
    4012: ("discord_version_refused", "Discord doesn't speak this version of its gateway"),
    4013: ("discord_intents_invalid", "Discord doesn't know an intent"),
    4014: ("discord_intents_refused", "Discord doesn't grant an intent"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_close_code_has_its_line_and_its_next_step_and_passes(
    local_discord: LocalDiscord, code: int
) -> None:
    async def through() -> None:
        async with connected(local_discord) as it:
            event, said = FAULTS[code]
            await asyncio.to_thread(local_discord.disconnect, code)
            await it.until_logged(event)
            assert not it.part.good
            assert it.part.state.startswith(said)
            assert it.part.state.partition("; ")[2]
            await it.until(lambda: it.part.good)

    asyncio.run(through())


def test_a_token_that_is_refused_is_kept_apart_from_a_connection_that_is_lost(
    local_discord: LocalDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)

    async def through() -> None:
        async with connected(local_discord) as it:
            await asyncio.to_thread(local_discord.refuse, 3600)
            await asyncio.to_thread(local_discord.drop)
            await it.until(lambda: not it.part.good)
            assert it.part.state.startswith("connection lost")
            local_discord.revoke_token()
            await asyncio.to_thread(local_discord.refuse, 0)
            await it.until_logged("discord_token_refused")
            assert it.part.state.startswith("DISCORD_TOKEN is refused by Discord; make a new one")
            await asyncio.sleep(1.5)  # it asks again, and still says so
            assert it.part.state.startswith("DISCORD_TOKEN is refused by Discord; make a new one")
            local_discord.world.token = local_discord.token
            await it.until(lambda: it.part.good)

    asyncio.run(through())


def test_a_token_that_is_refused_at_the_start_ends_it(local_discord: LocalDiscord) -> None:
    local_discord.revoke_token()

    async def through() -> None:
        with pytest.raises(BadToken, match=r"^DISCORD_TOKEN is refused by Discord; make a new"):
            async with connected(local_discord):
                raise AssertionError

    asyncio.run(through())


@pytest.mark.parametrize("local_discord", [{"shards": 2}], indirect=True)
def test_a_gateway_of_ones_own_is_used_for_every_shard_and_for_resuming(
    local_discord: LocalDiscord,
) -> None:
    own = local_discord.gateway_url
    # What Discord says of itself leads nowhere from here.
    local_discord._gateway.url = f"ws://127.0.0.1:{free_port()}/"

    async def through() -> None:
        async with connected(local_discord, own) as it:
            assert it.part.state == "connected, 2 shards"
            await asyncio.to_thread(local_discord.reconnect)
            await it.until(lambda: local_discord.resumes >= 2)
            await asyncio.to_thread(local_discord.invalidate)
            await it.until(lambda: len(local_discord.identifies) >= 4 and it.part.good)

    asyncio.run(through())


def test_a_gateway_that_is_away_at_the_start_is_said_to_be(local_discord: LocalDiscord) -> None:
    away = f"ws://127.0.0.1:{free_port()}/"

    async def through() -> None:
        async with connected(local_discord, away, first=False) as it:
            await it.until_logged("discord_not_reached")
            assert it.part.state.startswith("connection lost (ClientConnectorError)")

    asyncio.run(through())


def test_a_gateway_that_says_nothing_at_the_start_is_said_to_be_silent(
    local_discord: LocalDiscord,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"ws://127.0.0.1:{silent.getsockname()[1]}/"

        async def through() -> None:
            async with connected(local_discord, where, first=False) as it:
                await it.until_logged("discord_silent")
                assert it.part.state.startswith("Discord's gateway doesn't answer")

        asyncio.run(through())


def test_a_gateway_that_nobody_knows_of_is_said_to_be_away(local_discord: LocalDiscord) -> None:
    local_discord.refuse(3600)

    async def through() -> None:
        async with connected(local_discord, first=False) as it:
            await it.until_logged("discord_gateway_away")
            assert it.part.state.startswith("Discord doesn't say where its gateway is")
            local_discord.refuse(0)
            await it.until(lambda: it.part.good)

    asyncio.run(through())
