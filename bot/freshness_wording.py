"""The sentences about how fresh a story is, and about sources that can't be read. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.freshness import Freshness
from bot.language import Sentence, _, ngettext
from bot.wording import date

NOT_CHECKED_YET = Sentence("Not checked yet: what its sources say isn't known here.")
_MOST_OUTAGES = 10


def checked(fresh: Freshness, story: str = "") -> str:
    """When what is quoted was last checked; plainly where that is too long ago. `story` is its
    title, where others are quoted beside it."""
    if story:
        return _checked_of(fresh, story)
    if fresh.checked is None:
        return NOT_CHECKED_YET()
    if fresh.stale:
        said = _("Not checked since {moment}: what is newer isn't known here.")
        return said.format(moment=at(fresh.checked))
    said = _("Last checked {moment}").format(moment=at(fresh.checked))
    return "; ".join(filter(None, (said, _but(fresh))))


def _checked_of(fresh: Freshness, story: str) -> str:
    if fresh.checked is None:
        said = _("“{story}”: not checked yet: what its sources say isn't known here.")
        return said.format(story=story)
    if fresh.stale:
        said = _("“{story}”: not checked since {moment}: what is newer isn't known here.")
        return said.format(story=story, moment=at(fresh.checked))
    said = _("Last checked {moment}").format(moment=at(fresh.checked))
    return "; ".join(filter(None, (said, _but(fresh))))


def checked_fact(fresh: Freshness) -> str:
    """The same of a story, among other facts in a list."""
    if fresh.checked is None:
        return _("not checked yet")
    if fresh.stale:
        return _("not checked since {moment}").format(moment=at(fresh.checked))
    said = _("checked {moment}").format(moment=at(fresh.checked))
    return "; ".join(filter(None, (said, _but(fresh))))


def at(when: datetime) -> str:
    """28 July 2024 at 14:05 UTC. Never "12 minutes ago": a message is read later, too."""
    utc = when.astimezone(UTC)
    said = _("{day} at {time} UTC").format(day=date(utc), time=f"{utc:%H:%M}")
    # As one word: a date that breaks over lines is read wrongly.
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def outages(story: str, down: Sequence[tuple[str, datetime, str]]) -> str:
    """Sources of a story that can't be read: each by its name, since when, and why."""
    if len(down) == 1:
        [(source, since, why)] = down
        said = _(
            "A source of “{story}” can't be read since {moment}: {source} ({why}). What it has "
            "published since then isn't known here."
        )
        return said.format(story=story, moment=at(since), source=source, why=why)
    one = _("{source}, since {moment} ({why})")
    named = [one.format(source=source, moment=at(since), why=why) for source, since, why in down]
    said = _(
        "{count} sources of “{story}” can't be read: {sources}. What they have published since "
        "then isn't known here."
    )
    return said.format(count=len(down), story=story, sources=_listed(named))


def outages_over(story: str, up: Sequence[tuple[str, datetime]]) -> str:
    """Sources of a story that can be read again: each by its name, and since when it couldn't."""
    one = _("{source}, which couldn't be read since {moment}")
    named = [one.format(source=source, moment=at(since)) for source, since in up]
    if len(up) == 1:
        return _("A source of “{story}” is read again: {source}.").format(
            story=story, source=named[0]
        )
    said = _("{count} sources of “{story}” are read again: {sources}.")
    return said.format(count=len(up), story=story, sources=_listed(named))


def nothing_asked(since: datetime, why: str) -> str:
    """That no story is checked any more."""
    if why:
        said = _(
            "The stories followed here are not checked any more, since {moment} ({why}). What is "
            "newer isn't known here. Tell whoever runs Pullquote."
        )
        return said.format(moment=at(since), why=why)
    said = _(
        "The stories followed here are not checked any more, since {moment}. What is newer isn't "
        "known here. Tell whoever runs Pullquote."
    )
    return said.format(moment=at(since))


def asked_again(since: datetime) -> str:
    """That stories are checked again."""
    said = _("The stories followed here are checked again; they weren't since {moment}.")
    return said.format(moment=at(since))


def _but(fresh: Freshness) -> str:
    """Which sources are behind the others; "" where none is."""
    if not fresh.behind:
        return ""
    if not fresh.since:
        said = ngettext(
            "{behind} of {sources} sources not yet",
            "{behind} of {sources} sources not yet",
            fresh.behind,
        )
        return said.format(behind=fresh.behind, sources=fresh.sources)
    said = ngettext(
        "{behind} of {sources} sources not since {moment}",
        "{behind} of {sources} sources not for longer, one since {moment}",
        fresh.behind,
    )
    return said.format(behind=fresh.behind, sources=fresh.sources, moment=at(fresh.since))


def _listed(named: Sequence[str]) -> str:
    shown, left = "; ".join(named[:_MOST_OUTAGES]), len(named) - _MOST_OUTAGES
    return f"{shown}; {_('and {count} more').format(count=left)}" if left > 0 else shown
