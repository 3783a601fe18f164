"""A bot token that expires → one that doesn't soon: refreshed in time, by one of all processes.

Slack takes a refresh token once. Whoever refreshes holds a claim in the catalog, and looks again
before it asks: somebody else may have done it meanwhile. No token is ever logged.
Source: https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store.models.bot import Bot

from adapters.slack.clients import SlackApi, code_of, web_client
from adapters.slack.credentials import OAuthClient
from adapters.storage.slack_tokens import Installed, StoredSlackTokens, Trouble
from retrieval.event_logger import EventLogger

# Of the twelve hours that a token is good for.
MARGIN = timedelta(hours=2)
# Longer than any request to Slack takes, and until a failed one is tried again.
CLAIM_SECONDS = 60.0
_WAITED_FOR, _POLL_SECONDS = 20.0, 0.25

_log = EventLogger()

Read = Callable[[], Awaitable[Bot | None]]
"""The newest token of an installation, as the catalog has it."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """For all installations of one app. `now` is in UTC."""

    tokens: StoredSlackTokens
    client: OAuthClient
    api: SlackApi
    now: Callable[[], datetime]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def fresh(self, bot: Bot, read: Read) -> Bot:
        """The bot with a token that is good for a while; the old one where Slack gives no other.

        Raises CatalogError.
        """
        if self._left(bot) > MARGIN:
            return bot
        whose, owner = installed(bot), uuid.uuid4().hex
        if not await asyncio.to_thread(
            lambda: self.tokens.claim(whose, owner, self.now(), CLAIM_SECONDS)
        ):
            return bot if self._left(bot) > timedelta() else await self._waited(bot, read)
        found = await read()
        if found is None or self._left(found) > MARGIN:
            await asyncio.to_thread(lambda: self.tokens.release(whose, owner))
            return found or bot
        return await self._refreshed(found, whose, owner)

    async def watch(self, installations: Callable[[], Awaitable[Sequence[Bot]]]) -> None:
        """Refreshes those that nobody asks for: a quiet workspace's too."""
        for bot in await installations():

            async def read(bot: Bot = bot) -> Bot | None:
                every = await installations()
                return next((one for one in every if installed(one) == installed(bot)), None)

            await self.fresh(bot, read)

    async def _refreshed(self, bot: Bot, whose: Installed, owner: str) -> Bot:
        try:
            # Not tried again behind our back: a refresh token is good once.
            answer = await web_client(self.api, None, []).oauth_v2_access(
                client_id=self.client.id,
                client_secret=self.client.secret.get_secret_value(),
                grant_type="refresh_token",
                refresh_token=bot.bot_refresh_token,
            )
            token, refresh = str(answer["access_token"]), str(answer["refresh_token"])
            expires = self.now() + timedelta(seconds=int(answer["expires_in"]))
        except SlackApiError as error:
            await self._failed(bot, whose, code_of(error) or "no JSON")
            return bot
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            await self._failed(bot, whose, type(error).__name__)
            return bot
        except (KeyError, ValueError):
            await self._failed(bot, whose, "an answer without a token")
            return bot
        await asyncio.to_thread(
            lambda: self.tokens.refreshed(whose, owner, token, refresh, expires)
        )
        _log.info("slack_token_refreshed", team=whose.team or whose.enterprise)
        kept = Bot(**bot.to_dict_for_copying())
        kept.bot_token, kept.bot_refresh_token = token, refresh
        kept.bot_token_expires_at = int(expires.timestamp())
        return kept

    async def _failed(self, bot: Bot, whose: Installed, why: str) -> None:
        # The claim is kept: until it ends nobody tries again.
        await asyncio.to_thread(lambda: self.tokens.failed(whose, Trouble(why, self.now())))
        _log.warning(
            "slack_token_not_refreshed",
            team=whose.team or whose.enterprise,
            reason=why,
            expires_in_seconds=round(self._left(bot).total_seconds()),
            next_step="install the app there again if this goes on",
        )

    async def _waited(self, bot: Bot, read: Read) -> Bot:
        """Somebody else refreshes it just now, or could not a moment ago."""
        whose, waited = installed(bot), 0.0
        while waited < _WAITED_FOR:
            found = await read()
            if found is None or self._left(found) > timedelta():
                return found or bot
            if await asyncio.to_thread(lambda: self.tokens.trouble(whose)):
                break
            await self.pause(_POLL_SECONDS)
            waited += _POLL_SECONDS
        return bot

    def _left(self, bot: Bot) -> timedelta:
        if bot.bot_token_expires_at is None:
            return timedelta.max
        return timedelta(seconds=bot.bot_token_expires_at - self.now().timestamp())


def installed(bot: Bot) -> Installed:
    """By what an installation is known: an organisation's own is of no team."""
    team = "" if bot.is_enterprise_install else bot.team_id or ""
    return Installed(bot.enterprise_id or "", team)
