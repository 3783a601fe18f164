"""Messages → Slack, each exactly once: what may have arrived is looked for, not sent again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.answering import Undelivered
from adapters.slack.clients import Clients, NotInstalled, webhook
from adapters.slack.incoming import Incoming
from adapters.slack.message import Message
from retrieval.errors import PullquoteError

# Errors of Slack's own that pass; all others say that this message can't be posted there.
_PASSING = frozenset(
    "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited "
    "team_added_to_org accesslimited".split()
)
# A message of ours that can't be changed any more: another one takes its place.
_GONE = frozenset(
    "message_not_found thread_not_found cant_delete_message edit_window_closed "
    "cant_update_message".split()
)
_TRIES = 6
_LONGEST_WAIT = 300.0
# Our reply follows the asking message, or stands among the newest of a channel.
_LOOKED_THROUGH = 100
METADATA = "pullquote_reply"

_log = structlog.get_logger()

Pause = Callable[[float], Awaitable[None]]


class Refused(Exception):
    """Slack won't take the message there; `error` is its code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts, replaces and deletes messages; `pause` waits some seconds."""

    clients: Clients
    pause: Pause = asyncio.sleep

    async def reply(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        """The ts of the reply in the asking message's thread.

        `uncertain`: an earlier try may have succeeded. Raises Refused, Undelivered.
        """
        return await self.post(to, message, to.channel, to.thread, key=to.key, uncertain=uncertain)

    async def post(
        self,
        to: Incoming,
        message: Message,
        channel: str,
        thread: str,
        *,
        key: str,
        uncertain: bool = False,
    ) -> str:
        """The ts of a message that everyone in the channel sees. Raises Refused, Undelivered."""
        client, wait = await self._client(to), 0.0
        for attempt in range(_TRIES):
            if attempt:
                await self.pause(wait)
            try:
                if uncertain and (found := await self._posted(client, channel, thread, to, key)):
                    return found
                posted = await client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    text=message.text,
                    blocks=message.blocks,
                    metadata={"event_type": METADATA, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return str(posted["ts"])
            except SlackApiError as error:
                wait, certain = _wait(error, attempt)
                uncertain = uncertain or not certain
            except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
                wait, uncertain = _backoff(attempt), True
        raise Undelivered

    async def replace(self, to: Incoming, ts: str, message: Message) -> bool:
        """Whether our message was there to be replaced. Raises Refused, Undelivered."""
        client = await self._client(to, patient=True)
        return await self._changed(
            lambda: client.chat_update(
                channel=to.channel,
                ts=ts,
                text=message.text,
                blocks=message.blocks,
                metadata={"event_type": METADATA, "event_payload": {"key": to.key}},
            )
        )

    async def delete(self, to: Incoming, ts: str) -> None:
        """Nothing where it is gone already. Raises Refused, Undelivered."""
        try:
            client = await self.clients.patient(to.enterprise, to.team)
        except NotInstalled:
            return
        await self._changed(lambda: client.chat_delete(channel=to.channel, ts=ts))

    async def whisper(
        self, to: Incoming, message: Message, *, replace: bool = False, uncertain: bool = False
    ) -> None:
        """Shows the message to the asker alone, by the way that still works.

        With `replace` it takes the place of what the response_url showed before. In a direct
        message it is a message like any other. Raises Refused, Undelivered.
        """
        if to.response_url and await self._respond(to, message, replace=replace):
            return
        if to.channel.startswith("D") and not to.response_url:
            await self.reply(to, message, uncertain=uncertain)
            return
        try:
            client = await self._client(to, patient=True)
            await _named(
                client.chat_postEphemeral(
                    channel=to.channel,
                    user=to.user,
                    thread_ts=(to.thread if to.thread != to.message else "") or None,
                    text=message.text,
                    blocks=message.blocks,
                )
            )
        except Refused:
            # The bot is not in that channel, or not any more.
            await self.post(to, message, to.user, "", key=to.key)

    async def tell_all(self, to: Incoming, message: Message) -> bool:
        """Whether a response_url showed the message to the whole channel: that works where the bot
        is no member, but leaves no ts by which to know the message."""
        return await self._respond(to, message, everyone=True)

    async def status(self, to: Incoming, status: str) -> None:
        """Says what the bot is doing, in threads; Slack ends it with the next message."""
        if not to.thread:
            return
        try:
            client = await self.clients.once(to.enterprise, to.team)
            async with asyncio.timeout(2):
                await client.assistant_threads_setStatus(
                    channel_id=to.channel, thread_ts=to.thread, status=status
                )
        except (
            SlackClientError,
            aiohttp.ClientError,
            OSError,
            TimeoutError,
            NotInstalled,
            PullquoteError,
        ) as error:
            # Not every channel can show one; the answer comes all the same.
            _log.debug("status_not_shown", reason=type(error).__name__)

    async def _client(self, to: Incoming, *, patient: bool = False) -> AsyncWebClient:
        try:
            make = self.clients.patient if patient else self.clients.once
            return await make(to.enterprise, to.team)
        except NotInstalled:
            raise Refused("not_installed") from None

    async def _posted(
        self, client: AsyncWebClient, channel: str, thread: str, to: Incoming, key: str
    ) -> str | None:
        """The ts of the message with this key, if it is there. Raises the SDK's errors where Slack
        can't say at the moment: to post again now could be to post twice."""
        try:
            if thread:
                # Oldest first, so from the asking message on: a thread may be long.
                found = await client.conversations_replies(
                    channel=channel,
                    ts=thread,
                    oldest=to.message or None,
                    limit=_LOOKED_THROUGH,
                    include_all_metadata=True,
                )
            else:
                found = await client.conversations_history(
                    channel=channel, limit=_LOOKED_THROUGH, include_all_metadata=True
                )
        except SlackApiError as error:
            try:
                _wait(error, 0)
            except Refused:
                return None  # it won't say later either; better twice than never
            raise
        messages: list[dict[str, object]] = found.get("messages") or []
        for message in messages:
            metadata = message.get("metadata")
            payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
            if isinstance(payload, dict) and payload.get("key") == key:
                return str(message["ts"])
        return None

    async def _changed(self, call: Callable[[], Awaitable[object]]) -> bool:
        try:
            await _named(call())
        except Refused as refused:
            if refused.error in _GONE:
                return False
            raise
        return True

    async def _respond(
        self, to: Incoming, message: Message, *, replace: bool = False, everyone: bool = False
    ) -> bool:
        """Whether the response_url still took it."""
        thread = {"thread_ts": to.thread} if to.thread else {}
        try:
            response = await webhook(to.response_url).send_dict(
                {
                    **thread,
                    "text": message.text,
                    "blocks": list(message.blocks),
                    "response_type": "in_channel" if everyone else "ephemeral",
                    "replace_original": replace,
                    "unfurl_links": False,
                    "unfurl_media": False,
                }
            )
        except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
            return False
        if response.status_code != 200:
            _log.info("response_url_not_taken", status=response.status_code)
        return response.status_code == 200


async def _named(call: Awaitable[object]) -> None:
    """Raises Refused or Undelivered in place of the SDK's errors."""
    try:
        await call
    except SlackApiError as error:
        _wait(error, _TRIES)
        raise Undelivered from None
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
        raise Undelivered from None


def _wait(error: SlackApiError, attempt: int) -> tuple[float, bool]:
    """(seconds to wait, whether Slack surely did not take it). Raises Refused."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):  # no JSON came
        return _backoff(attempt), False
    if response.status_code == 429:
        asked_for = {k.lower(): v for k, v in response.headers.items()}.get("retry-after", "")
        seconds = float(asked_for) if asked_for.isdecimal() else _backoff(attempt)
        return min(seconds, _LONGEST_WAIT) + random.random(), True  # noqa: S311
    status = response.status_code
    code = str(response.data.get("error", "")) if isinstance(response.data, dict) else ""
    if status >= 500 or code in _PASSING or not code:
        return _backoff(attempt), False
    raise Refused(code) from None


def _backoff(attempt: int) -> float:
    return float(0.5 * 2**attempt) * (1 + random.random() / 4)  # noqa: S311
