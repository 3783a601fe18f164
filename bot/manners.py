"""How a channel wants to be answered: unasked or not, where, and whom. Pure; a database fills the
port."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot import manners_wording
from bot.places import Place
from retrieval.errors import WrongUse

EVERYBODY, MEMBERS = "everybody", "members"


class Hears(Enum):
    """What is answered there besides what names the bot."""

    MENTIONS = "mentions"  # nothing
    QUESTIONS = "questions"  # questions to nobody else that a claim answers
    EVERY = "every"  # every question to nobody else, also with a no


class Where(Enum):
    """Where answers to a message stand."""

    USUAL = "usual"  # as the chat is used to: a thread in Slack, the channel in Discord
    THREAD = "thread"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Group:
    """Slack's user group, Discord's role."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Askers:
    """Who may ask: everybody, only members, only people of one of the groups."""

    members_only: bool = False
    groups: tuple[Group, ...] = ()

    @property
    def everybody(self) -> bool:
        return not self.members_only and not self.groups

    def admit(self, *, member: bool, groups: Collection[str]) -> bool:
        """Whether somebody may ask who is a `member` and in these `groups`, by id."""
        if self.members_only and not member:
            return False
        return not self.groups or any(group.id in groups for group in self.groups)


@dataclass(frozen=True, slots=True)
class Manner:
    """All that is set for a channel."""

    hears: Hears = Hears.MENTIONS
    where: Where = Where.USUAL
    askers: Askers = Askers()


USUAL = Manner()


class Manners(Protocol):
    """What is set for which channel; threads are their channel's."""

    def manner(self, place: Place) -> Manner: ...

    def set_manner(self, place: Place, manner: Manner, at: datetime) -> None: ...

    def hears_somewhere(self, platform: str) -> bool:
        """Whether any channel of the platform is answered unasked."""
        ...


def askers_set(written: str, platform: str) -> Askers:
    """The setting, for one platform: `everybody`, `members`, and groups as slack:S0123."""
    words = written.split()
    named = (word.removeprefix(f"{platform}:") for word in words if word.startswith(f"{platform}:"))
    return Askers(MEMBERS in words, tuple(Group(id, id) for id in named))


def groups_named(written: str, known: Sequence[Group]) -> tuple[Group, ...]:
    """The groups that somebody typed, by name or mention, with commas or blanks between them.

    Raises WrongUse.
    """
    if whole := _named(written, known):
        return (whole,)
    found = list[Group]()
    for part in re.split(r"\s*,\s*" if "," in written else r"\s+", written.strip()):
        group = _named(part, known)
        if group is None:
            raise WrongUse(manners_wording.no_group(part))
        found.append(group)
    return tuple(dict.fromkeys(found))


def _named(written: str, known: Sequence[Group]) -> Group | None:
    bare = re.sub(r"^<(?:@&|!subteam\^)(\w+)[^>]*>$", r"\1", written.strip())
    wanted = bare.removeprefix("@").casefold()
    for group in known:
        if wanted in (group.id.casefold(), group.name.removeprefix("@").casefold()):
            return group
    return None
