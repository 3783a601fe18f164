"""The metadata that all tables belong to, and how times are kept in them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class IsoDateTime(TypeDecorator[datetime]):
    """A timezone-aware time as ISO 8601 text: SQLite would lose the offset that was printed."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A timezone-aware time as microseconds since 1970, so that SQL can compare and sort it; it
    comes back in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


# For a table's `info`: an index, a cache, a lock or a limit, which no backup holds, since each is
# made again from the rest.
REBUILT = {"rebuilt": True}
OF_INDEX = {**REBUILT, "of_index": True}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Which Pullquote was the first that brought the tables to a revision: an older one that meets them
# names it.
catalog_upgrades = Table(
    "catalog_upgrades",
    metadata,
    Column("revision", String(32), primary_key=True),
    Column("pullquote", Text, nullable=False),
)

# What nothing needs any more and since when; "version" and its id, or "model" and its name.
unneeded = Table(
    "unneeded",
    metadata,
    Column("what", String(16), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("since", Moment, nullable=False),
)

# When something that is done now and then was done last.
upkeep = Table(
    "upkeep",
    metadata,
    Column("what", String(16), primary_key=True),
    Column("at", Moment, nullable=False),
)
