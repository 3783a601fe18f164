"""An interaction → whether Discord waits for its answer now; done before anything else."""

from enum import Enum
from typing import Any

import aiohttp
import discord
import structlog

_ALREADY_ACKNOWLEDGED = 40060

_log = structlog.get_logger()


class Deferred(Enum):
    """What became of the deferral."""

    DONE = "done"
    AGAIN = "again"  # it was delivered before, and is in good hands
    LATE = "late"  # it came to nothing: the answer has to go another way


async def defer(
    interaction: discord.Interaction[Any], *, private: bool, in_place: bool = False
) -> Deferred:
    """Discord shows that the bot is thinking; it gives 3 seconds for that. `in_place`: the answer
    takes the place of the message whose button was pressed."""
    try:
        await interaction.response.defer(ephemeral=private, thinking=not in_place)
    except discord.HTTPException as error:
        if error.code == _ALREADY_ACKNOWLEDGED:
            return Deferred.AGAIN
        _log.warning("not_deferred", status=error.status, code=error.code)
        return Deferred.LATE
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("not_deferred", reason=type(error).__name__)
        return Deferred.LATE
    return Deferred.DONE
