"""One source never stops the others, and no story waits for another."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from protego import Protego
from structlog.testing import capture_logs

from adapters.cli.tracking import failures
from adapters.refresh import choosing, listings, page_updates
from adapters.refresh.refresher import Refresher
from adapters.refresh.reports import RefreshReport
from adapters.web.fetching import Fetched
from adapters.web.judging import judge_items
from adapters.web.reading import read_article
from retrieval.articles import Article
from tests.e2e.news_documents import Item, rss
from tests.e2e.news_site import NewsSite
from tests.e2e.newsdesk_at_work import FIRST, HOUR, NewsdeskAtWork, newsdesk_at_work, told
from tests.e2e.newspapers import article_html
from tests.patience import PATIENCE

WORDS = (
    "The harbour bridge stays shut for {n} weeks more, since hanger {n} was found to be cracked."
)
MORE = "Commuters queued for {n} hours at crossing {n}, and bus {n} was sent the long way around."
LONG = (
    "The town's shops report fewer customers on both banks of the river, schools have moved their "
    "first lesson to nine o'clock, and the ferry that the port has asked for is not in sight."
)


class Panic(BaseException):
    """As a library that is written in Rust raises it."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NewsdeskAtWork]:
    with newsdesk_at_work(tmp_path / "desk") as desk:
        yield desk


@pytest.fixture
def paper() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


@pytest.fixture
def other() -> Iterator[NewsSite]:
    """Another paper's site."""
    with NewsSite() as site:
        yield site


def publish(paper: NewsSite, *numbers: int, path: str = "/news.rss") -> str:
    """A feed with these articles. Its address."""
    items = []
    for n in numbers:
        title = f"Bridge shut for {n} weeks"
        said = [WORDS.format(n=n), MORE.format(n=n), LONG]
        html = article_html("The Echo", title, FIRST, said)
        items.append(Item(title, paper.page(f"/{n}", html)))
    return paper.feed(path, rss("The Echo", paper.url(), items))


FAULTS = [RecursionError(), ValueError("hunter2"), Panic()]


def failing_at(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, where: str, fault: BaseException
) -> None:
    """What reads documents fails at those that hold `where` in what they are asked with."""
    real: Callable[..., Any] = getattr(module, name)

    def reading(*arguments: Any, **named: Any) -> Any:
        said = [a.url if isinstance(a, Fetched | Article) else "" for a in arguments]
        if any(one.endswith(where) for one in said):
            raise fault
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, reading)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_feed_that_nobody_foresaw_is_named_and_the_others_are_read(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    bad, good = publish(paper, 1, path="/bad.rss"), publish(paper, 2, path="/good.rss")
    desk.follow("bridge", f'feeds = ["{bad}", "{good}"]')
    desk.follow("ferry", f'feeds = ["{good}"]')
    failing_at(monkeypatch, listings, "read_listing", "/bad.rss", fault)
    monkeypatch.setattr(listings, "kind_of", lambda *_: "feed")
    # Its arguments are the kind, the document and the time.
    with capture_logs() as logs:
        report = desk.fetch()
    why = f"can't be read ({type(fault).__name__})"
    assert failures(report) == [
        "1 of 3 sources failed (see: pullquote sources):",
        f"bridge: {bad}: {why}",
    ]
    source = desk.source(bad)
    assert (source.result, source.failing_since, source.failures) == (why, FIRST, 1)
    named = [log for log in logs if log["event"] == "source_failed"]
    assert [(log["story"], log["url"], log["fault"]) for log in named] == [
        ("bridge", bad, type(fault).__name__)
    ]
    assert "hunter2" not in str(logs)
    assert {one.url for one in desk.held().values()} == {paper.url("/2")}
    monkeypatch.undo()
    assert not failures(desk.fetch(HOUR))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_page_that_nobody_foresaw_is_named_and_the_others_are_kept(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 1, 2, 3)}"]')
    failing_at(monkeypatch, page_updates, "read_article", "/2", fault)
    report = desk.fetch()
    why = f"can't be read ({type(fault).__name__})"
    assert ("failing", paper.url("/2"), why) in told(report)
    assert failures(report) == [f"bridge: {paper.url('/2')}: {why}"]
    [ended] = desk.sources.ended_pages()
    assert (ended.url, ended.result, ended.failing_since) == (paper.url("/2"), why, FIRST)
    assert set(desk.held()) == {paper.url("/1"), paper.url("/3")}
    monkeypatch.undo()
    desk.fetch(HOUR)
    assert set(desk.held()) == {paper.url(f"/{n}") for n in (1, 2, 3)}
    assert desk.sources.ended_pages() == []


def test_an_article_that_can_not_be_cut_or_kept_never_reaches_the_index(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 1, 2, 3)}"]')
    failing_at(monkeypatch, page_updates, "cut", "/1", IndexError())
    real = read_article

    def with_half_a_character(fetched: Fetched, *more: Any) -> Any:
        read = real(fetched, *more)
        if not isinstance(read, str) and fetched.url.endswith("/2"):
            read = replace(read, title=f"{read.title} \ud83d")
        return read

    monkeypatch.setattr(page_updates, "read_article", with_half_a_character)
    report = desk.refresh()
    assert sorted(told(report)) == [
        ("failing", paper.url("/1"), "can't be read (IndexError)"),
        ("failing", paper.url("/2"), "can't be kept (UnicodeEncodeError)"),
        ("new", "Bridge shut for 3 weeks", ""),
    ]
    assert set(desk.served()) == {paper.url("/3")}


def test_an_item_that_can_not_be_judged_costs_itself_alone(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 1, 2)}"]')
    real = judge_items

    def judging(about: Any, items: Any, *more: Any) -> Any:
        if any(item.url.endswith("/1") for item in items):
            raise KeyError
        return real(about, items, *more)

    monkeypatch.setattr(choosing, "judge_items", judging)
    [source] = desk.fetch().sources
    assert [(one.closeness.taken, one.closeness.why[:14]) for one in source.judged] == [
        (False, "can't be judge"),
        (True, source.judged[1].closeness.why[:14]),
    ]
    assert set(desk.held()) == {paper.url("/2")}


def test_a_story_that_nobody_foresaw_ends_alone_with_all_its_sources_named(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = publish(paper, 1, path="/bad.rss"), publish(paper, 2, path="/good.rss")
    desk.follow("bridge", f'feeds = ["{bad}"]')
    desk.follow("ferry", f'feeds = ["{good}"]')
    real = choosing.Choosing.outdated

    def outdated(self: Any, story: Any, pages: Any) -> Any:
        if story.slug == "bridge":
            raise AttributeError
        return real(self, story, pages)

    monkeypatch.setattr(choosing.Choosing, "outdated", outdated)
    report = desk.refresh()
    assert [(one.story, one.ok, one.result) for one in report.sources] == [
        ("bridge", False, "can't be refreshed (AttributeError)"),
        ("ferry", True, "1 item"),
    ]
    assert set(desk.served()) == {paper.url("/2")}
    assert desk.source(bad).failing_since == FIRST


def test_a_robots_txt_that_its_reader_stumbles_over_stops_its_own_site_alone(
    desk: NewsdeskAtWork, paper: NewsSite, other: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.robots("User-agent: *\nCrawl-delay: stumble\n")
    desk.follow("bridge", f'feeds = ["{publish(paper, 1)}", "{publish(other, 2)}"]')
    real = Protego.parse

    def parse(text: str) -> Any:
        if "stumble" in text:
            raise IndexError
        return real(text)

    monkeypatch.setattr(Protego, "parse", parse)
    report = desk.fetch()
    assert [(one.ok, one.result) for one in report.sources] == [
        (False, "robots.txt can't be read (IndexError)"),
        (True, "1 item"),
    ]
    assert set(desk.held()) == {other.url("/2")}


# ------------------------------------------------------------------------------- slow hosts


class Held:
    """The page whose address ends so is not there before it is let go, however long that takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
        self.asked, self.free = threading.Event(), threading.Event()
        real = read_article

        def read(fetched: Fetched, *more: Any) -> Any:
            if fetched.url.endswith(where):
                self.asked.set()
                assert self.free.wait(PATIENCE)
            return real(fetched, *more)

        monkeypatch.setattr(page_updates, "read_article", read)


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not found():
            await asyncio.sleep(0.01)


def quickly(refresher: Refresher, every: timedelta = HOUR) -> Refresher:
    """Stories that end are built at once."""
    return replace(refresher, together=timedelta(), built_every=every)


def test_a_slow_hosts_story_holds_up_no_other_story(
    desk: NewsdeskAtWork, paper: NewsSite, other: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, *range(1, 12))}"]')
    desk.follow("ferry", f'feeds = ["{publish(other, 50)}"]')
    held = Held(monkeypatch, paper.url("/1"))

    async def work(refresher: Refresher) -> RefreshReport:
        task = asyncio.create_task(quickly(refresher).refresh(desk.now))
        await until(lambda: other.url("/50") in desk.served())
        assert held.asked.is_set()
        assert not task.done()
        held.free.set()
        return await task

    report = desk.work(timedelta(), work)
    assert report.index is not None
    assert len(report.index.added) == 12
    assert len(desk.served()) == 12


def test_a_host_that_many_pages_are_wanted_of_still_answers_another_story_in_turn(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    """At one time one request of a story waits for its turn at a host."""
    desk.follow("bridge", f'feeds = ["{publish(paper, *range(1, 30))}"]')
    desk.follow("ferry", f'feeds = ["{publish(paper, 50, path="/ferry.rss")}"]')
    desk.fetch()
    asked = [seen.path for seen in paper.requests]
    assert asked.index("/50") < asked.index("/20")


def test_what_a_long_story_has_brought_is_served_before_it_ends(
    desk: NewsdeskAtWork, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_updates, "_SAVED_EVERY", 0.05)
    desk.follow("bridge", f'feeds = ["{publish(paper, 1, 2, 3)}"]')
    held = Held(monkeypatch, paper.url("/3"))

    async def work(refresher: Refresher) -> RefreshReport:
        soon = quickly(refresher, timedelta(seconds=0.1))
        task = asyncio.create_task(soon.refresh(desk.now))
        await until(lambda: set(desk.served()) == {paper.url("/1"), paper.url("/2")})
        assert not task.done()
        held.free.set()
        return await task

    report = desk.work(timedelta(), work)
    assert len(desk.served()) == 3
    assert report.index is not None
    assert len(report.index.added) == 3


def test_a_story_that_takes_long_is_left_alone_by_the_next_round_and_the_others_are_not(
    desk: NewsdeskAtWork, paper: NewsSite, other: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, 1)}"]')
    desk.follow("ferry", f'feeds = ["{publish(other, 50)}"]')
    held = Held(monkeypatch, paper.url("/1"))

    async def work(refresher: Refresher) -> RefreshReport:
        refresher = quickly(refresher)
        first = asyncio.create_task(refresher.refresh(desk.now, due_only=True))
        await until(lambda: held.asked.is_set() and other.url("/50") in desk.served())
        publish(other, 50, 51)
        second = await refresher.refresh(desk.now + HOUR, due_only=True)
        assert [one.story for one in second.sources] == ["ferry"]
        assert set(desk.served()) == {other.url("/50"), other.url("/51")}
        held.free.set()
        return await first

    desk.work(timedelta(), work)
    assert len(desk.served()) == 3


# ------------------------------------------------------------------------------- stored vectors


def test_what_a_story_holds_is_embedded_once_however_often_items_are_judged_by_it(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    desk.follow("bridge", f'feeds = ["{publish(paper, *range(1, 6))}"]')
    desk.refresh()
    publish(paper, *range(1, 7))
    desk.fetch(HOUR)
    # The story's five articles as they are compared, and the new item.
    assert len(desk.room.embedder.embedded) == 6
    desk.refresh(HOUR)
    publish(paper, *range(1, 8))
    desk.fetch(HOUR)
    assert sum("7 weeks" in text for text in desk.room.embedder.embedded) == 1
    assert len(desk.room.embedder.embedded) == 2  # the sixth article, and the seventh item


def test_a_feed_over_the_limit_says_how_many_items_it_leaves_out(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    items = [Item(f"Recipe {n}", paper.url(f"/soup/{n}")) for n in range(5_000)]
    url = paper.feed("/long.rss", rss("The Echo", paper.url(), items))
    desk.follow("bridge", f'feeds = ["{url}"]')
    [source] = desk.fetch().sources
    assert (source.result, source.left_out) == ("2,000 items", 3_000)
    desk.fetch(HOUR)
    assert (desk.source(url).result, desk.source(url).left_out) == ("nothing new", 3_000)
