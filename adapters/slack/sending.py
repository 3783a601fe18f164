"""Messages → Slack, each exactly once: what may have arrived is looked for, not sent again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.service.chat import Undelivered
from adapters.slack.clients import Clients, NotInstalled, code_of, webhook
from adapters.slack.incoming import Incoming
from adapters.slack.message import Message
from adapters.slack.posted import Destination, posted_before
from adapters.slack.refusals import Refused, backoff, refusal, wait_after
from adapters.slack.seen_text import seen_text
from adapters.slack.text import plain
from bot.pointing import says_something
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# A message of ours that can't be changed any more: another one takes its place.
_GONE = frozenset(
    "message_not_found thread_not_found cant_delete_message edit_window_closed "
    "cant_update_message".split()
)
# Whatever they were, somebody waits: the plain text says what they say.
_OF_THE_BLOCKS = frozenset(
    "invalid_blocks invalid_blocks_format msg_blocks_too_long invalid_attachments".split()
)
_TRIES = 6
METADATA = "pullquote_reply"
_READ_SECONDS = 5
# More of a thread is not read to find the message before a question.
_READ_BACK = 200

_log = EventLogger()

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts, replaces and deletes messages; `pause` waits some seconds."""

    clients: Clients
    pause: Pause = asyncio.sleep

    async def reply(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        """The ts of the reply in the asking message's thread.

        `uncertain`: an earlier try may have succeeded. Raises Refused, Undelivered.
        """
        there = Destination(to.enterprise, to.team, to.channel, to.thread, to.message)
        return await self.post(there, message, key=to.key, uncertain=uncertain)

    async def post(
        self, to: Destination, message: Message, *, key: str, uncertain: bool = False
    ) -> str:
        """The ts of a message that everyone in the channel sees. Raises Refused, Undelivered."""
        client, wait = await self._client(to.enterprise, to.team), 0.0
        for attempt in range(_TRIES):
            if attempt:
                await self.pause(wait)
            try:
                if uncertain and (found := await posted_before(client, to, key)):
                    return found
                posted = await client.chat_postMessage(
                    channel=to.channel,
                    thread_ts=to.thread or None,
                    text=message.text,
                    blocks=message.blocks or None,
                    metadata={"event_type": METADATA, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                return str(posted["ts"])
            except SlackApiError as error:
                if message.blocks and code_of(error) in _OF_THE_BLOCKS:
                    _log.error("blocks_refused", key=key, error=code_of(error))
                    message = replace(message, blocks=())
                    continue
                wait, certain = wait_after(error, attempt)
                uncertain = uncertain or not certain
            except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
                wait, uncertain = backoff(attempt), True
        raise Undelivered

    async def direct(self, enterprise: str, team: str, person: str) -> Destination:
        """The person's direct message with the bot. Raises Refused, Undelivered."""
        client = await self._client(enterprise, team, patient=True)
        # Posting would take the person's id as well, but looking for what was posted does not.
        opened = await named(client.conversations_open(users=person))
        return Destination(enterprise, team, str(opened["channel"]["id"]))

    async def replace(self, to: Incoming, ts: str, message: Message) -> bool:
        """Whether our message was there to be replaced. Raises Refused, Undelivered."""
        client = await self._client(to.enterprise, to.team, patient=True)
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
        if to.response_url and await self.respond(to, message, replace=replace):
            return
        if to.channel.startswith("D") and not to.response_url:
            await self.reply(to, message, uncertain=uncertain)
            return
        try:
            client = await self._client(to.enterprise, to.team, patient=True)
            await named(
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
            direct = await self.direct(to.enterprise, to.team, to.user)
            await self.post(direct, message, key=to.key)

    async def tell_all(self, to: Incoming, message: Message) -> bool:
        """Whether a response_url showed the message to the whole channel: that works where the bot
        is no member, but leaves no ts by which to know the message."""
        return await self.respond(to, message, everyone=True)

    async def reach(self, enterprise: str, team: str) -> None:
        """Raises Refused, or Undelivered where Slack would take no message now."""
        client = await self._client(enterprise, team)
        await named(client.auth_test())

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

    async def message_asked_about(self, to: Incoming) -> dict[str, Any] | None:
        """The message that a person reacted to; None where it is gone, is ours or may not be read.
        Raises Undelivered."""
        try:
            client = await self._client(to.enterprise, to.team, patient=True)
            found = await named(
                client.conversations_replies(
                    channel=to.channel, ts=to.message, limit=1, include_all_metadata=True
                )
            )
        except Refused as refused:
            _log.info("message_not_read", key=to.key, error=refused.error)
            return None
        messages: list[dict[str, Any]] = found.get("messages") or []
        there = next((one for one in messages if one.get("ts") == to.message), None)
        if there is None or there.get("subtype") == "tombstone":
            return None
        ours = (there.get("metadata") or {}).get("event_type") == METADATA
        return None if ours else there

    async def words_before(self, to: Incoming) -> str:
        """What the last message before the asking one says in its thread, of those that aren't ours
        and say something by themselves; "" where none does or Slack won't say."""
        if not to.replies_to:
            return ""
        try:
            client = await self.clients.once(to.enterprise, to.team)
            async with asyncio.timeout(_READ_SECONDS):
                found = await client.conversations_replies(
                    channel=to.channel,
                    ts=to.replies_to,
                    latest=to.message,
                    limit=_READ_BACK,
                    include_all_metadata=True,
                )
        except (
            SlackClientError,
            aiohttp.ClientError,
            OSError,
            TimeoutError,
            NotInstalled,
            PullquoteError,
        ) as error:
            _log.warning("message_before_not_read", reason=type(error).__name__)
            return ""
        messages: list[dict[str, Any]] = found.get("messages") or []
        if found.get("has_more"):
            # Oldest first: what stands just before isn't among them, but what it is all about is.
            messages = messages[:1]
        said = (
            plain(seen_text(one))
            for one in reversed(messages)
            if one.get("ts") != to.message
            and (one.get("metadata") or {}).get("event_type") != METADATA
        )
        return next((words for words in said if says_something(words)), "")

    async def _client(self, enterprise: str, team: str, *, patient: bool = False) -> AsyncWebClient:
        try:
            make = self.clients.patient if patient else self.clients.once
            return await make(enterprise, team)
        except NotInstalled:
            raise refusal("not_installed") from None

    async def _changed(self, call: Callable[[], Awaitable[AsyncSlackResponse]]) -> bool:
        try:
            await named(call())
        except Refused as refused:
            if refused.error in _GONE:
                return False
            raise
        return True

    async def respond(
        self, to: Incoming, message: Message, *, replace: bool = False, everyone: bool = False
    ) -> bool:
        """Whether the response_url took it, in place of what it showed before with `replace`."""
        thread = {"thread_ts": to.thread} if to.thread else {}
        try:
            response = await webhook(self.clients.api, to.response_url).send_dict(
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


async def named(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Raises Refused or Undelivered in place of the SDK's errors."""
    try:
        return await call
    except SlackApiError as error:
        wait_after(error, _TRIES)
        raise Undelivered from None
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError):
        raise Undelivered from None
