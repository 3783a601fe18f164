"""Which hubs tell of which feeds' changes ↔ the database's `subscriptions`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from adapters.storage.database import Database, chunks
from adapters.storage.tables.web import subscriptions as s


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is known of a feed's hub; `hub` "" where it offers none.

    `token`: the unguessable part of our address; `asked`: when the hub was asked last; `until`:
    when it stops telling, None where it has not agreed; `looked`: when the feed was last looked at
    for a hub; `pinged`: when it last told of a change.
    """

    feed: str
    looked: datetime
    hub: str = ""
    topic: str = ""
    token: str = ""
    secret: str = ""
    asked: datetime | None = None
    until: datetime | None = None
    pinged: datetime | None = None

    def __repr__(self) -> str:
        return f"Subscription({self.feed!r}, hub={self.hub!r}, until={self.until})"


class StoredSubscriptions:
    """Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Subscription]:
        """By feed."""
        with self._database.reading() as connection:
            rows = connection.execute(select(s).order_by(s.c.feed)).all()
        return {row.feed: _subscription(row) for row in rows}

    def of_token(self, token: str) -> Subscription | None:
        with self._database.reading() as connection:
            row = connection.execute(select(s).where(s.c.token == token, s.c.hub != "")).first()
        return _subscription(row) if row else None

    def keep(self, subscription: Subscription) -> None:
        """In place of what was known of the feed."""
        values = {column.name: getattr(subscription, column.name) for column in s.c}
        with self._database.writing() as connection:
            connection.execute(
                self._database.insert(s)
                .values(values)
                .on_conflict_do_update(index_elements=[s.c.feed], set_=values)
            )

    def forget(self, feeds: Collection[str]) -> None:
        if feeds:
            with self._database.writing() as connection:
                for chunk in chunks(feeds):
                    connection.execute(delete(s).where(s.c.feed.in_(chunk)))

    def agreed(self, token: str, until: datetime | None) -> None:
        """The hub tells until then; None: it does not."""
        self._set(token, until=until)

    def pinged(self, token: str, now: datetime) -> None:
        """The hub says that the feed has changed."""
        self._set(token, pinged=now)

    def pinged_since(self, moment: datetime | None) -> Collection[str]:
        """The feeds of which a hub told after that; None: at any time."""
        after = s.c.pinged.is_not(None) if moment is None else s.c.pinged > moment
        with self._database.reading() as connection:
            return tuple(connection.execute(select(s.c.feed).where(after)).scalars())

    def newest_ping(self) -> datetime | None:
        with self._database.reading() as connection:
            found: datetime | None = connection.execute(select(func.max(s.c.pinged))).scalar()
        return found

    def _set(self, token: str, **values: datetime | None) -> None:
        with self._database.writing() as connection:
            connection.execute(update(s).where(s.c.token == token).values(values))


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(**row._mapping)
