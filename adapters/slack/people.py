"""A person and a workspace → whether they are a member of it, and which of its groups they are in.

Asked of Slack and remembered for a minute: people ask several things in a row.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.clients import Clients, NotInstalled
from adapters.slack.incoming import Incoming
from adapters.slack.refusals import Refused, refusal
from adapters.slack.sending import named
from bot.manners import Askers
from retrieval.event_logger import EventLogger

_REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 10_000

_log = EventLogger()


@dataclass(slots=True)
class People:
    """For one event loop. Its methods raise Undelivered where Slack can't be asked at the moment.
    `clock` counts seconds."""

    clients: Clients
    clock: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, str], tuple[float, Any]] = field(default_factory=dict)

    async def admitted(self, by: Incoming, askers: Askers) -> bool:
        """Whether a person is among them. Whom Slack says nothing of isn't."""
        member = not askers.members_only or await self._is_member(by)
        groups = [one.id for one in askers.groups if by.user in await self._users(by, one.id)]
        return askers.admit(member=member, groups=groups)

    async def is_bot(self, by: Incoming) -> bool:
        """Whether it is an app's user."""
        return bool((await self._user(by)).get("is_bot"))

    async def _is_member(self, by: Incoming) -> bool:
        found = await self._user(by)
        if not found or found.get("deleted"):
            return False
        if found.get("is_restricted") or found.get("is_ultra_restricted"):
            return False  # guests of many channels, and of one
        if found.get("is_stranger"):
            return False  # met in a shared channel
        grid = found.get("enterprise_user") or {}
        return bool(
            found.get("team_id") == by.team
            or by.team in (grid.get("teams") or ())
            or (by.enterprise and grid.get("enterprise_id") == by.enterprise)
        )

    async def _user(self, by: Incoming) -> dict[str, Any]:
        """As users.info has them; {} for whom Slack doesn't know here."""
        if (known := self._remembered(by.team, by.user)) is not None:
            return dict(known)
        try:
            client = await self._client(by.enterprise, by.team)
            found: dict[str, Any] = (await named(client.users_info(user=by.user)))["user"]
        except Refused as refused:
            _log.info("person_unknown", error=refused.error)
            found = {}
        self._remember(by.team, by.user, found)
        return found

    async def _users(self, by: Incoming, group: str) -> frozenset[str]:
        if (known := self._remembered(by.team, group)) is not None:
            return frozenset(known)
        try:
            client = await self._client(by.enterprise, by.team)
            found = await named(client.usergroups_users_list(usergroup=group, team_id=by.team))
            users = frozenset(map(str, found.get("users") or ()))
        except Refused as refused:
            _log.warning("group_unknown", group=group, error=refused.error)
            users = frozenset()
        self._remember(by.team, group, users)
        return users

    async def _client(self, enterprise: str, team: str) -> Any:
        try:
            return await self.clients.patient(enterprise, team)
        except NotInstalled:
            raise refusal("not_installed") from None

    def _remembered(self, *key: str) -> Any:
        at, what = self._known.get((key[0], key[1]), (0.0, None))
        return what if self.clock() - at < _REMEMBERED_SECONDS else None

    def _remember(self, team: str, id: str, what: object) -> None:
        self._known.pop((team, id), None)
        self._known[team, id] = (self.clock(), what)
        if len(self._known) > _MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
