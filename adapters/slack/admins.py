"""A person and a channel → what they may set there.

Slack tells an ordinary app who administers a workspace and who created a channel; its list of
channel managers is for Enterprise Grid only. Whoever creates a channel is its manager at first.
"""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


async def is_admin(client: AsyncWebClient, team: str, user: str) -> bool:
    """Whether the person administers or owns the workspace. Raises SlackApiError."""
    found = (await client.users_info(user=user))["user"]
    if found.get("team_id", team) != team:
        return False  # of another workspace, met in a shared channel
    return bool(found.get("is_admin") or found.get("is_owner") or found.get("is_primary_owner"))


async def may_set_scope(client: AsyncWebClient, team: str, channel: str, user: str) -> bool:
    """Admins anywhere, who created the channel there, and each in their own direct message.

    Raises SlackApiError where Slack does not say who the person is.
    """
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError:
        found = {}  # the bot is no member of it
    if found.get("is_im"):
        return bool(found.get("user") == user)
    return bool(found.get("creator") == user) or await is_admin(client, team, user)
