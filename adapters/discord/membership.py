"""A person → whether they are a member where the bot is, and which roles they have.

What is said in a server comes with both. Of who writes directly, or from elsewhere, Discord is
asked, and that is remembered for a minute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypedDict

import aiohttp
import discord

from adapters.discord.incoming import Incoming
from adapters.service.chat import Undelivered
from bot.manners import Askers, Group

_REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 10_000


class Standing(TypedDict):
    """Those fields of an Incoming."""

    member: bool
    roles: tuple[str, ...]


def standing_of(person: Any, guild: discord.Guild | None) -> Standing:
    """Of somebody in a server that the bot is in, None in any other. Who has not accepted its rules
    yet is no member."""
    if guild is None or not isinstance(person, discord.Member):
        return {"member": False, "roles": ()}
    roles = tuple(str(role.id) for role in person.roles)
    return {"member": not person.pending, "roles": roles}


@dataclass(slots=True)
class Members:
    """Through the client of the moment, on its event loop."""

    current: Callable[[], discord.Client]
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Standing]] = field(default_factory=dict)

    async def admitted(self, by: Incoming, askers: Askers) -> bool:
        """Whether somebody may ask. Raises Undelivered where Discord can't be asked now."""
        here = self.current().get_guild(int(by.guild)) if by.guild else None
        standing: Standing = {"member": by.member, "roles": by.roles}
        if here is None:
            standing = await self._elsewhere(by.user)
        return askers.admit(member=standing["member"], groups=frozenset(standing["roles"]))

    async def _elsewhere(self, user: str) -> Standing:
        """In all servers of the bot together."""
        at, known = self._known.get(user, (0.0, None))
        if known is not None and self.clock() - at < _REMEMBERED_SECONDS:
            return known
        member, roles = False, set[str]()
        for guild in self.current().guilds:
            found = standing_of(await _member(guild, int(user)), guild)
            member = member or found["member"]
            roles.update(found["roles"])
        standing: Standing = {"member": member, "roles": tuple(sorted(roles))}
        self._known.pop(user, None)
        self._known[user] = (self.clock(), standing)
        if len(self._known) > _MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
        return standing


def roles_of(client: discord.Client, guild: str) -> list[Group]:
    """Those of a server, but for the one that everybody has."""
    there = client.get_guild(int(guild)) if guild else None
    every = there.roles if there else ()
    return [Group(str(role.id), role.name) for role in every if not role.is_default()]


async def _member(guild: discord.Guild, user: int) -> discord.Member | None:
    try:
        return await guild.fetch_member(user)
    except (discord.NotFound, discord.Forbidden):
        return None
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        raise Undelivered from None
