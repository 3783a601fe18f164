"""The sentences about how fresh a story is, and about sources that can't be read. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.freshness import Freshness
from bot.wording import date

NOT_CHECKED_YET = "Not checked yet: what its sources say isn't known here."
_NEWER_UNKNOWN = "what is newer isn't known here."
_MOST_OUTAGES = 10


def checked(fresh: Freshness, story: str = "") -> str:
    """When what is quoted was last checked; plainly where that is too long ago. `story` is its
    title, where others are quoted beside it."""
    lead = f"“{story}”: " if story else ""
    if fresh.checked is None:
        return f"{lead}{NOT_CHECKED_YET if not story else _small(NOT_CHECKED_YET)}"
    if fresh.stale:
        said = f"Not checked since {at(fresh.checked)}: {_NEWER_UNKNOWN}"
        return f"{lead}{said if not story else _small(said)}"
    return f"Last checked {at(fresh.checked)}{_but(fresh)}"


def checked_fact(fresh: Freshness) -> str:
    """The same of a story, among other facts in a list."""
    if fresh.checked is None:
        return "not checked yet"
    if fresh.stale:
        return f"not checked since {at(fresh.checked)}"
    return f"checked {at(fresh.checked)}{_but(fresh)}"


def at(when: datetime) -> str:
    """28 July 2024 at 14:05 UTC. Never "12 minutes ago": a message is read later, too."""
    utc = when.astimezone(UTC)
    # As one word: a date that breaks over lines is read wrongly.
    return f"{date(utc)} at {utc:%H:%M} UTC".replace(" ", "\N{NO-BREAK SPACE}")


def outages(story: str, down: Sequence[tuple[str, datetime, str]]) -> str:
    """Sources of a story that can't be read: each by its name, since when, and why."""
    if len(down) == 1:
        [(source, since, why)] = down
        return (
            f"A source of “{story}” can't be read since {at(since)}: {source} ({why}). "
            "What it has published since then isn't known here."
        )
    named = [f"{source}, since {at(since)} ({why})" for source, since, why in down]
    return (
        f"{len(down)} sources of “{story}” can't be read: {_listed(named)}. "
        "What they have published since then isn't known here."
    )


def outages_over(story: str, up: Sequence[tuple[str, datetime]]) -> str:
    """Sources of a story that can be read again: each by its name, and since when it couldn't."""
    named = [f"{source}, which couldn't be read since {at(since)}" for source, since in up]
    if len(up) == 1:
        return f"A source of “{story}” is read again: {named[0]}."
    return f"{len(up)} sources of “{story}” are read again: {_listed(named)}."


def nothing_asked(since: datetime, why: str) -> str:
    """That no story is checked any more."""
    reason = f" ({why})" if why else ""
    return (
        f"The stories followed here are not checked any more, since {at(since)}{reason}. What is "
        "newer isn't known here. Tell whoever runs Pullquote."
    )


def asked_again(since: datetime) -> str:
    """That stories are checked again."""
    return f"The stories followed here are checked again; they weren't since {at(since)}."


def _but(fresh: Freshness) -> str:
    if not fresh.behind:
        return ""
    since = f"since {at(fresh.since)}" if fresh.since else "yet"
    if fresh.behind > 1 and fresh.since:
        since = f"for longer, one since {at(fresh.since)}"
    return f"; {fresh.behind} of {fresh.sources} sources not {since}"


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _listed(named: Sequence[str]) -> str:
    shown = "; ".join(named[:_MOST_OUTAGES])
    left = len(named) - _MOST_OUTAGES
    return f"{shown}; and {left} more" if left > 0 else shown
