"""Roles and groups that news may ping in a place, and the port that keeps which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.places import Place


@dataclass(frozen=True, slots=True)
class Pinged:
    """A role or group: `id` as the platform knows it, `name` as people do."""

    id: str
    name: str


class Pings(Protocol):
    """Whom a manager allows news to ping. A thread's are its channel's."""

    def allowed(self, place: Place) -> Sequence[Pinged]:
        """By name."""
        ...

    def allow(self, place: Place, pinged: Pinged, person: str, at: datetime) -> None: ...

    def forbid(self, place: Place, id: str) -> bool:
        """Whether it was allowed."""
        ...
