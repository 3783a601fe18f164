"""When an article was published, or None ↔ a number of an index's row. Pure."""

from datetime import UTC, datetime, timedelta

UNDATED = -(2**63)  # the least of int64


def seconds(published: datetime | None) -> int:
    """Since 1970, UTC; UNDATED, which is before every other, for None."""
    return UNDATED if published is None else int(published.timestamp())


def moment_of(at: int) -> datetime | None:
    """What `seconds` was given, to the second."""
    return None if at == UNDATED else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
