"""An interaction → whether Discord waits for its answer now; done before anything else."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import aiohttp
import discord

from retrieval.event_logger import EventLogger

_ALREADY_ACKNOWLEDGED = 40060
OUTCOME = "deferred"  # what became of it, in the interaction's extras
_KEPT = 4096  # more than come in the minutes in which Discord may deliver one again

_log = EventLogger()


class Deferred(Enum):
    """What became of the deferral."""

    DONE = "done"
    AGAIN = "again"  # it was delivered before, and is in good hands
    LATE = "late"  # it came to nothing: the answer has to go another way


class Shown(Enum):
    """What a person sees until the answer comes."""

    THINKING = "thinking"  # "… is thinking", where the answer will stand
    IN_PLACE = "in place"  # the message whose button was pressed


@dataclass(slots=True)
class Deferrals:
    """What this process deferred, and what of that nothing was answered to yet, by the token."""

    seen: dict[int, None] = field(default_factory=dict)
    waiting: dict[str, Shown] = field(default_factory=dict)

    def first_seen(self, interaction: int) -> bool:
        """Whether it was not delivered to this process before."""
        if interaction in self.seen:
            return False
        self.seen[interaction] = None
        if len(self.seen) > _KEPT:
            del self.seen[next(iter(self.seen))]
        return True

    def answered(self, token: str) -> None:
        """Something stands where the person was waiting."""
        self.waiting.pop(token, None)


def deferrals_of(client: discord.Client) -> Deferrals:
    """Those that the client keeps."""
    kept = getattr(client, "deferrals", None)
    return kept if isinstance(kept, Deferrals) else Deferrals()


async def defer(
    interaction: discord.Interaction[Any], *, private: bool, in_place: bool = False
) -> Deferred:
    """Discord shows that the bot is thinking; it gives 3 seconds for that. `in_place`: the answer
    takes the place of the message whose button was pressed."""
    deferrals = deferrals_of(interaction.client)
    new = deferrals.first_seen(interaction.id)
    done = await _deferred(interaction, private, in_place, again=not new)
    interaction.extras[OUTCOME] = done
    if done is Deferred.DONE:
        deferrals.waiting[interaction.token] = Shown.IN_PLACE if in_place else Shown.THINKING
    return done


def leave(interaction: discord.Interaction[Any]) -> None:
    """Whoever claimed this very interaction answers it, perhaps another process: nothing more is
    said of it here."""
    interaction.extras[OUTCOME] = Deferred.AGAIN
    deferrals_of(interaction.client).answered(interaction.token)


async def _deferred(
    interaction: discord.Interaction[Any], private: bool, in_place: bool, *, again: bool
) -> Deferred:
    why: dict[str, Any] = {}
    # A second time, for the first may have got through and only its answer was lost.
    for _ in range(2):
        try:
            await interaction.response.defer(ephemeral=private, thinking=not in_place)
        except discord.HTTPException as error:
            if error.code == _ALREADY_ACKNOWLEDGED:
                # By ourselves just now, or for another process: then what comes of it was claimed.
                return Deferred.AGAIN if again else Deferred.DONE
            why = {"status": error.status, "code": error.code}
            if error.status < 500:
                break
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            why = {"reason": type(error).__name__}
        else:
            return Deferred.DONE
    _log.warning("not_deferred", **why)
    return Deferred.LATE
