"""A right, a person and a channel → what Slack says where the right is missing.

Slack tells an ordinary app who administers a workspace and who created a channel; its list of
channel managers is for Enterprise Grid only. Whoever creates a channel is its manager at first.
"""

from zoneinfo import available_timezones

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.incoming import Incoming
from adapters.slack.wording import (
    ADMINS_ONLY,
    CORRECTIONS_MANAGERS_ONLY,
    LANGUAGE_MANAGERS_ONLY,
    MANAGERS_ONLY,
    NOT_A_MEMBER,
    QUESTIONS_ADMINS_ONLY,
    TRACK_ADMINS_ONLY,
    pings_managers_only,
)
from bot.commands.command import Right
from bot.linked_wording import LINKS_MANAGERS_ONLY, PUBLISH_MANAGERS_ONLY


async def missing(right: Right, client: AsyncWebClient, by: Incoming) -> str:
    """The sentence that says so, "" where the person has the right there. Anybody may have a
    channel follow a story. Raises SlackApiError where Slack does not say who the person is."""
    match right:
        case Right.FOLLOW:
            return ""
        case Right.POST:
            return "" if await _is_member(client, by.channel) else NOT_A_MEMBER()
        case Right.PING:
            return "" if await _manages(client, by) else pings_managers_only()
        case Right.LINKS:
            return "" if await _manages(client, by) else LINKS_MANAGERS_ONLY()
        case Right.PUBLISH:
            return "" if await _manages(client, by) else PUBLISH_MANAGERS_ONLY()
        case Right.SCOPE:
            return "" if await _manages(client, by) else MANAGERS_ONLY()
        case Right.CORRECT:
            return "" if await _manages(client, by) else CORRECTIONS_MANAGERS_ONLY()
        case Right.LANGUAGE:
            return "" if await _manages(client, by) else LANGUAGE_MANAGERS_ONLY()
        case Right.TRACK:
            return "" if await _is_admin(client, by) else TRACK_ADMINS_ONLY()
        case Right.FEEDBACK:
            return "" if await _is_admin(client, by) else ADMINS_ONLY()
        case Right.QUESTIONS:
            return "" if await _is_admin(client, by) else QUESTIONS_ADMINS_ONLY()


async def zone_of(client: AsyncWebClient, user: str) -> str:
    """The person's time zone as their Slack shows it, else UTC."""
    try:
        zone = str((await client.users_info(user=user))["user"].get("tz") or "")
    except SlackApiError:
        zone = ""  # of another workspace, met in a shared channel
    return zone if zone in available_timezones() else "UTC"


async def _is_admin(client: AsyncWebClient, by: Incoming) -> bool:
    """Whether the person administers or owns the workspace."""
    found = (await client.users_info(user=by.user))["user"]
    if found.get("team_id", by.team) != by.team:
        return False  # of another workspace, met in a shared channel
    return bool(found.get("is_admin") or found.get("is_owner") or found.get("is_primary_owner"))


async def _manages(client: AsyncWebClient, by: Incoming) -> bool:
    """Admins anywhere, who created the channel there, and each in their own direct message."""
    try:
        found = (await client.conversations_info(channel=by.channel))["channel"]
    except SlackApiError:
        found = {}  # the bot is no member of it
    if found.get("is_im"):
        return bool(found.get("user") == by.user)
    return bool(found.get("creator") == by.user) or await _is_admin(client, by)


async def _is_member(client: AsyncWebClient, channel: str) -> bool:
    """Whether the bot is there. Of private conversations without it, Slack says nothing."""
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError:
        return False
    return bool(found.get("is_member") or found.get("is_im") or found.get("is_mpim"))
