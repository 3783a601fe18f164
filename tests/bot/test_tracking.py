"""What admins may do with a story's sources, and what they are told where they may not."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.proposed_sources import StoredProposals
from adapters.storage.scopes import StoredScopes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk, UnknownStory
from bot.places import Place
from bot.tracking import (
    As,
    CantTrack,
    FoundItem,
    FoundSource,
    Proposal,
    SourceDesk,
    check_may_change,
    newest_of,
)
from retrieval.articles import Story
from tests.adapters.storage.published import BRIDGE, NATO, NOW
from tests.bot.test_desk import Shelf

HERE, THERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
SECRET = replace(BRIDGE, slug="secret", title="What the desk is after", channels=(THERE.name,))
FEED = "https://buoy.example/rss"
CLOSED = "this was confirmed or cancelled before, or was too long ago; type the command again"


@dataclass
class Book:
    """Sources in memory; whatever is looked at is a feed."""

    sources: dict[str, list[str]] = field(default_factory=dict)

    def look(self, url: str, story: Story, as_: As | None) -> FoundSource:
        return FoundSource(url, "feeds", "RSS", "Buoy News", 3, 1)

    def tracked(self, stories: Collection[str]) -> Mapping[str, Collection[str]]:
        return {slug: urls for slug, urls in self.sources.items() if slug in stories}

    def add(self, proposal: Proposal, via: str, now: datetime) -> bool:
        if proposal.url in self.sources.setdefault(proposal.story, []):
            return False
        self.sources[proposal.story].append(proposal.url)
        return True

    def remove(self, story: str, url: str) -> bool:
        if url not in self.sources.get(story, []):
            return False
        self.sources[story].remove(url)
        return True


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def desk(tmp_path: Path, book: Book) -> Iterator[SourceDesk]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        database = catalog.database
        bot = Bot(Shelf(tracked=(BRIDGE, NATO, SECRET)), catalog, Thresholds(shown=0.5, claim=0.5))
        spoken = Desk(bot, catalog, StoredReplies(database), StoredScopes(database), quotes=2)
        yield SourceDesk(spoken, book, StoredProposals(database))


def test_nothing_is_tracked_before_it_is_confirmed_and_then_once(
    desk: SourceDesk, book: Book
) -> None:
    proposed = desk.track(HERE, FEED, "bridge", "U1", NOW)
    assert (proposed.story, book.sources) == (BRIDGE, {})
    said = desk.confirm(proposed.proposal.id, HERE, "U1", NOW)
    assert said == (
        f"“{BRIDGE.title}” tracks {FEED} from now on; its articles come with the next refresh."
    )
    assert book.sources == {"bridge": [FEED]}
    with pytest.raises(CantTrack, match=CLOSED):
        desk.confirm(proposed.proposal.id, HERE, "U1", NOW)
    with pytest.raises(CantTrack, match="already"):
        desk.track(HERE, FEED, "bridge", "U1", NOW)


def test_only_who_was_shown_it_confirms_or_cancels_it_and_not_for_ever(
    desk: SourceDesk, book: Book
) -> None:
    id = desk.track(HERE, FEED, "bridge", "U1", NOW).proposal.id
    for act in (desk.confirm, desk.cancel):
        with pytest.raises(CantTrack, match="only who typed the command"):
            act(id, HERE, "U2", NOW)
        with pytest.raises(CantTrack, match="only who typed the command"):
            act(id, Place("discord", "T1", "C1"), "U1", NOW)
        with pytest.raises(CantTrack, match=CLOSED):
            act(id, HERE, "U1", NOW + timedelta(hours=2))
        with pytest.raises(CantTrack, match=CLOSED):
            act("0" * 32, HERE, "U1", NOW)
    assert desk.cancel(id, HERE, "U1", NOW) == "Nothing was changed."
    with pytest.raises(CantTrack, match=CLOSED):
        desk.confirm(id, HERE, "U1", NOW)
    assert book.sources == {}


def test_a_story_that_may_not_be_spoken_of_here_is_neither_changed_nor_named(
    desk: SourceDesk, book: Book
) -> None:
    book.sources["secret"] = [FEED]
    with pytest.raises(UnknownStory, match="there is no story 'secret'"):
        desk.track(HERE, FEED, "secret", "U1", NOW)
    with pytest.raises(CantTrack, match="no story tracks"):
        desk.untrack(HERE, FEED, "", "U1", NOW)
    id = desk.track(THERE, f"{FEED}2", "secret", "U1", NOW).proposal.id
    with pytest.raises(UnknownStory):
        desk.confirm(id, HERE, "U1", NOW)
    assert book.sources == {"secret": [FEED]}
    assert "tracks" in desk.confirm(id, THERE, "U1", NOW)


def test_what_is_tracked_no_more_is_named_and_confirmed_too(desk: SourceDesk, book: Book) -> None:
    book.sources["bridge"] = [FEED]
    book.sources["nato"] = [FEED]
    with pytest.raises(CantTrack, match="name one behind the address: bridge, nato"):
        desk.untrack(HERE, FEED, "", "U1", NOW)
    with pytest.raises(CantTrack, match=f"did you mean {FEED}"):
        desk.untrack(HERE, f"{FEED}s", "", "U1", NOW)
    proposed = desk.untrack(HERE, FEED, "nato", "U1", NOW)
    assert (proposed.found, book.sources["nato"]) == (None, [FEED])
    said = desk.confirm(proposed.proposal.id, HERE, "U1", NOW)
    assert said == f"“{NATO.title}” asks {FEED} no more; its articles stay."
    assert book.sources == {"bridge": [FEED], "nato": []}


def test_two_admins_who_confirm_the_same_hear_what_came_of_it(desk: SourceDesk, book: Book) -> None:
    first, second = (desk.track(HERE, FEED, "bridge", who, NOW).proposal.id for who in "AB")
    assert "from now on" in desk.confirm(first, HERE, "A", NOW)
    assert "already" in desk.confirm(second, HERE, "B", NOW)
    first, second = (desk.untrack(HERE, FEED, "bridge", who, NOW).proposal.id for who in "AB")
    assert "no more" in desk.confirm(first, HERE, "A", NOW)
    assert "did not track" in desk.confirm(second, HERE, "B", NOW)
    assert book.sources == {"bridge": []}


def test_where_the_bot_is_in_several_places_one_has_to_be_named_in_the_settings() -> None:
    check_may_change(HERE, several=False, named=())
    check_may_change(HERE, several=True, named=["discord:7", "slack:T1"])
    with pytest.raises(CantTrack, match="track_from = 'slack:T1'"):
        check_may_change(HERE, several=True, named=["discord:T1"])


def test_the_newest_three_are_shown_those_without_a_date_last() -> None:
    items = [FoundItem(name, True, "") for name in "abcde"]
    days = [None, datetime(2026, 3, 1, tzinfo=UTC), None, datetime(2026, 3, 9, tzinfo=UTC), None]
    assert [item.title for item in newest_of(items, days)] == ["d", "b", "a"]
    assert [item.title for item in newest_of(items, [None] * 5)] == ["a", "b", "c"]
