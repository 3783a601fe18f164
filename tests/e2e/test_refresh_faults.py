"""Papers fail, processes die and people press Ctrl-C: the next refresh ends right."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import pytest

from adapters.assembly import catalog_of
from adapters.refresh.loop import now, watch
from adapters.refresh.refresher import Refresher
from adapters.refresh.reports import RefreshReport
from adapters.service.refresher_process import refresher_process
from adapters.settings import Settings
from adapters.storage.builder_lock import BuilderBusy, only_builder
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.index_errors import ModelMismatch
from adapters.storage.retention import verify
from adapters.storage.sources import State
from retrieval.errors import PullquoteError
from tests.adapters.storage.newsroom import WordEmbedder
from tests.e2e.command import ROOT, run_in, start
from tests.e2e.news_documents import Item, rss
from tests.e2e.news_faults import slow, status
from tests.e2e.news_site import NewsSite
from tests.e2e.newsdesk_at_work import DAY, FIRST, HOUR, NewsdeskAtWork, newsdesk_at_work, told
from tests.e2e.newspapers import article_html
from tests.patience import PATIENCE

WORDS = "The harbour bridge stays closed for {n} more weeks, because hanger {n} was found cracked."
MORE = (
    "Commuters queued for {n} hours at crossing number {n}, and bus number {n} was sent around it."
)
ENVIRON = {"PULLQUOTE_ALLOWED_NETWORKS": "127.0.0.0/8", "PULLQUOTE_HOST_PAUSE": "0"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NewsdeskAtWork]:
    with newsdesk_at_work(tmp_path / "desk") as desk:
        yield desk


@pytest.fixture
def paper() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


@pytest.fixture
def busy() -> Iterator[NewsSite]:
    """Another paper's site."""
    with NewsSite() as site:
        yield site


def write(paper: NewsSite, n: int) -> Item:
    title = f"Bridge closed for {n} more weeks"
    html = article_html("The Echo", title, FIRST, [WORDS.format(n=n), MORE.format(n=n)])
    return Item(title, paper.page(f"/{n}", html))


def publish(paper: NewsSite, count: int, path: str = "/news.rss") -> str:
    """A feed with so many articles. Its address."""
    items = [write(paper, n) for n in range(1, count + 1)]
    return paper.feed(path, rss("The Echo", paper.url(), items))


# ------------------------------------------------------------------------------------- sources


def test_a_dead_feed_is_named_since_when_and_why_and_the_others_are_read(
    desk: NewsdeskAtWork, paper: NewsSite, busy: NewsSite
) -> None:
    good = publish(paper, 1)
    page = paper.page("/home", "<html><body>Hello</body></html>")
    late = busy.fail("/late.rss", status(429, retry_after="7200"))
    desk.follow("bridge", f'feeds = ["{late}", "{page}", "{good}"]')
    report = desk.fetch()
    assert [(one.url, one.ok, one.result) for one in report.sources] == [
        (late, False, "HTTP 429"),
        (
            page,
            False,
            "a page, not a feed; see which feeds it offers with: pullquote track URL",
        ),
        (good, True, "1 item"),
    ]
    assert [what for what, _, _ in told(report)] == ["new"]
    source = desk.source(late)
    assert (source.failing_since, source.failures, source.succeeded) == (FIRST, 1, None)
    assert source.due == FIRST + 2 * HOUR

    desk.fetch(HOUR, due_only=True)
    assert len(busy.asked("/late.rss")) == 1
    publish(busy, 2, "/late.rss")
    busy.recover("/late.rss")
    desk.fetch(HOUR, due_only=True)
    source = desk.source(late)
    assert (source.failing_since, source.failures, source.result) == (None, 0, "2 items")
    assert source.due == desk.now + timedelta(minutes=30)


def test_each_story_is_asked_at_its_own_pace(desk: NewsdeskAtWork, paper: NewsSite) -> None:
    slowly, usual = publish(paper, 0), publish(paper, 0, "/usual.rss")
    desk.follow("bridge", f'feeds = ["{slowly}"]', "refresh_minutes = 180")
    desk.follow("ferry", f'feeds = ["{usual}"]')
    desk.fetch()
    asked = {slowly: 0, usual: 0}
    for _ in range(6):
        for source in desk.fetch(HOUR / 2, due_only=True).sources:
            asked[source.url] += 1
    assert asked == {slowly: 1, usual: 6}


def test_a_feed_that_has_moved_for_good_is_asked_for_there_until_it_is_no_more(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    there = publish(paper, 1, "/there.rss")
    here = paper.redirect("/here.rss", there, 301)
    desk.follow("bridge", f'feeds = ["{here}"]')
    desk.fetch()
    seen = len(paper.requests)
    desk.fetch(HOUR)
    assert [one.path for one in paper.requests[seen:]] == ["/there.rss", "/1"]
    assert desk.source(here).asked == there
    paper.remove("/there.rss")
    publish(paper, 1, "/here.rss")
    assert not desk.fetch(HOUR).sources[0].ok
    assert [one.result for one in desk.fetch(HOUR).sources] == ["1 item"]


def test_what_robots_txt_forbids_is_named_and_never_asked_for(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    feed = publish(paper, 2)
    paper.robots("User-agent: *\nDisallow: /1\n")
    desk.follow("bridge", f'feeds = ["{feed}"]')
    assert sorted(told(desk.fetch())) == [
        ("failing", paper.url("/1"), "robots.txt forbids it"),
        ("new", "Bridge closed for 2 more weeks", ""),
    ]
    assert paper.asked("/1") == []
    assert desk.page(paper.url("/1")).state is State.FAILING


# ------------------------------------------------------------------------------------ the index


def test_what_was_fetched_while_the_index_could_not_be_built_is_built_next_time(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 1)}"]')
    desk.refresh()
    publish(paper, 2)
    with only_builder(desk.room.data, desk.room.catalog.database), pytest.raises(BuilderBusy):
        desk.refresh(HOUR)
    known, desk.room.embedder = desk.room.embedder, WordEmbedder("words-other")
    with pytest.raises(ModelMismatch, match="run: pullquote reindex --rebuild"):
        desk.refresh(HOUR)
    assert set(desk.served()) == {paper.url("/1")}
    desk.room.embedder = known
    report = desk.refresh(HOUR)
    assert (told(report), report.index and report.index.added) == ([], (paper.url("/2"),))
    assert set(desk.served()) == {paper.url("/1"), paper.url("/2")}


def test_a_build_that_nobody_waits_for_any_more_is_given_up_and_done_next_time(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 3)}"]')
    steps: list[str] = []

    async def begin_and_press_ctrl_c(refresher: Refresher) -> RefreshReport:
        loop, ended = asyncio.get_running_loop(), threading.Event()

        def heard(step: str, done: int, of: int) -> None:
            steps.append(step)
            if step != "fetching":
                loop.call_soon_threadsafe(task.cancel)
                ended.wait(10)

        task = asyncio.create_task(refresher.refresh(desk.now, progress=heard))
        task.add_done_callback(lambda _: ended.set())
        return await task

    with pytest.raises(asyncio.CancelledError):
        desk.work(HOUR, begin_and_press_ctrl_c)
    assert steps[-2:] == ["fetching", "embedding"]
    assert desk.served() == {}
    assert (told(desk.refresh(HOUR)), len(desk.served())) == ([], 3)


def test_two_hundred_feeds_with_nothing_new_cost_two_hundred_conditional_requests(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    beside = Item("Recipe of the day", paper.url("/soup"), "Peel the potatoes.")
    document = rss("The Echo", paper.url(), [beside])
    feeds = [paper.feed(f"/feeds/{n}.rss", document) for n in range(199)]
    feeds.append(publish(paper, 1))
    listed = ", ".join(f'"{url}"' for url in feeds)
    desk.follow("bridge", f"feeds = [{listed}]")
    desk.refresh()
    generations, seen = desk.room.generations(), len(paper.requests)
    report = desk.refresh(timedelta(minutes=40), due_only=True)
    assert (report.index, report.pages) == (None, ())
    assert {(one.result, one.ok) for one in report.sources} == {("nothing new", True)}
    asked = paper.requests[seen:]
    assert sorted(paper.url(one.path) for one in asked) == sorted(feeds)
    assert {(one.status, one.conditional) for one in asked} == {(304, True)}
    assert desk.room.embedder.embedded == []
    assert desk.room.generations() == generations


# ------------------------------------------------------------------------------------ processes


@pytest.mark.slow
def test_a_refresh_may_be_killed_at_any_moment(tmp_path: Path, paper: NewsSite) -> None:
    chance = random.Random(5)
    with newsdesk_at_work(tmp_path / "desk") as desk:
        desk.follow("bridge", f'feeds = ["{publish(paper, 2)}"]')
        desk.refresh()
        count, killed = 2, 0
        with Refreshers() as refreshers:
            for n in range(5):
                count += 6
                publish(paper, count)
                moment = chance.uniform(0, 0.4) if n % 2 else chance.uniform(0.2, 1.2)
                at = desk.now + (n + 1) * HOUR
                killed += refreshers.refresh(tmp_path / "desk", at, wait=moment) < 0
                served = set(desk.served())
                assert served <= {paper.url(f"/{k}") for k in range(1, count + 1)}
                assert {paper.url("/1"), paper.url("/2")} <= served
        assert killed >= 2
        desk.refresh(DAY)
        assert set(desk.served()) == {paper.url(f"/{k}") for k in range(1, count + 1)}
        assert verify(desk.room.data, desk.room.catalog) == []
        assert {article.updated for article in desk.served().values()} == {None}


class Refreshers:
    """A process that forks a refresh at once, without importing everything each time."""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.refresh_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            assert self.process.stdin
            self.process.stdin.close()

    def refresh(self, folder: Path, now: datetime, *, wait: float) -> int:
        """How it ended, killed after `wait` seconds at the latest: 0, or minus the signal."""
        assert self.process.stdin
        assert self.process.stdout
        wanted = {"folder": str(folder), "now": now.isoformat(), "wait": wait}
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def home(tmp_path: Path, shipped: Path, paper: NewsSite) -> Path:
    """A folder with a story that follows a paper, for commands in processes of their own."""
    (tmp_path / "data").mkdir(mode=0o700)
    story = tmp_path / "corpus" / "bridge" / "story.toml"
    story.parent.mkdir(parents=True)
    story.write_text(
        'title = "The harbour bridge is closed"\nsummary = "Cracked hangers."\n'
        f'closeness = 0\nfeeds = ["{publish(paper, 3)}"]\n'
    )
    return tmp_path


def until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_only_one_refreshes_at_a_time_and_ctrl_c_ends_it_in_one_line(
    home: Path, paper: NewsSite
) -> None:
    paper.fail("/news.rss", slow(15), times=1)
    with start(home, home / "data", "refresh", **ENVIRON) as process:
        until(lambda: paper.asked("/news.rss"))
        again = run_in(home, home / "data", **ENVIRON)("refresh")
        assert (again.code, again.out) == (1, "")
        assert again.err == (
            f"pullquote: another process (pid {process.pid}) is refreshing the stories of "
            f"{home / 'data'}; wait for it to finish and run the command again\n"
        )
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, "")
    assert err == "pullquote: interrupted; what was served before is still served\n"


def test_watching_refreshes_what_is_due_and_goes_on_after_a_failure(
    home: Path, paper: NewsSite
) -> None:
    settings = Settings(
        data=home / "data",
        corpus=home / "corpus",
        allowed_networks="127.0.0.0/8",
        host_pause=0.0,
    )
    heard: list[RefreshReport | PullquoteError] = []
    with closing(catalog_of(settings)) as catalog:
        asyncio.run(watch(settings, catalog, None, heard.append, lambda: not heard))
        (home / "corpus").rename(home / "elsewhere")
        asyncio.run(watch(settings, catalog, None, heard.append, lambda: len(heard) < 2))
    report, error = heard
    assert isinstance(report, RefreshReport)
    assert [what for what, _, _ in told(report)] == ["new"] * 3
    assert report.index
    assert report.index.new_generation
    assert str(error).startswith(f"no corpus folder at {home / 'corpus'}; ")


def test_it_watches_beside_the_chats_and_ends_with_them(
    home: Path, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**ENVIRON, "PULLQUOTE_DATA": str(home / "data")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    publish(paper, 0)
    settings = Settings(data=home / "data", corpus=home / "corpus")
    lock = home / "data" / "refresh.lock"

    async def serve(beats: Heartbeats) -> int:
        async with refresher_process(settings, beats, now):
            await asyncio.to_thread(until, lambda: paper.asked("/news.rss"))
            return int(lock.read_text())

    with closing(catalog_of(settings)) as catalog:
        pid = asyncio.run(serve(Heartbeats(catalog.database)))
    assert pid != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_who_wants_no_refreshing_beside_the_chats_gets_none(home: Path, paper: NewsSite) -> None:
    settings = Settings(data=home / "data", corpus=home / "corpus", refresh_minutes=0)

    async def serve(beats: Heartbeats) -> None:
        async with refresher_process(settings, beats, now):
            await asyncio.sleep(0.2)

    with closing(catalog_of(settings)) as catalog:
        asyncio.run(serve(Heartbeats(catalog.database)))
    assert not (home / "data" / "refresh.lock").exists()


def test_a_watch_whose_parent_has_died_ends_by_itself(home: Path, paper: NewsSite) -> None:
    # This process is its parent, process 1 is not.
    arguments = ("refresh", "--watch", "--parent", "1")
    with start(home, home / "data", *arguments, **ENVIRON) as process:
        assert process.communicate(timeout=PATIENCE) == ("", "")
    assert (process.returncode, paper.requests) == (0, [])
