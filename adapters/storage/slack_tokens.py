"""Who refreshes which of Slack's tokens, and what came of it ↔ the database's `slack_refreshes`.

The tokens themselves stand in both tables that Slack's SDK keeps them in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update

from adapters.storage.database import Database
from adapters.storage.tables.slack import slack_bots as b
from adapters.storage.tables.slack import slack_installations as i
from adapters.storage.tables.slack import slack_refreshes as r


@dataclass(frozen=True, slots=True)
class Installed:
    """An installation: `team` "" is one for the whole organisation."""

    enterprise: str
    team: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a token could not be refreshed, in Slack's word for it, and when that was."""

    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredSlackTokens:
    """Of one app. Safe to use from several threads and processes. Raises CatalogError."""

    database: Database
    client_id: str

    def claim(self, whose: Installed, owner: str, now: datetime, seconds: float) -> bool:
        """Whether this owner is to refresh it; nobody else may for so long."""
        until = now + timedelta(seconds=seconds)
        row = {
            "client_id": self.client_id,
            "enterprise_id": whose.enterprise,
            "team_id": whose.team,
            "owner": owner,
            "until": until,
        }
        claimed = (
            self.database.insert(r)
            .values(row)
            .on_conflict_do_update(
                index_elements=[r.c.client_id, r.c.enterprise_id, r.c.team_id],
                set_={"owner": owner, "until": until},
                where=r.c.until <= now,
            )
        )
        with self.database.writing() as connection:
            connection.execute(claimed)
            found = connection.execute(select(r.c.owner).where(self._of(whose))).scalar()
        return found == owner

    def release(self, whose: Installed, owner: str) -> None:
        """There was nothing to do."""
        mine = and_(self._of(whose), r.c.owner == owner)
        with self.database.writing() as connection:
            connection.execute(delete(r).where(mine, r.c.why == ""))
            connection.execute(update(r).where(mine).values(until=datetime.fromtimestamp(0, UTC)))

    def refreshed(
        self, whose: Installed, owner: str, token: str, refresh: str, expires: datetime
    ) -> None:
        """The new token takes the place of the old one, wherever that stands."""
        new = {
            "bot_token": token,
            "bot_refresh_token": refresh,
            # As the SDK writes times: in UTC, without a zone.
            "bot_token_expires_at": expires.astimezone(UTC).replace(tzinfo=None),
        }
        with self.database.writing() as connection:
            for table in (b, i):
                newest = (
                    select(table.c.id)
                    .where(
                        table.c.client_id == self.client_id,
                        _is(table.c.enterprise_id, whose.enterprise),
                        _is(table.c.team_id, whose.team),
                        table.c.bot_token.is_not(None),
                    )
                    .order_by(table.c.installed_at.desc())
                    .limit(1)
                )
                found = connection.execute(newest).scalar()
                if found is not None:
                    connection.execute(update(table).where(table.c.id == found).values(new))
            connection.execute(delete(r).where(self._of(whose), r.c.owner == owner))

    def failed(self, whose: Installed, trouble: Trouble) -> None:
        """It goes on being claimed until its time is over."""
        with self.database.writing() as connection:
            noted = update(r).where(self._of(whose)).values(why=trouble.why, at=trouble.at)
            connection.execute(noted)

    def trouble(self, whose: Installed) -> Trouble | None:
        """What went wrong the last time; None where it went well."""
        return self.troubles().get(whose)

    def troubles(self) -> Mapping[Installed, Trouble]:
        """All that could not be refreshed."""
        failing = select(r).where(r.c.client_id == self.client_id, r.c.why != "")
        with self.database.reading() as connection:
            return {
                Installed(row.enterprise_id, row.team_id): Trouble(row.why, row.at)
                for row in connection.execute(failing)
            }

    def forget(self, whose: Installed) -> None:
        """The app was removed there, or installed anew."""
        with self.database.writing() as connection:
            connection.execute(delete(r).where(self._of(whose)))

    def _of(self, whose: Installed) -> ColumnElement[bool]:
        return and_(
            r.c.client_id == self.client_id,
            r.c.enterprise_id == whose.enterprise,
            r.c.team_id == whose.team,
        )


def _is(column: ColumnElement[str | None], value: str) -> ColumnElement[bool]:
    return column == value if value else column.is_(None)
