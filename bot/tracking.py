"""What somebody in a chat wants tracked, or no more → what they are shown, and may confirm.

Nothing is changed before that; the ports that look at an address and write a story's sources.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot import tracking_wording, wording
from bot.desk import Desk
from bot.places import Place
from bot.story_names import story_meant
from retrieval.articles import Story
from retrieval.errors import WrongUse

# What was found then may not be so any more.
_STANDS = timedelta(hours=1)
_MOST_STORIES = 5

As = Literal["page", "topic"]


class CantTrack(WrongUse):
    """Why nothing is tracked or ended; one line."""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item, and whether the story would take it, or why not."""

    title: str
    taken: bool
    why: str


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What stands at an address: `url` is what would be asked, under `key` of the story.toml;
    `newest`: its newest items, at most three; `else_as`: what the page may be taken for instead."""

    url: str
    key: str
    kind: str
    title: str
    items: int = 0
    taken: int = 0
    newest: tuple[FoundItem, ...] = ()
    published: datetime | None = None
    else_as: As | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What `person`, by the platform's id, was shown at `place` and may confirm: to track the
    address, or, where it `ends`, to track it no more."""

    id: str
    place: Place
    person: str
    story: str
    key: str
    url: str
    ends: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with what there is to see of it; `found` is None where it ends."""

    proposal: Proposal
    story: Story
    found: FoundSource | None


class SourceBook(Protocol):
    """The corpus's sources. Whatever can't be done is a WrongUse that says why."""

    def look(self, url: str, story: Story, as_: As | None) -> FoundSource:
        """Asks for what stands there, which takes seconds; judged as the story's refresh would."""
        ...

    def tracked(self, stories: Collection[str]) -> Mapping[str, Collection[str]]:
        """What each of the stories names now."""
        ...

    def add(self, proposal: "Proposal", via: str, now: datetime) -> bool:
        """Whether it was not there before. Who proposed it is told where it fails; `via` is what
        else the platform needs to write to them."""
        ...

    def remove(self, story: str, url: str) -> bool:
        """Whether it was there."""
        ...


class Proposals(Protocol):
    """What was shown and not confirmed yet. Every method is one transaction."""

    def propose(self, proposal: Proposal) -> None: ...

    def proposal(self, id: str) -> Proposal | None: ...

    def close(self, id: str) -> bool:
        """Whether it was open: of two who close it, one has."""
        ...


@dataclass(frozen=True, slots=True)
class SourceDesk:
    """For who may change what is tracked: whether they may is the platform's to know."""

    desk: Desk
    book: SourceBook
    proposals: Proposals

    def track(
        self, place: Place, url: str, story: str, person: str, now: datetime, as_: As | None = None
    ) -> Proposed:
        """Raises UnknownStory, CantTrack and what the book raises."""
        seen = self._story(place, story)
        found = self.book.look(url, seen, as_)
        if found.url in self.book.tracked([seen.slug]).get(seen.slug, ()):
            raise CantTrack(tracking_wording.TRACKED_ALREADY(url=found.url, story=seen.title))
        proposal = _proposal(place, person, seen.slug, found.key, found.url, now, ends=False)
        self.proposals.propose(proposal)
        return Proposed(proposal, seen, found)

    def untrack(self, place: Place, url: str, story: str, person: str, now: datetime) -> Proposed:
        """`story` "": the one that tracks it. Raises UnknownStory, CantTrack."""
        stories = self.desk.stories(place)
        if story:
            named_one = self._story(place, story)
            stories = {named_one.slug: named_one}
        tracked = self.book.tracked(stories)
        named = [slug for slug, urls in tracked.items() if url in urls]
        if not named:
            known = sorted({each for urls in tracked.values() for each in urls})
            raise CantTrack(tracking_wording.not_tracked(url, known))
        if len(named) > 1:
            raise CantTrack(tracking_wording.TRACKED_BY_MANY(stories=", ".join(named)))
        proposal = _proposal(place, person, named[0], "", url, now, ends=True)
        self.proposals.propose(proposal)
        return Proposed(proposal, stories[named[0]], None)

    def confirm(self, id: str, place: Place, person: str, now: datetime, via: str = "") -> str:
        """Does what was proposed to this person; what they are told. Raises CantTrack and what
        the book raises."""
        proposal = self._open(id, place, person, now)
        story = self._story(place, proposal.story)
        if not self.proposals.close(id):
            raise CantTrack(tracking_wording.PROPOSAL_CLOSED())
        title = story.title
        if proposal.ends:
            ended = self.book.remove(proposal.story, proposal.url)
            said = tracking_wording.UNTRACKED if ended else tracking_wording.UNTRACKED_BEFORE
        else:
            added = self.book.add(proposal, via, now)
            said = tracking_wording.TRACKED if added else tracking_wording.TRACKED_ALREADY
        return wording.as_sentence(said(url=proposal.url, story=title))

    def cancel(self, id: str, place: Place, person: str, now: datetime) -> str:
        """What they are told. Raises CantTrack."""
        self._open(id, place, person, now)
        self.proposals.close(id)
        return tracking_wording.NOTHING_CHANGED()

    def _open(self, id: str, place: Place, person: str, now: datetime) -> Proposal:
        proposal = self.proposals.proposal(id)
        if proposal is None or now - proposal.at > _STANDS:
            raise CantTrack(tracking_wording.PROPOSAL_CLOSED())
        of = proposal.place
        if (proposal.person, of.platform, of.team) != (person, place.platform, place.team):
            raise CantTrack(tracking_wording.PROPOSAL_OF_ANOTHER())
        return proposal

    def _story(self, place: Place, name: str) -> Story:
        return story_meant(name, self.desk.stories(place))


def check_may_change(place: Place, *, several: bool, named: Collection[str]) -> None:
    """The stories are the same everywhere: where the bot is in `several` workspaces or servers,
    only the admins of those that are `named` ("slack:T0123") change what is asked for all.

    Raises CantTrack.
    """
    name = f"{place.platform}:{place.team}"
    if several and name not in named:
        raise CantTrack(tracking_wording.SEVERAL_PLACES(name=name))


def newest_of(
    items: Sequence[FoundItem], dates: Sequence[datetime | None]
) -> tuple[FoundItem, ...]:
    """Three, newest first; those without a date after them, in the order in which they stand."""
    order = sorted(
        range(len(items)),
        key=lambda n: (dates[n] is None, -(when.timestamp() if (when := dates[n]) else 0.0)),
    )
    return tuple(items[n] for n in order[:3])


def _proposal(
    place: Place, person: str, story: str, key: str, url: str, now: datetime, *, ends: bool
) -> Proposal:
    return Proposal(uuid.uuid4().hex, place, person, story, key, url, ends, now)
