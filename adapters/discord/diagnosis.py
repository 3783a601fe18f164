"""Settings → whether Discord takes the token, lets the bot connect and knows its commands.

Asks Discord, changes nothing there, begins no session, and says no secret.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
from discord import AppCommandType

from adapters.discord.client import Client
from adapters.discord.commands import add_commands
from adapters.discord.credentials import discord_token
from adapters.discord.gateway_faults import TOKEN_REFUSED
from adapters.discord.library_logs import quiet
from adapters.discord.message_content import WHERE_TO_GRANT, is_granted
from adapters.discord.registered import difference
from adapters.discord.serving import proxy_of, use_addresses
from adapters.service.checks import Check
from adapters.settings import Settings

_SECONDS = 20.0
_FEW_SESSIONS = 50
_WHEN_AWAY = "see discordstatus.com and the way out of here (proxy, firewall); then run it again"
_FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, KeyError)


def discord_checks(settings: Settings, listens: bool | None = None) -> list[Check]:
    """One a part; none where no token is set. What hangs on a part that is bad is left out.
    `listens`: whether a channel is answered without a mention, None where nobody knows."""
    token = discord_token(settings)
    if token is None:
        return []
    return asyncio.run(_checks(settings, token.get_secret_value(), listens))


async def _checks(settings: Settings, token: str, listens: bool | None) -> list[Check]:
    quiet()
    use_addresses(settings)
    client = Client(None, None, gateway=settings.discord_gateway_url, proxy=proxy_of(settings))
    try:
        wanted = _is_wanted(settings, listens)
        return [check async for check in _each(client, token, wanted)]
    finally:
        await client.close()


async def _each(client: Client, token: str, content_wanted: bool) -> AsyncIterator[Check]:
    first = await _token(client, token)
    yield first
    if first.good:
        yield await _interactions(client)
        yield await _message_content(client, content_wanted)
        yield await _gateway(client)
        yield await _commands(client)


async def _token(client: Client, token: str) -> Check:
    part = "discord token"
    try:
        async with asyncio.timeout(_SECONDS):
            await client.login(token)
    except discord.LoginFailure:
        return Check(part, False, TOKEN_REFUSED.state, TOKEN_REFUSED.to_do)
    except _FAILURES as error:
        return Check(part, False, f"Discord can't be asked ({_name(error)})", _WHEN_AWAY)
    user = client.user
    return Check(part, True, f"{user} ({user.id if user else ''})")


async def _interactions(client: Client) -> Check:
    """Discord sends them over HTTP, and not to us, where somebody once entered an address."""
    part = "discord interactions"
    try:
        async with asyncio.timeout(_SECONDS):
            info = await client.application_info()
    except _FAILURES as error:
        return Check(part, False, f"Discord can't be asked ({_name(error)})", _WHEN_AWAY)
    if info.interactions_endpoint_url:
        return Check(
            part,
            False,
            "Discord sends commands and presses to a web address instead of here",
            "empty Interactions Endpoint URL in General Information on "
            "discord.com/developers/applications",
        )
    return Check(part, True, "come over the gateway")


def _is_wanted(settings: Settings, listens: bool | None) -> bool:
    setting = settings.discord_message_content
    return setting == "on" or (setting == "auto" and bool(listens))


async def _message_content(client: Client, wanted: bool) -> Check:
    """The one privileged intent that Pullquote may ask for."""
    part = "discord message content"
    try:
        async with asyncio.timeout(_SECONDS):
            granted = await is_granted(client)
    except TimeoutError as error:
        return Check(part, False, f"Discord can't be asked ({_name(error)})", _WHEN_AWAY)
    if granted is None:
        return Check(part, False, "Discord can't be asked", _WHEN_AWAY)
    if granted:
        return Check(part, True, "granted" if wanted else "granted; no channel needs it")
    if wanted:
        state = "not granted, so channels that want answers without a mention get none"
        return Check(part, False, state, WHERE_TO_GRANT)
    state = "not granted; only emoji and answers without a mention need it"
    return Check(part, True, state)


async def _gateway(client: Client) -> Check:
    part = "discord gateway"
    try:
        async with asyncio.timeout(_SECONDS):
            shards, url, limit = await client.http.get_bot_gateway()
            await _greeted(client, url)
    except _FAILURES as error:
        return Check(part, False, f"can't be reached ({_name(error)})", _WHEN_AWAY)
    left, hours = limit["remaining"], limit["reset_after"] / 3_600_000
    state = f"reachable, {shards} shards, {left:,} of {limit['total']:,} starts left"
    if left < _FEW_SESSIONS:
        return Check(
            part,
            False,
            f"{state} for {hours:.1f} hours",
            "find what starts it again and again (its log says why), and stop that: without a "
            "start left Discord takes the token away",
        )
    return Check(part, True, state)


async def _greeted(client: Client, url: str) -> None:
    """The gateway says hello to whoever comes; nobody has to say who they are."""
    socket = await client.http.ws_connect(f"{url.rstrip('/')}/?v=10&encoding=json")
    try:
        greeting = await socket.receive()
        if greeting.type is not aiohttp.WSMsgType.TEXT:
            raise aiohttp.ClientConnectionError
    finally:
        await socket.close()


async def _commands(client: Client) -> Check:
    part = "discord commands"
    add_commands(client, None)
    kinds = (AppCommandType.chat_input, AppCommandType.message)
    ours: list[Any] = [
        command.to_dict(client.tree)
        for kind in kinds
        for command in client.tree.get_commands(type=kind)
    ]
    try:
        async with asyncio.timeout(_SECONDS):
            theirs: list[Any] = await client.http.get_global_commands(client.application_id or 0)
    except _FAILURES as error:
        return Check(part, False, f"Discord can't be asked ({_name(error)})", _WHEN_AWAY)
    differing = difference(ours, theirs).in_words
    if differing:
        return Check(part, False, differing, "run: pullquote discord sync")
    return Check(part, True, f"{len(ours)} synced")


def _name(error: BaseException) -> str:
    status = getattr(error, "status", None)
    return f"status {status}" if status else type(error).__name__
