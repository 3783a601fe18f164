"""A workspace → a Slack client with its token, patient where Slack asks for patience."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

_TRIES_AGAIN = 3
_TIMEOUT_SECONDS = 15

Authorize = Callable[[str, str], Awaitable[AuthorizeResult | None]]
"""(enterprise, team) → tokens and bot user of that workspace; None where it isn't installed."""


class _ServerErrors(AsyncServerErrorRetryHandler):
    """The SDK's own handler knows 500 and 503; gateways answer 502 and 504."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return response is not None and response.status_code in (500, 502, 503, 504)


def patient() -> list[AsyncRetryHandler]:
    """Retries for calls that may safely be made twice."""
    return [
        AsyncConnectionErrorRetryHandler(max_retry_count=_TRIES_AGAIN),
        AsyncRateLimitErrorRetryHandler(max_retry_count=_TRIES_AGAIN),
        _ServerErrors(max_retry_count=_TRIES_AGAIN),
    ]


class NotInstalled(Exception):
    """The app has been removed from the workspace."""


@dataclass(frozen=True, slots=True)
class Clients:
    """Clients for every workspace; `api_url` ends in a slash."""

    api_url: str
    authorize: Authorize

    async def patient(self, enterprise: str, team: str) -> AsyncWebClient:
        """For calls that may safely be made twice. Raises NotInstalled."""
        return await self._client(enterprise, team, patient())

    async def once(self, enterprise: str, team: str) -> AsyncWebClient:
        """For posting: nothing is sent again behind the caller's back. Raises NotInstalled."""
        return await self._client(enterprise, team, [])

    async def _client(
        self, enterprise: str, team: str, retries: Sequence[AsyncRetryHandler]
    ) -> AsyncWebClient:
        found = await self.authorize(enterprise, team)
        if found is None:
            raise NotInstalled
        return web_client(self.api_url, found.bot_token, retries)


def web_client(
    api_url: str, token: str | None, retries: Sequence[AsyncRetryHandler]
) -> AsyncWebClient:
    """A client with these retries and no others."""
    return AsyncWebClient(
        token=token,
        base_url=api_url,
        timeout=_TIMEOUT_SECONDS,
        retry_handlers=list(retries),
    )


def webhook(url: str) -> AsyncWebhookClient:
    """A client for a response_url."""
    return AsyncWebhookClient(url, timeout=_TIMEOUT_SECONDS, retry_handlers=patient())


def code_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong, "" where no JSON came."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""
