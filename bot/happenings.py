"""What each new generation brought: the articles that came, and those whose words changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that came into a story; `id` counts up."""

    id: int
    story: str
    article: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """An article whose text changed, or that was withdrawn: `after` is its version now, or ""."""

    id: int
    story: str
    article: str
    before: str
    after: str
    at: datetime


class Happenings(Protocol):
    """What each new generation brought, in its order."""

    def newest_arrival(self) -> int:
        """The id of the last arrival, 0 where there is none."""
        ...

    def arrivals(self, story: str, after: int, through: int) -> Sequence[Arrival]:
        """Those of a story with `after` < id ≤ `through`, in order."""
        ...

    def revisions(self, after: int, limit: int) -> Sequence[Revision]:
        """The first of those with a higher id, in order."""
        ...

    def revision(self, id: int) -> Revision | None: ...

    def cursor(self, name: str) -> int:
        """The revision that somebody has read through to; the newest where they begin just now."""
        ...

    def move_cursor(self, name: str, to: int) -> None: ...
