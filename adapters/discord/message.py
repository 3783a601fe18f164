"""What one message to Discord is: components, which show text and buttons alike."""

from dataclasses import dataclass
from typing import Any

import discord

IS_COMPONENTS_V2 = 1 << 15
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Message:
    """`components`: as Discord's JSON has them, layout components at the top; `png`: the picture
    that goes with it, if one of them shows it; `pings`: the ids of roles that it may ping, and
    EVERYONE."""

    components: tuple[dict[str, Any], ...]
    png: bytes = b""
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
