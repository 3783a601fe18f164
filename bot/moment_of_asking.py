"""An ISO date or time as it was written → the moment of asking. Pure."""

from datetime import UTC, datetime, time

from bot import wording
from retrieval.errors import WrongUse


class WrongMoment(WrongUse):
    """What was written is no date; one sentence with an example."""


def moment_of_asking(written: str) -> datetime:
    """A date means the end of that day; what names no zone is UTC. Raises WrongMoment."""
    try:
        moment = datetime.fromisoformat(written.strip())
        if "T" not in written and ":" not in written:
            moment = datetime.combine(moment, time.max)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongMoment(wording.NO_MOMENT(written=written[:40])) from None
