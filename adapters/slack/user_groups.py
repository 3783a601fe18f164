"""A workspace → its user groups; what was typed as somebody to ping → the one of them, or a
broadcast.

Source: https://docs.slack.dev/reference/methods/usergroups.list
"""

import re
from dataclasses import dataclass
from typing import Any

from adapters.service.chat import Undelivered
from adapters.slack.blocks import BROADCASTS
from adapters.slack.clients import Clients, NotInstalled
from adapters.slack.refusals import Refused
from adapters.slack.sending import named
from adapters.slack.wording import groups_not_listed, no_groups_in_plan
from bot import follow_wording
from bot.manners import Group
from bot.manners_wording import no_groups_here
from bot.pings import Pinged
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

_REFERENCE = re.compile(r"<!(?:subteam\^)?([^<>|]+)(?:\|[^<>]*)?>")
# No waiting helps: the app was installed before it asked for the scope.
_CANT_SEE = frozenset(("missing_scope", "no_permission", "not_allowed_token_type"))
_NOT_PAID_FOR = "plan_upgrade_required"

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class UserGroups:
    """Those of a workspace that are in use. Raises WrongUse with the sentence that says why they
    can't be listed."""

    clients: Clients

    async def listed(self, enterprise: str, team: str) -> list[Group]:
        """All of them, by their handles."""
        return [_group(one) for one in await self._all(enterprise, team)]

    async def pinged(self, enterprise: str, team: str, typed: str) -> Pinged:
        """By its handle, its name or its id. Raises WrongUse where there is none."""
        reference = _REFERENCE.fullmatch(typed.strip())
        wanted = (reference[1] if reference else typed.strip().removeprefix("@")).casefold()
        if wanted in BROADCASTS:
            return Pinged(wanted, f"@{wanted}")
        for one in await self._all(enterprise, team):
            known_by = (one.get("id"), one.get("handle"), one.get("name"))
            if wanted in {str(name).casefold() for name in known_by if name}:
                group = _group(one)
                return Pinged(group.id, f"@{group.name}")
        raise WrongUse(follow_wording.no_such_group(typed.strip()))

    async def _all(self, enterprise: str, team: str) -> list[dict[str, Any]]:
        try:
            client = await self.clients.patient(enterprise, team)
            # In one answer: the method takes no cursor. The workspace is needed where an
            # organisation's token asks, and ignored elsewhere.
            found = await named(client.usergroups_list(team_id=team))
        except (Refused, Undelivered, NotInstalled) as error:
            raise WrongUse(_why_not(str(error))) from None
        all: list[dict[str, Any]] = found.get("usergroups") or []
        return all


def _why_not(code: str) -> str:
    if code in _CANT_SEE:
        return groups_not_listed()
    if code == _NOT_PAID_FOR:
        return no_groups_in_plan()
    _log.warning("groups_unknown", error=code or "unreachable")
    return no_groups_here()


def _group(one: dict[str, Any]) -> Group:
    return Group(str(one["id"]), str(one.get("handle") or one["id"]))
