"""Settings → Discord knows the bot's commands."""

import asyncio

import aiohttp
import discord

from adapters.discord.client import Client
from adapters.discord.commands import add_commands
from adapters.discord.connection import BadToken
from adapters.discord.credentials import discord_token
from adapters.discord.library_logs import quiet
from adapters.discord.serving import proxy_of, use_addresses
from adapters.settings import Settings, SettingsError
from retrieval.errors import PullquoteError, WrongUse


class NotSynced(PullquoteError):
    """Discord did not take the commands; what it had before stays."""


def sync(settings: Settings, guild: int | None, *, clear: bool = False) -> list[str]:
    """The names of the commands, now registered; in one guild only where it is given. `clear`:
    none are left there, and people see those again that every server has.

    Raises SettingsError without a token, WrongUse, BadToken, NotSynced.
    """
    if clear and not guild:
        raise WrongUse(
            "--clear takes a server's own commands away and needs to know which; add: --guild ID"
        )
    token = discord_token(settings)
    if token is None:
        raise SettingsError("DISCORD_TOKEN is not set: Developer Portal → Bot → Reset Token")
    return asyncio.run(_sync(settings, token.get_secret_value(), guild, clear))


async def _sync(settings: Settings, token: str, guild: int | None, clear: bool) -> list[str]:
    quiet()
    use_addresses(settings)
    client = Client(None, None, proxy=proxy_of(settings))
    add_commands(client, None)
    try:
        await client.login(token)
        where = discord.Object(guild) if guild else None
        if where and not clear:
            client.tree.copy_global_to(guild=where)
        return sorted(command.name for command in await client.tree.sync(guild=where))
    except discord.LoginFailure:
        raise BadToken from None
    except discord.HTTPException as error:
        raise NotSynced(
            f"Discord did not take the commands (status {error.status}, code {error.code}); "
            + ("is the bot in that server?" if guild else "run the command again in a minute")
        ) from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise NotSynced(
            f"Discord can't be reached ({type(error).__name__}); run the command again"
        ) from None
    finally:
        await client.close()
