"""What ended the connection to Discord → how that is said, and what to do about it. Pure.

Close codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from dataclasses import dataclass

import discord

_UPDATE = "update Pullquote: git pull, then pip install -c constraints.txt -e ."


@dataclass(frozen=True, slots=True)
class Fault:
    """`event` names it in the log, `state` says what is wrong, `to_do` what to do, "" where it
    passes by itself; a `lasting` one stays until somebody does it."""

    event: str
    state: str
    to_do: str = ""
    lasting: bool = False

    @property
    def line(self) -> str:
        """Both, as `/readyz` shows them."""
        return f"{self.state}; {self.to_do or 'trying again'}"


TOKEN_REFUSED = Fault(
    "discord_token_refused",
    "DISCORD_TOKEN is refused by Discord",
    "make a new one with Bot → Reset Token on discord.com/developers/applications",
    lasting=True,
)
_BY_CODE = {
    4004: TOKEN_REFUSED,
    4010: Fault(
        "discord_shard_refused",
        "Discord refuses a shard (close code 4010)",
        f"it connects again as Discord recommends; if it stays so, {_UPDATE}",
        lasting=True,
    ),
    4011: Fault(
        "discord_sharding_required",
        "Discord asks for more shards (close code 4011)",
        "it connects again with as many as Discord recommends; if it stays so, set no "
        "PULLQUOTE_DISCORD_GATEWAY_URL, or ask who runs that proxy",
        lasting=True,
    ),
    4012: Fault(
        "discord_version_refused",
        "Discord doesn't speak this version of its gateway any more (close code 4012)",
        _UPDATE,
        lasting=True,
    ),
    4013: Fault(
        "discord_intents_invalid",
        "Discord doesn't know an intent that was asked for (close code 4013)",
        _UPDATE,
        lasting=True,
    ),
    4014: Fault(
        "discord_intents_refused",
        "Discord doesn't grant an intent that was asked for (close code 4014)",
        f"Pullquote needs none of the privileged ones; {_UPDATE}",
        lasting=True,
    ),
}
CLOSED = Fault("discord_not_reached", "connection lost (closed)")


def fault_of(error: BaseException) -> Fault:
    """What an error of discord.py's or of the network means."""
    match error:
        case discord.LoginFailure():
            return TOKEN_REFUSED
        case discord.PrivilegedIntentsRequired():
            return _BY_CODE[4014]
        case discord.ConnectionClosed() if error.code in _BY_CODE:
            return _BY_CODE[error.code]
        case discord.ConnectionClosed():
            return Fault("discord_not_reached", f"connection lost (close code {error.code})")
        case discord.GatewayNotFound():
            return Fault("discord_gateway_away", "Discord doesn't say where its gateway is")
        case discord.HTTPException():
            return Fault("discord_not_reached", f"Discord answers with status {error.status}")
    return Fault("discord_not_reached", f"connection lost ({type(error).__name__})")
