"""What was typed as somebody to ping → the user group of Slack's, or a broadcast.

Source: https://docs.slack.dev/reference/methods/usergroups.list
"""

import re
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from adapters.slack.blocks import BROADCASTS
from adapters.slack.clients import Clients, code_of
from adapters.slack.wording import groups_not_listed
from bot import follow_wording
from bot.pings import Pinged
from retrieval.errors import WrongUse

_REFERENCE = re.compile(r"<!(?:subteam\^)?([^<>|]+)(?:\|[^<>]*)?>")
_CANT_SEE = frozenset(("missing_scope", "no_permission", "not_allowed_token_type"))


@dataclass(frozen=True, slots=True)
class UserGroups:
    """Those of a workspace. Raises the SDK's errors and NotInstalled."""

    clients: Clients

    async def named(self, enterprise: str, team: str, typed: str) -> Pinged:
        """By its handle, its name or its id. Raises WrongUse where there is none that is used."""
        reference = _REFERENCE.fullmatch(typed.strip())
        wanted = (reference[1] if reference else typed.strip().removeprefix("@")).casefold()
        if wanted in BROADCASTS:
            return Pinged(wanted, f"@{wanted}")
        try:
            client = await self.clients.patient(enterprise, team)
            # The workspace is needed where an organisation's token asks, and ignored elsewhere.
            found = await client.usergroups_list(include_disabled=False, team_id=team)
        except SlackApiError as error:
            if code_of(error) in _CANT_SEE:
                raise WrongUse(groups_not_listed()) from None
            raise
        for group in found.get("usergroups") or []:
            named = (group.get("id"), group.get("handle"), group.get("name"))
            if wanted in {str(one).casefold() for one in named if one}:
                return Pinged(str(group["id"]), f"@{group.get('handle') or group['id']}")
        raise WrongUse(follow_wording.no_such_group(typed.strip()))
