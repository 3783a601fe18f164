"""A person of a workspace → the language that their Slack is in, asked for once an hour.

Source: https://docs.slack.dev/reference/methods/users.info (`include_locale`, scope users:read).
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.clients import Clients, NotInstalled, code_of
from bot.language import known_language
from retrieval.event_logger import EventLogger

# Nobody waits longer than that for words in their language: a trigger lives three seconds.
_PATIENCE_SECONDS = 1.0
_KEPT_SECONDS, _KEPT_UNKNOWN_SECONDS = 3_600.0, 60.0
_MOST_KEPT = 10_000

_log = EventLogger()


@dataclass(slots=True)
class Locales:
    """`clock` counts seconds. For one event loop."""

    clients: Clients
    clock: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    async def language(self, enterprise: str, team: str, user: str) -> str:
        """One of LANGUAGES; "" where it is none of them or Slack doesn't say. Raises nothing."""
        person = team, user
        language, until = self._kept.get(person, ("", 0.0))
        if not user or self.clock() < until:
            return language
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                language = known_language(await self._locale(enterprise, team, user))
            seconds = _KEPT_SECONDS
        except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled) as error:
            # Somebody of another workspace, met in a shared channel; or Slack is away or in no
            # hurry. What was known before still holds, and it isn't asked again at once.
            reason = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.info("locale_unknown", reason=reason)
            seconds = _KEPT_UNKNOWN_SECONDS
        self._kept.pop(person, None)
        self._kept[person] = language, self.clock() + seconds
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return language

    async def _locale(self, enterprise: str, team: str, user: str) -> str:
        client = await self.clients.once(enterprise, team)
        found = await client.users_info(user=user, include_locale=True)
        return str(found["user"].get("locale") or "")
