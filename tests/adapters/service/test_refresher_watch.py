"""A refresher that stopped shows in /readyz and is told, within two intervals, whatever stopped it.

The table below is the second half of tests/e2e/test_staleness_faults.py: faults of who asks.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.refresh.heartbeat import Hung, with_heartbeat
from adapters.service.refresher_diagnosis import refresher_state
from adapters.service.refresher_watch import REFRESHER, RefresherWatch
from adapters.settings import Settings
from adapters.storage.builder_lock import BuilderBusy, DiskFull
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.checks import StoredChecks
from adapters.storage.corpus import CorpusError
from adapters.storage.database import CatalogError
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.index_errors import ModelMismatch
from adapters.storage.outages import StoredOutages
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Generation, Snapshot
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from bot import wording
from bot.checked import Checked, checked_of
from bot.freshness_wording import NOT_CHECKED_YET, at
from bot.health import Health
from bot.outages import Outage
from bot.replies import NoAnswer
from retrieval.articles import Story
from tests.adapters.storage.published import NOW, article, publish

EVERY = timedelta(minutes=30)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = "https://tarn.example/rss"
WEIR = Story("weir", "The weir", "It is open.", feeds=(FEED,))
NO = NoAnswer("who?", "g1", 0.1, wording.NOT_CONFIDENT(), ())


@dataclass
class Post:
    """A process that answers, beside one that asks; both have the same time."""

    catalog: Catalog
    settings: Settings
    now: datetime = NOW
    seconds: float = 0.0
    health: Health = field(default_factory=Health)

    def __post_init__(self) -> None:
        database = self.catalog.database
        self.beats, self.outages = Heartbeats(database), StoredOutages(database)
        self.checks, self.sources = StoredChecks(database, EVERY), StoredSources(database)
        self.watch = self.started()
        snapshot = Snapshot({WEIR.slug: WEIR}, {}, {})
        publish(self.catalog, Generation("20260304-120000-000000", NOW - DAY, "w", 0, 0), snapshot)

    def started(self, *, at_work: bool = True) -> RefresherWatch:
        return RefresherWatch(
            self.settings.corpus,
            at_work,
            self.checks,
            self.beats,
            self.outages,
            self.health,
            lambda: self.now,
            lambda: self.seconds,
        )

    def passes(self, time: timedelta, asks: Callable[[], object] = lambda: None) -> None:
        """Every few minutes one asks, and the other looks."""
        step = min(time, 3 * MINUTE)
        for _ in range(time // step):
            self.now += step
            self.seconds += step.total_seconds()
            asks()
            self.watch.look()

    def asks(self, fault: Exception | None = None) -> None:
        """A round, at the end of which something may go wrong: what was fetched is kept then."""

        async def work(progress: Progress) -> None:
            progress("fetching", 1, 1)
            source = Source(WEIR.slug, FEED, FEED, self.now + EVERY)
            read = Source(*(WEIR.slug, FEED, FEED, source.due), checked=self.now)
            self.sources.save([_read(read, self.now)], (), (), self.now)
            if fault:
                raise fault

        with suppress(type(fault) if fault else AssertionError):
            asyncio.run(with_heartbeat(work, self.beats, lambda: self.now))

    def dies_in_a_round(self) -> None:
        self.beats.begin(self.now)
        self.beats.beat(self.now)

    def ready(self) -> bool:
        return self.health.ready(self.seconds)

    @property
    def state(self) -> str:
        return self.health.parts(self.seconds)[REFRESHER].state

    @property
    def told(self) -> list[Outage]:
        return [one for one in self.outages.open() if not one.story]

    def reply(self) -> Checked | None:
        return checked_of(NO, [WEIR.slug], {}, self.checks.tracked(), self.now)

    def doctor(self) -> tuple[bool, str, str]:
        return refresher_state(self.settings, self.catalog, self.now)


def _read(source: Source, now: datetime) -> Source:
    return Source(*(source.story, source.url, source.asked, source.due), checked=now, succeeded=now)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """One in which all has been well for an hour."""
    (tmp_path / "corpus").mkdir()
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    with closing(open_catalog(None, settings.data)) as catalog:
        made = Post(catalog, settings)
        made.passes(6 * MINUTE, made.asks)
        yield made


Fault = Callable[[Post], object]


def raises(error: Exception) -> Fault:
    return lambda post: post.asks(error)


def another_holds_its_lock(post: Post) -> None:
    post.beats.prevented("another process (pid 4711) is refreshing the stories", post.now)


# What keeps rounds from ending well, minute by minute.
FAULTS: dict[str, Fault] = {
    "its process died": lambda post: None,
    "its process dies in the middle of each round": Post.dies_in_a_round,
    "its process ends as soon as it starts": lambda post: post.beats.prevented(
        "its process ended with code 1", post.now
    ),
    "no process can be started": lambda post: post.beats.prevented(
        "no process could be started for it (OSError)", post.now
    ),
    "another process holds its lock and does nothing": another_holds_its_lock,
    "another process holds the builder's lock": raises(BuilderBusy("another process is building")),
    "the disk is full": raises(DiskFull("no space left for the index; free some space")),
    "the model is another one": raises(ModelMismatch("index was built with another model")),
    "the corpus is gone": raises(CorpusError("no corpus folder")),
    "the catalog is locked": raises(CatalogError("catalog: database is locked")),
    "a fault of ours": raises(KeyError("ours")),
    "no memory": raises(MemoryError()),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=[n.replace(" ", "-") for n in FAULTS])
def test_whatever_stopped_it_shows_within_two_intervals_and_is_over_when_it_is_back(
    post: Post, fault: Fault
) -> None:
    last = post.now
    assert (post.ready(), post.told, post.doctor()[0]) == (True, [], True)
    post.passes(2 * EVERY, lambda: fault(post))
    assert not post.ready()
    assert post.state.startswith(f"no story is checked any more, since {at(last)}")
    [outage] = post.told
    assert outage.since == last
    assert not post.doctor()[0]
    post.passes(MINUTE, lambda: fault(post))
    reply = post.reply()
    assert reply is not None
    assert reply.plain
    assert at(last) in reply.words

    post.passes(MINUTE, post.asks)
    assert (post.ready(), post.told, post.doctor()[0]) == (True, [], True)
    reply = post.reply()
    assert reply is not None
    assert not reply.plain


def test_why_it_stopped_is_said(post: Post) -> None:
    post.passes(2 * EVERY, lambda: post.asks(DiskFull("no space left for the index")))
    assert post.state.endswith("(no space left for the index)")
    [outage] = post.told
    assert outage.why == "no space left for the index"
    assert "(no space left for the index)" in post.doctor()[1]


def test_a_round_in_which_nothing_comes_any_more_is_given_up_and_said(post: Post) -> None:
    async def hangs(_: Progress) -> None:
        await asyncio.Event().wait()

    with pytest.raises(Hung, match="nothing came of the refresh for"):
        asyncio.run(with_heartbeat(hangs, post.beats, lambda: post.now, patience=0.01))
    post.passes(2 * EVERY)
    assert "so it was given up" in post.state


def test_a_round_that_gives_signs_of_life_may_take_as_long_as_it_takes(post: Post) -> None:
    post.passes(MINUTE)
    post.dies_in_a_round()
    post.passes(5 * HOUR, lambda: post.beats.beat(post.now))
    assert (post.ready(), post.told) == (True, [])

    async def lively(progress: Progress) -> int:
        for n in range(12):
            await asyncio.sleep(0.2)
            progress("fetching", n, 12)
        return 7

    # Far longer than its patience altogether, and never silent for as long.
    assert asyncio.run(with_heartbeat(lively, post.beats, lambda: post.now, patience=2)) == 7


def test_a_machine_that_slept_over_night_is_not_told_of_while_it_begins_again(post: Post) -> None:
    post.now += 9 * HOUR  # and this process's own clock stood still
    post.watch.look()
    post.passes(3 * MINUTE, post.dies_in_a_round)
    assert (post.ready(), post.told) == (True, [])
    post.passes(MINUTE, post.asks)
    assert (post.ready(), post.told, post.doctor()[0]) == (True, [], True)


def test_a_process_started_anew_gives_it_time_and_no_more(post: Post) -> None:
    post.now += 2 * DAY
    post.health = Health()
    post.watch = post.started()
    post.watch.look()
    assert post.ready()
    post.passes(EVERY)
    assert not post.ready()
    assert post.told


@pytest.mark.parametrize("years", [1, -1])
def test_a_clock_that_is_set_back_or_ahead_hides_nothing(post: Post, years: int) -> None:
    post.now += years * 365 * DAY
    post.passes(2 * EVERY)
    assert not post.ready()
    reply = post.reply()
    assert reply is not None
    assert reply.plain
    # Nor does it, once it asks again, go on saying what the wrong clock said.
    post.passes(2 * MINUTE, post.asks)
    assert (post.ready(), post.told) == (True, [])
    reply = post.reply()
    assert reply is not None
    assert not reply.plain


def test_a_catalog_that_cant_be_read_shows(post: Post) -> None:
    database = post.settings.data / "catalog.sqlite3"
    post.catalog.database.close()  # connections that are open go on
    aside = database.rename(database.with_name("aside"))
    database.mkdir()
    post.watch.look()
    assert not post.ready()
    assert "unable to open database file" in post.state
    database.rmdir()
    aside.rename(database)
    post.watch.look()
    assert post.ready()


def test_before_the_first_round_it_is_waited_for_and_then_told(tmp_path: Path) -> None:
    folder = tmp_path / "corpus" / "weir"
    folder.mkdir(parents=True)
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    with closing(open_catalog(None, settings.data)) as catalog:
        post = Post(catalog, settings)
        post.passes(21 * MINUTE)
        assert post.ready()
        post.passes(2 * EVERY - 21 * MINUTE)
        assert not post.ready()
        reply = post.reply()
        assert reply is not None
        assert reply.words == NOT_CHECKED_YET()


def test_who_refreshes_by_hand_is_told_by_the_replies_alone(post: Post) -> None:
    with closing(open_catalog(None, post.settings.data / "other")) as catalog:
        by_hand = Post(catalog, post.settings)
        by_hand.watch = by_hand.started(at_work=False)
        by_hand.passes(3 * EVERY)
        assert REFRESHER not in by_hand.health.parts(by_hand.seconds)
        assert by_hand.told == []


def test_where_no_story_names_a_source_there_is_nothing_to_be_ready(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    settings = Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")
    with closing(open_catalog(None, settings.data)) as catalog:
        post = Post(catalog, settings)
        bare = Snapshot({"weir": Story("weir", "The weir", "It is open.")}, {}, {})
        publish(catalog, Generation("20260304-120100-000000", NOW, "w", 0, 0), bare)
        post.passes(3 * EVERY)
        assert post.health.parts(post.seconds) == {}
        assert post.reply() is None
        assert post.doctor() == (True, "no story names a source", "")


def test_an_article_whose_page_shows_something_else_for_a_week_is_told_like_a_source(
    post: Post,
) -> None:
    held = article("opens", "The weir at Tarn is open.", story=WEIR.slug)
    why = "it shows a consent wall"
    wall = FetchedPage(
        WEIR.slug, held.url, held.url, FEED, State.HELD, post.now, why, "", held.id, held.version
    )
    wall = replace(wall, unchecked_since=post.now)
    post.sources.save((), (wall,), (held,), post.now)

    def told() -> list[str]:
        post.watch.look()
        return [one.why for one in post.outages.open() if one.url == held.url]

    assert told() == []
    post.now += 6 * DAY
    assert told() == []
    post.now += DAY
    assert (told(), told()) == ([why], [why])
    post.sources.save((), (replace(wall, unchecked_since=None),), (), post.now)
    assert told() == []
