"""What is remembered of sources and pages, on either database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.catalog import Catalog
from adapters.storage.database import CatalogError
from adapters.storage.reindex_plan import purge_key
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.web.robots_files import RobotsFile
from retrieval.articles import Article

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
FEED = Source("bridge", "https://echo.example/rss", "https://echo.example/feed", NOW, "RSS")
URL = "https://echo.example/a"
ARTICLE = Article(URL, "bridge", "Closed", URL, "The Echo", (), NOW, "The bridge is closed.")
PAGE = FetchedPage(
    story="bridge",
    url=URL,
    asked=URL,
    source=FEED.url,
    state=State.HELD,
    found=NOW,
    article=URL,
    version=ARTICLE.version,
    checked=NOW,
    gone_since=NOW,
    due=NOW + timedelta(hours=1),
)
LEFT = FetchedPage("bridge", URL + "b", URL + "b", FEED.url, State.LEFT_OUT, NOW, "no keyword", "x")


@pytest.fixture
def stored(catalog: Catalog) -> StoredSources:
    return StoredSources(catalog.database)


def test_sources_and_pages_are_given_back_as_they_were_kept(stored: StoredSources) -> None:
    failing = replace(FEED, failing_since=NOW, failures=3, result="HTTP 500", checked=NOW)
    other = replace(FEED, story="other")
    stored.save([FEED, other], [PAGE, LEFT], [ARTICLE], NOW)
    stored.save([failing], [], [], NOW)
    assert stored.sources() == [failing, other]
    assert stored.sources("bridge") == [failing]
    assert stored.pages("bridge") == {URL: PAGE, LEFT.url: LEFT}
    assert stored.pages("other") == {}
    assert stored.held() == {URL: ("bridge", ARTICLE.version)}


def test_a_page_belongs_to_a_story_by_both_its_addresses_unless_it_was_left_out(
    stored: StoredSources,
) -> None:
    amp = replace(PAGE, url=URL + "/amp")
    stored.save([], [amp, LEFT], [ARTICLE], NOW)
    assert stored.claims() == [("bridge", amp.url, URL), ("bridge", amp.asked, "")]


def test_all_of_a_step_is_kept_or_nothing(stored: StoredSources) -> None:
    lost = replace(PAGE, version="no such version")
    with pytest.raises(CatalogError):
        stored.save([FEED], [PAGE, replace(lost, url=URL + "c")], [ARTICLE], NOW)
    assert (stored.sources(), stored.pages("bridge"), stored.held()) == ([], {}, {})


def test_what_was_purged_while_it_was_asked_for_is_not_kept(
    stored: StoredSources, catalog: Catalog
) -> None:
    kept = replace(ARTICLE, id=URL + "c", url=URL + "c")
    page = replace(PAGE, url=kept.url, article=kept.id, version=kept.version)
    catalog.erasure.mark_purged([purge_key("article", URL), purge_key("story", "secret")], NOW)
    amp = replace(PAGE, url=URL + "/amp")
    secret = replace(FEED, story="secret")
    stored.save([FEED, secret], [PAGE, amp, page], [ARTICLE, kept], NOW)
    assert stored.sources() == [FEED]
    assert stored.pages("bridge") == {kept.url: page}
    assert catalog.history(URL) == []


def test_a_source_is_forgotten_for_its_story_alone(stored: StoredSources) -> None:
    other = replace(FEED, story="other")
    stored.save([FEED, other], [], [], NOW)
    stored.forget_sources("bridge", [FEED.url, "https://unknown.example/"])
    assert stored.sources() == [other]


def test_robots_files_are_kept_by_site_and_replaced(stored: StoredSources) -> None:
    first = RobotsFile("User-agent: *\nDisallow: /", '"1"', "then", NOW)
    second = RobotsFile("", "", "", NOW + timedelta(days=1))
    assert stored.robots("https://echo.example") is None
    for file in (first, second):
        stored.keep_robots("https://echo.example", file)
        assert stored.robots("https://echo.example") == file
    assert stored.robots("http://echo.example") is None
