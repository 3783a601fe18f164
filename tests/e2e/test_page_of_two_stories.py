"""A page that belongs to two stories is each one's own: found, told, changed and erased."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from adapters.cli.articles import known_article
from adapters.cli.diff import versions_of
from adapters.storage.happenings import StoredHappenings
from adapters.storage.purge import purge, purge_needles, traces
from adapters.storage.sources import State
from retrieval.search import Search
from tests.e2e.news_documents import Item, rss
from tests.e2e.news_site import NewsSite
from tests.e2e.newsdesk_at_work import DAY, FIRST, HOUR, NewsdeskAtWork, newsdesk_at_work, told
from tests.e2e.newspapers import article_html

TITLE = "Dockers and bridge workers strike together"
WORDS = "The dockers of Ostwick and the 214 workers at the harbour bridge went on strike on Monday."
MORE = "Their unions want nine crowns an hour more, and talks with the port begin on Thursday."
ASKED = "how many workers at the harbour bridge went on strike?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NewsdeskAtWork]:
    with newsdesk_at_work(tmp_path / "desk") as desk:
        yield desk


@pytest.fixture
def paper() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


def publish(paper: NewsSite, *paragraphs: str, path: str = "/a") -> str:
    html = article_html("Ostwick Echo", TITLE, FIRST, list(paragraphs or (WORDS, MORE)))
    return paper.page(path, html)


def two_stories(desk: NewsdeskAtWork, paper: NewsSite) -> tuple[str, str, str]:
    """The page's address and its ids in the stories "bridge" and "port", whichever came first."""
    url = publish(paper)
    feed = paper.feed("/news.rss", rss("Ostwick Echo", paper.url(), [Item(TITLE, url)]))
    desk.follow("bridge", f'feeds = ["{feed}"]')
    desk.follow("port", f'feeds = ["{feed}"]', keywords=("dockers",))
    desk.refresh()
    ids = {article.story: id for id, article in desk.served().items()}
    assert sorted(ids) == ["bridge", "port"]
    return url, ids["bridge"], ids["port"]


def quoted(
    desk: NewsdeskAtWork, stories: Collection[str] | None = None
) -> list[tuple[str, str, int]]:
    """(story, text, how many copies) of each quote, as a person would get it."""
    search = Search(desk.room.embedder, desk.room.catalog)
    with desk.room.serve() as index, index.current() as generation:
        found = search.find(ASKED, generation, stories=stories)
    return [(one.article.story, one.text, len(one.also_in)) for one in found.quotes]


def test_each_story_finds_it_and_all_together_show_it_once(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url, bridge, port = two_stories(desk, paper)
    assert {bridge, port} in ({url, f"port/{url}"}, {url, f"bridge/{url}"})
    assert [seen.path for seen in paper.requests] == ["/robots.txt", "/news.rss", "/a"]
    for story in ("bridge", "port"):
        assert [(of, text) for of, text, _ in quoted(desk, [story])] == [(story, WORDS)]
    [(_, text, copies)] = quoted(desk)
    assert (text, copies) == (WORDS, 0)
    current = desk.room.catalog.current()
    assert current
    newest = desk.room.catalog.newest(current.id, ["bridge", "port"], 5)
    assert [article.url for article in newest] == [url]
    assert {
        listing.story.slug: listing.articles for listing in desk.room.catalog.stories(current.id)
    } == {"bridge": 1, "port": 1}


def test_each_story_hears_of_it_and_of_its_changes(desk: NewsdeskAtWork, paper: NewsSite) -> None:
    url, bridge, port = two_stories(desk, paper)
    happenings = StoredHappenings(desk.room.catalog.database)
    for story, id in (("bridge", bridge), ("port", port)):
        assert [one.article for one in happenings.arrivals(story, 0, 99)] == [id]
    publish(paper, WORDS.replace("214", "241"), MORE)
    seen = len(paper.requests)
    assert [what for what, _, _ in told(desk.refresh(HOUR))] == ["changed", "changed"]
    assert [one.path for one in paper.requests[seen:]] == ["/news.rss", "/a"]
    assert {(one.story, one.article) for one in happenings.revisions(0, 99)} == {
        ("bridge", bridge),
        ("port", port),
    }
    assert {id for id, one in desk.served().items() if "241" in one.text} == {bridge, port}
    # By its address a person sees one article's versions, not both stories' in turns.
    current = desk.room.catalog.current()
    assert current
    assert known_article(desk.room.catalog, current.id, url).article.id == url
    assert len(versions_of(desk.room.catalog, current.id, url)) == 2
    paper.remove("/a", status=410)
    desk.refresh(HOUR)
    desk.refresh(DAY + HOUR)
    assert desk.served() == {}
    assert len(happenings.revisions(0, 99)) == 4


def test_a_purged_page_goes_from_both_stories_and_stays_away(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url, bridge, port = two_stories(desk, paper)
    needles = purge_needles(desk.room.catalog, articles=[url])
    done = purge(desk.room.data, desk.room.catalog, desk.now, articles=[url])
    assert done.articles == tuple(sorted((bridge, port)))
    assert traces(desk.room.data, needles) == []
    paper.feed("/news.rss", rss("Echo", paper.url(), [Item(TITLE, url), Item("Soup", url + "b")]))
    assert told(desk.refresh(HOUR)) == []
    assert (desk.served(), desk.held()) == ({}, {})


@pytest.mark.parametrize("gone", ["bridge", "port"])
def test_a_purged_story_takes_nothing_from_the_other(
    desk: NewsdeskAtWork, paper: NewsSite, gone: str
) -> None:
    url, bridge, port = two_stories(desk, paper)
    stays, id = ("port", port) if gone == "bridge" else ("bridge", bridge)
    purge(desk.room.data, desk.room.catalog, desk.now, story=gone)
    assert set(desk.served()) == {id}
    assert desk.sources.pages(stays)[url].state is State.HELD
    assert told(desk.refresh(2 * HOUR)) == []
    assert set(desk.served()) == {id}
    assert [one.story for one in desk.sources.sources()] == [stays]


def test_a_page_that_is_purged_in_one_story_alone_stays_in_the_other(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url, *ids = two_stories(desk, paper)
    [second] = set(ids) - {url}
    purge(desk.room.data, desk.room.catalog, desk.now, articles=[second])
    paper.feed("/news.rss", rss("Echo", paper.url(), [Item(TITLE, url), Item("Soup", url + "b")]))
    assert told(desk.refresh(HOUR)) == []
    assert set(desk.served()) == {url}


def test_a_story_that_comes_later_takes_what_another_holds(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = publish(paper)
    feed = paper.feed("/news.rss", rss("Ostwick Echo", paper.url(), [Item(TITLE, url)]))
    desk.follow("bridge", f'feeds = ["{feed}"]')
    desk.refresh()
    desk.follow("port", f'pages = ["{url}"]')
    report = desk.refresh(HOUR)
    assert [(page.story, page.what) for page in report.pages] == [("port", "new")]
    assert report.index is not None
    assert report.index.embedded == 0
    assert {id: one.story for id, one in desk.served().items()} == {
        url: "bridge",
        f"port/{url}": "port",
    }
    assert [one.result for one in report.sources if one.kind == "page"] == ["held"]


def test_a_page_that_somebody_keeps_as_a_file_of_one_story_is_fetched_for_the_other(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = publish(paper)
    feed = paper.feed("/news.rss", rss("Ostwick Echo", paper.url(), [Item(TITLE, url)]))
    desk.follow("bridge", f'feeds = ["{feed}"]')
    text = f"---\ntitle: Saved\nurl: {url}\nsource: Echo\npublished: 2026-03-02\n---\n\n{WORDS}\n"
    (desk.room.corpus / "bridge" / "saved.md").write_text(text)
    desk.room.reindex()
    desk.follow("port", f'feeds = ["{feed}"]')
    assert [(page.story, page.what) for page in desk.refresh().pages] == [("port", "new")]
    assert {id: one.story for id, one in desk.served().items()} == {
        "bridge/saved": "bridge",
        url: "port",
    }
