"""A workspace → a Slack client with its token, patient where Slack asks for patience."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Self

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

from adapters.settings import Settings
from adapters.web.proxies import NO_PROXIES, Proxies

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
class SlackApi:
    """Where Slack's Web API is (`url` ends in a slash), and the way to all that is Slack's."""

    url: str
    proxies: Proxies = NO_PROXIES

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.slack_api_url, settings.proxies)

    def proxy_for(self, url: str) -> str | None:
        """As the SDK takes it, with its login; None to go there directly."""
        proxy = self.proxies.towards(url)
        return proxy.with_login if proxy else None


@dataclass(frozen=True, slots=True)
class Clients:
    """Clients for every workspace."""

    api: SlackApi
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
        return web_client(self.api, found.bot_token, retries)


def web_client(
    api: SlackApi, token: str | None, retries: Sequence[AsyncRetryHandler]
) -> AsyncWebClient:
    """A client with these retries and no others."""
    client = AsyncWebClient(
        token=token,
        base_url=api.url,
        timeout=_TIMEOUT_SECONDS,
        retry_handlers=list(retries),
    )
    # Not given to it: for none it would read the environment, and not its NO_PROXY.
    client.proxy = api.proxy_for(api.url)
    return client


def webhook(api: SlackApi, url: str) -> AsyncWebhookClient:
    """A client for a response_url."""
    client = AsyncWebhookClient(url, timeout=_TIMEOUT_SECONDS, retry_handlers=patient())
    client.proxy = api.proxy_for(url)
    return client


def code_of(error: SlackApiError) -> str:
    """Slack's word for what is wrong, "" where no JSON came."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""
