"""A place and a key → the message that was posted there with it, if there is one."""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.refusals import Refused, wait_after

# Our reply follows the asking message, or stands among the newest of a channel.
_LOOKED_THROUGH = 100
# A notice may have been posted hours ago, with much said since.
_MOST_PAGES = 10


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes: `thread` "" is the channel itself; it would stand below the message
    `after`, "" where that is not known."""

    enterprise: str
    team: str
    channel: str
    thread: str = ""
    after: str = ""


async def posted_before(client: AsyncWebClient, to: Destination, key: str) -> str | None:
    """The ts of the message with this key, if it is there. Raises the SDK's errors where Slack
    can't say at the moment: to post again now could be to post twice."""
    cursor = ""
    for _ in range(_MOST_PAGES):
        try:
            found = await _page(client, to, cursor)
        except SlackApiError as error:
            try:
                wait_after(error, 0)
            except Refused:
                return None  # it won't say later either; better twice than never
            raise
        messages: list[dict[str, object]] = found.get("messages") or []
        for message in messages:
            metadata = message.get("metadata")
            payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
            if isinstance(payload, dict) and payload.get("key") == key:
                return str(message["ts"])
        cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return None


async def _page(client: AsyncWebClient, to: Destination, cursor: str) -> AsyncSlackResponse:
    if to.thread:
        # Oldest first, so from the asking message on: a thread may be long.
        return await client.conversations_replies(
            channel=to.channel,
            ts=to.thread,
            oldest=to.after or None,
            cursor=cursor or None,
            limit=_LOOKED_THROUGH,
            include_all_metadata=True,
        )
    return await client.conversations_history(
        channel=to.channel,
        cursor=cursor or None,
        limit=_LOOKED_THROUGH,
        include_all_metadata=True,
    )
