"""What one message to Discord is: components, which show text and buttons alike."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.documents.tree import File

IS_COMPONENTS_V2 = 1 << 15
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Message:
    """`components`: as Discord's JSON has them, layout components at the top; `png` and `files`:
    the picture and the files that go with it, if they show them; `pings`: the ids of roles that it
    may ping, and EVERYONE."""

    components: tuple[dict[str, Any], ...]
    png: bytes = b""
    files: tuple[File, ...] = ()
    pings: tuple[str, ...] = ()

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Whatever its words say, it pings these and nobody else."""
        roles = [discord.Object(int(id)) for id in self.pings if id != EVERYONE]
        return discord.AllowedMentions(
            everyone=EVERYONE in self.pings,
            users=False,
            roles=roles or False,
            replied_user=False,
        )

    @property
    def payload(self) -> dict[str, Any]:
        """The body of a request; nothing else may stand beside such components."""
        return {"flags": IS_COMPONENTS_V2, "components": list(self.components)}
