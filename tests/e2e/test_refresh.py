"""A person follows papers on localhost: what a refresh brings, and what it leaves alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.purge import purge, unpurge
from adapters.web.canonical import canonical
from tests.e2e.news_documents import Item, news_sitemap, rss
from tests.e2e.news_site import NewsSite
from tests.e2e.newsdesk_at_work import DAY, FIRST, HOUR, NewsdeskAtWork, newsdesk_at_work, told
from tests.e2e.newspapers import article_html

HOLT = (
    "The bridge can be saved if all 96 hangers are replaced, the city's engineer Maren Holt said."
)
MORE = "She expects the work to take seven months, and lorries stay banned until it is done."
NEVER_LONG = "Commuters queued for two hours at the Millgate crossing when the bridge was closed."
TITLE = "Engineer says bridge can be saved"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[NewsdeskAtWork]:
    with newsdesk_at_work(tmp_path / "desk") as desk:
        yield desk


@pytest.fixture
def paper() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


def publish(
    paper: NewsSite, path: str, *paragraphs: str, title: str = TITLE, outlet: str = ""
) -> str:
    return paper.page(path, article_html(outlet or "Ostwick Echo", title, FIRST, list(paragraphs)))


def feed(paper: NewsSite, *items: Item, path: str = "/news.rss") -> str:
    return paper.feed(path, rss("Ostwick Echo", paper.url(), items))


def one_article(desk: NewsdeskAtWork, paper: NewsSite, *, content: str = "") -> str:
    """The bridge story follows a feed with one article. Its address."""
    url = publish(paper, "/a", HOLT, MORE)
    source = feed(paper, Item(TITLE, url, HOLT, FIRST, content))
    desk.follow("bridge", f'feeds = ["{source}"]')
    return url


def requests(paper: NewsSite, since: int = 0) -> list[tuple[str, int]]:
    return [(seen.path, seen.status) for seen in paper.requests[since:]]


def test_a_new_article_arrives_with_its_title_source_date_and_words(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    report = desk.refresh()
    assert told(report) == [("new", TITLE, "")]
    assert [(one.result, one.kind, one.ok) for one in report.sources] == [("1 item", "RSS", True)]
    [article] = desk.served().values()
    assert (article.id, article.url, article.story) == (url, url, "bridge")
    assert (article.title, article.source, article.updated) == (TITLE, "Ostwick Echo", None)
    assert (article.published, article.text) == (FIRST, f"{HOLT}\n{MORE}")


def test_nothing_new_costs_conditional_requests_and_nothing_else(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    one_article(desk, paper)
    desk.refresh()
    before, seen = desk.room.generations(), len(paper.requests)
    report = desk.refresh(HOUR)
    assert (told(report), report.index) == ([], None)
    assert requests(paper, seen) == [("/news.rss", 304), ("/a", 304)]
    assert desk.room.embedder.embedded == []
    assert desk.room.generations() == before


def test_keywords_and_closeness_decide_and_a_changed_story_judges_anew(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    bridge = publish(paper, "/a", HOLT, MORE)
    ferry = publish(
        paper, "/b", "A ferry began to carry lorries on Saturday.", MORE, title="Ferry begins"
    )
    source = feed(paper, Item(TITLE, bridge), Item("Ferry begins", ferry))
    desk.follow("bridge", f'feeds = ["{source}"]')
    assert told(desk.fetch()) == [("new", TITLE, "")]
    assert [requests(paper)[n][0] for n in (1, 2)] == ["/news.rss", "/a"]
    assert desk.page(ferry).why == "no keyword of the story"

    desk.follow("bridge", f'feeds = ["{source}"]', keywords=("bridge", "ferry"))
    assert told(desk.fetch(HOUR)) == [("new", "Ferry begins", "")]
    assert set(desk.held()) == {bridge, ferry}
    # Judged once by what the story says now: the feed is asked for its changes again.
    seen = len(paper.requests)
    desk.fetch(HOUR)
    assert {status for _, status in requests(paper, seen)} == {304}


def test_what_dropped_out_of_its_feed_is_not_asked_about_for_ever(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    source = feed(paper, Item(TITLE, url), Item("Recipe of the day", paper.url("/recipe")))
    desk.fetch()
    feed(paper, Item(TITLE, url))
    desk.follow("bridge", f'feeds = ["{source}"]', keywords=("bridge", "soup"))
    desk.fetch(HOUR)
    seen = len(paper.requests)
    desk.fetch(HOUR)
    assert {status for _, status in requests(paper, seen)} == {304}


def test_a_changed_page_is_a_new_version_and_so_is_one_changed_back(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.refresh()
    first = desk.served()[url]
    publish(paper, "/a", HOLT.replace("96", "69"), MORE)
    assert told(desk.fetch(HOUR)) == [("changed", TITLE, "")]
    second = desk.held()[url]
    assert (second.updated, second.published) == (desk.now, first.published)
    assert "69 hangers" in second.text
    publish(paper, "/a", HOLT, MORE)
    report = desk.refresh(HOUR)
    third = desk.served()[url]
    assert (third.text, third.updated) == (first.text, desk.now)
    assert third.version not in (first.version, second.version)
    assert report.index is not None
    assert (report.index.embedded, report.index.changed) == (0, (url,))
    assert len(desk.room.catalog.history(url)) == 3


def test_a_change_of_boilerplate_alone_makes_no_version(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.fetch()
    before = desk.held()[url]
    publish(paper, "/a", HOLT, MORE, "Updated 3 March 2026 at 10:15")
    report = desk.fetch(HOUR)
    assert told(report) == []
    assert desk.held()[url] == before


def test_a_page_is_withdrawn_by_404_twice_a_day_apart_and_not_sooner(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.refresh()
    paper.remove("/a")
    assert told(desk.fetch(HOUR)) == [("failing", url, "HTTP 404")]
    assert told(desk.fetch(22 * HOUR)) == []
    assert url in desk.served()
    report = desk.refresh(2 * HOUR)
    assert told(report) == [("withdrawn", url, "HTTP 404 since 02 March 2026")]
    assert report.index is not None
    assert report.index.removed == (url,)
    assert desk.served() == {}


def test_a_page_that_is_there_in_between_is_not_withdrawn(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.fetch()
    paper.remove("/a", status=410)
    desk.fetch(HOUR)
    publish(paper, "/a", HOLT, MORE)  # the same words: 304
    desk.fetch(DAY)
    assert (desk.page(url).gone_since, desk.page(url).why) == (None, "")
    paper.remove("/a", status=410)
    assert told(desk.fetch(HOUR)) == [("failing", url, "HTTP 410")]
    assert url in desk.held()


def test_a_withdrawn_page_comes_back_where_its_feed_lists_it_again_and_it_is_there(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper, content=f"<p>{HOLT}</p><p>{MORE}</p>")
    desk.fetch()
    paper.remove("/a", status=410)
    desk.fetch(HOUR)
    desk.fetch(DAY)
    # The feed still carries its words: they are not taken from there.
    feed(paper, Item(TITLE, url, HOLT, FIRST, f"<p>{HOLT}</p>"), Item("Other", paper.url("/b")))
    assert told(desk.fetch(HOUR)) == []
    assert desk.held() == {}
    publish(paper, "/a", HOLT, MORE)
    feed(paper, Item(TITLE, url, HOLT, FIRST), Item("Another", paper.url("/c")))
    assert told(desk.fetch(HOUR)) == [("new", TITLE, "")]
    assert set(desk.held()) == {url}


def test_a_paywalled_and_an_empty_page_are_named_as_such(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    paid = publish(
        paper, "/paid", HOLT, "Subscribe to read the bridge story. To continue reading, log in."
    )
    empty = publish(paper, "/empty", "Bridge.", title="Bridge in pictures")
    source = feed(paper, Item(TITLE, paid), Item("Bridge in pictures", empty))
    desk.follow("bridge", f'feeds = ["{source}"]')
    report = desk.fetch()
    assert told(report) == [
        ("left out", paid, "behind a paywall"),
        ("left out", empty, "no article in the page"),
    ]
    seen = len(paper.requests)
    assert told(desk.fetch(HOUR)) == []
    assert requests(paper, seen) == [("/news.rss", 304)]


def test_the_feeds_words_are_used_until_the_page_can_be_had(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper, content=f"<p>{HOLT}</p><p>{MORE}</p>")
    paper.remove("/a", status=503)
    assert told(desk.fetch()) == [("new", TITLE, "HTTP 503 after 3 tries")]
    from_feed = desk.held()[url]
    assert (from_feed.text, from_feed.source) == (f"{HOLT}\n{MORE}", "Ostwick Echo")
    assert desk.page(url).from_feed
    # The page is not tried at once again, nor is its article lost while the feed says nothing.
    seen = len(paper.requests)
    desk.fetch(HOUR / 4, due_only=True)
    assert requests(paper, seen) == []
    publish(paper, "/a", HOLT, MORE, NEVER_LONG)
    assert told(desk.fetch(DAY)) == [("changed", TITLE, "")]
    from_page = desk.held()[url]
    assert (from_page.text, from_page.updated) == (f"{HOLT}\n{MORE}\n{NEVER_LONG}", None)
    assert (desk.page(url).from_feed, desk.page(url).why) == (False, "")


def test_a_feed_that_corrects_its_words_updates_an_article_that_is_quoted_from_it(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper, content=f"<p>{HOLT}</p><p>{MORE}</p>")
    publish(paper, "/a", HOLT, "To continue reading, log in.")
    desk.fetch()
    corrected = HOLT.replace("96", "69")
    feed(paper, Item(TITLE, url, HOLT, FIRST, f"<p>{corrected}</p><p>{MORE}</p>"))
    assert told(desk.fetch(HOUR)) == [("changed", TITLE, "behind a paywall")]
    assert (desk.held()[url].text, desk.held()[url].updated) == (
        f"{corrected}\n{MORE}",
        desk.now,
    )
    # A feed that turns to teasers takes nothing away.
    feed(paper, Item(TITLE, url, HOLT, FIRST), Item("Other", paper.url("/b")))
    assert told(desk.fetch(HOUR)) == []
    assert desk.held()[url].text == f"{corrected}\n{MORE}"


def test_an_outlets_copies_are_one_article_and_other_outlets_copies_stay(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = publish(paper, "/a", HOLT, MORE, NEVER_LONG)
    amp = article_html("Ostwick Echo", TITLE, FIRST, [HOLT, MORE, NEVER_LONG]).replace(
        "<title>", f'<link rel="canonical" href="{url}"><title>'
    )
    paper.page("/amp/a", amp)
    publish(paper, "/again", HOLT, MORE, NEVER_LONG, title="Bridge to be saved")
    wire = publish(paper, "/wire", HOLT, MORE, NEVER_LONG, outlet="The Wire")
    items = [
        Item(TITLE, f"{url}?utm_source=rss&utm_medium=feed"),
        Item(TITLE, paper.url("/amp/a")),
        Item("Bridge to be saved", paper.url("/again")),
        Item(TITLE, wire),
    ]
    desk.follow("bridge", f'feeds = ["{feed(paper, *items)}"]')
    assert told(desk.fetch()) == [
        ("new", TITLE, ""),
        ("copy", paper.url("/amp/a"), f"the same page as {url}"),
        ("copy", paper.url("/again"), f"the same text as {url}"),
        ("new", TITLE, ""),
    ]
    assert {id: one.source for id, one in desk.held().items()} == {
        url: "Ostwick Echo",
        wire: "The Wire",
    }
    assert canonical(f"{url}?utm_source=rss") == url


def test_what_one_story_leaves_out_another_may_take_later(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = publish(paper, "/a", HOLT, MORE)
    source = feed(paper, Item(TITLE, url))
    desk.follow("opera", f'feeds = ["{source}"]', keywords=("soprano",))
    desk.fetch()
    desk.follow("bridge", f'feeds = ["{source}"]')
    assert told(desk.fetch(HOUR)) == [("new", TITLE, "")]
    assert desk.held()[url].story == "bridge"


def test_purged_articles_and_stories_never_come_back_unless_the_purge_is_undone(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    amp = article_html("Ostwick Echo", TITLE, FIRST, [HOLT, MORE])
    paper.page("/amp", amp.replace("<title>", f'<link rel="canonical" href="{url}"><title>'))
    desk.refresh()
    purge(desk.room.data, desk.room.catalog, desk.now, articles=[url])
    feed(paper, Item(TITLE, url), Item(TITLE, paper.url("/amp")))
    for _ in range(2):
        assert told(desk.refresh(HOUR)) == []
        assert desk.served() == {}
        assert desk.room.catalog.history(url) == []
    assert desk.sources.pages("bridge") == {}
    unpurge(desk.room.catalog, articles=[url])
    feed(paper, Item(TITLE, url))
    assert told(desk.fetch(HOUR)) == [("new", TITLE, "")]
    purge(desk.room.data, desk.room.catalog, desk.now, story="bridge")
    seen = len(paper.requests)
    assert (desk.fetch(HOUR).sources, requests(paper, seen)) == ((), [])
    assert desk.sources.sources() == []


def test_a_page_that_the_story_names_is_asked_for_whatever_it_says(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = publish(paper, "/recipe", "Peel the potatoes and cut them in slices. " * 5, title="Soup")
    wall = publish(paper, "/wall", HOLT, "To continue reading, log in.")
    desk.follow("bridge", f'pages = ["{url}", "{wall}"]')
    report = desk.fetch(due_only=True)
    assert told(report) == [("new", "Soup", ""), ("left out", wall, "behind a paywall")]
    assert [(one.url, one.kind, one.result, one.ok) for one in report.sources] == [
        (url, "page", "held", True),
        (wall, "page", "behind a paywall", False),
    ]
    # A minute later nothing is due: nobody is asked, nothing is said.
    seen = len(paper.requests)
    report = desk.fetch(timedelta(minutes=1), due_only=True)
    assert (report.sources, report.pages, requests(paper, seen)) == ((), (), [])
    publish(paper, "/wall", HOLT, MORE)
    assert told(desk.fetch(DAY, due_only=True)) == [("new", TITLE, "")]


def test_a_page_that_stands_in_the_corpus_is_not_fetched_and_one_that_comes_to_is_held_once(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.follow("bridge", f'feeds = ["{paper.url("/news.rss")}"]', f'pages = ["{url}"]')
    desk.refresh()
    assert set(desk.served()) == {url}
    text = f"---\ntitle: Saved\nurl: {url}\nsource: Echo\npublished: 2026-03-02\n---\n\n{HOLT}\n"
    (desk.room.corpus / "bridge" / "saved.md").write_text(text)
    desk.room.reindex()
    assert set(desk.served()) == {"bridge/saved"}
    report = desk.refresh(HOUR)
    assert (report.index, set(desk.served())) == (None, {"bridge/saved"})
    (desk.room.corpus / "bridge" / "saved.md").unlink()
    desk.room.reindex()
    assert set(desk.served()) == {url}


def test_a_page_of_the_corpus_is_never_asked_for(desk: NewsdeskAtWork, paper: NewsSite) -> None:
    url = one_article(desk, paper)
    desk.follow("bridge", f'feeds = ["{paper.url("/news.rss")}"]', f'pages = ["{url}"]')
    text = f"---\ntitle: Saved\nurl: {url}\nsource: Echo\npublished: 2026-03-02\n---\n\n{HOLT}\n"
    (desk.room.corpus / "bridge" / "saved.md").write_text(text)
    desk.room.reindex()
    report = desk.fetch()
    assert [one.result for one in report.sources] == [
        "1 item",
        "stands in the corpus",
    ]
    assert [path for path, _ in requests(paper)] == ["/robots.txt", "/news.rss"]


def test_a_dry_run_judges_every_item_and_keeps_nothing(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    feed(paper, Item(TITLE, url, HOLT), Item("Soup", paper.url("/soup")))
    for _ in range(2):
        report = desk.fetch(dry_run=True)
        [source] = report.sources
        assert [(one.item.title, one.closeness.taken) for one in source.judged] == [
            (TITLE, True),
            ("Soup", False),
        ]
        assert report.pages == ()
    assert (desk.sources.sources(), desk.sources.pages("bridge")) == ([], {})
    assert [path for path, _ in requests(paper)] == ["/robots.txt", "/news.rss", "/news.rss"]


def test_a_news_sitemap_and_an_index_of_sitemaps_are_followed_part_by_part(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    def index(*paths: str) -> str:
        locs = "".join(f"<sitemap><loc>{paper.url(path)}</loc></sitemap>" for path in paths)
        ns = "http://www.sitemaps.org/schemas/sitemap/0.9"
        body = f'<sitemapindex xmlns="{ns}">{locs}</sitemapindex>'
        return paper.page("/index.xml", body, content_type="application/xml")

    url = publish(paper, "/a", HOLT, MORE)
    old = Item("An old bridge", paper.url("/old"), published=FIRST - 40 * DAY)
    items = [Item(TITLE, url, published=FIRST), old]
    paper.page("/m0.xml", news_sitemap("Echo", items), content_type="application/xml")
    paper.page("/m1.xml", news_sitemap("Echo", []), content_type="application/xml")
    desk.follow("bridge", f'feeds = ["{index("/m0.xml", "/m1.xml", "/none.xml")}"]')
    report = desk.fetch()
    assert told(report) == [("new", TITLE, "")]
    assert [(one.kind, one.result) for one in report.sources] == [
        ("sitemap", "an index of 3 sitemaps"),
        ("sitemap part", "1 item"),
        ("sitemap part", "0 items"),
    ]
    assert {source.url for source in desk.sources.sources()} == {
        *map(paper.url, ("/index.xml", "/m0.xml", "/m1.xml"))
    }
    # What moves into the middle of a long index is asked for no more.
    index("/1", "/2", "/3", "/4", "/5", "/m0.xml", "/6", "/7", "/8", "/9", "/m1.xml")
    desk.fetch(HOUR)
    assert {source.url for source in desk.sources.sources()} == {
        *map(paper.url, ("/index.xml", "/m1.xml"))
    }
    desk.follow("bridge", f'pages = ["{url}"]')
    desk.fetch(HOUR)
    assert [source.url for source in desk.sources.sources()] == [url]
    assert set(desk.held()) == {url}


# --------------------------------------------------------------- what its page shows instead

CONSENT = (
    "We and our 611 partners keep cookies on your device and read information from it. You may "
    "refuse your consent to the processing of your data, and change your choices at any time."
)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (
            article_html("Ostwick Echo", "Before you continue", FIRST, [CONSENT]),
            "it shows a consent wall",
        ),
        (
            "<html><title>Just a moment...</title><body><p>Verify you are human. The security of "
            "your connection is being checked.</p></body></html>",
            "it shows a bot check",
        ),
        (
            article_html("Ostwick Echo", "Page not found", FIRST, ["It may have been moved."]),
            "it shows “page not found”",
        ),
        (
            article_html(
                "Ostwick Echo",
                "Nettle soup",
                FIRST + DAY,
                [
                    "Boil the potatoes for twenty minutes, then add the nettles and some mustard.",
                    "Serve the soup with rye bread, and with an egg for everybody who wants one.",
                ],
            ),
            "it shows another article",
        ),
        (
            article_html("Ostwick Echo", TITLE, FIRST, [HOLT, "Log in to read the rest of it."]),
            "it shows only a part of the article",
        ),
        (
            article_html("Ostwick Echo", TITLE, FIRST, [HOLT, "To continue reading, log in."]),
            "behind a paywall",
        ),
    ],
)
def test_what_a_page_shows_in_place_of_its_article_never_replaces_it(
    desk: NewsdeskAtWork, paper: NewsSite, html: str, why: str
) -> None:
    url = publish(paper, "/a", HOLT, MORE, NEVER_LONG)
    desk.follow("bridge", f'feeds = ["{feed(paper, Item(TITLE, url, HOLT, FIRST))}"]')
    desk.fetch()
    before = desk.held()
    paper.page("/a", html)
    assert told(desk.fetch(HOUR)) == [("failing", url, why)]
    assert desk.held() == before
    since = desk.now
    assert [(one.url, one.unchecked_since) for one in desk.sources.unchecked()] == [(url, since)]
    assert told(desk.fetch(6 * DAY)) == []
    # After a week people hear of it, once; the wall's own ETag didn't hide that it is there.
    assert told(desk.fetch(DAY)) == [("unchecked", url, why)]
    assert told(desk.fetch(DAY)) == []
    assert desk.held() == before
    publish(paper, "/a", HOLT.replace("96", "69"), MORE, NEVER_LONG)
    assert told(desk.fetch(DAY)) == [("changed", TITLE, "")]
    assert desk.sources.unchecked() == []


def test_a_redirect_to_the_front_page_is_no_version_nor_a_move(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.fetch()
    before = desk.held()
    publish(paper, "/", HOLT, NEVER_LONG, title="Ostwick Echo")
    paper.redirect("/a", "/", 301)
    assert told(desk.fetch(HOUR)) == [("failing", url, "it shows its site's front page")]
    assert (desk.held(), desk.page(url).asked) == (before, url)


def test_a_moved_article_is_quoted_with_its_new_address_and_is_not_new_there(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.refresh()
    there = publish(paper, "/2026/bridge-saved", HOLT, MORE)
    paper.redirect("/a", there, 301)
    feed(paper, Item(TITLE, there, HOLT, FIRST))
    assert told(desk.fetch(HOUR)) == [
        ("moved", TITLE, ""),
        ("copy", there, f"the same text as {url}"),
    ]
    report = desk.refresh(HOUR)
    assert report.index is not None
    [article] = desk.served().values()
    assert (article.id, article.url, article.updated) == (url, there, None)
    publish(paper, "/2026/bridge-saved", HOLT.replace("96", "69"), MORE)
    assert told(desk.fetch(HOUR)) == [("changed", TITLE, "")]
    assert len(desk.held()) == 1


def test_an_article_that_moved_without_a_redirect_is_read_at_its_copys_address(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    url = one_article(desk, paper)
    desk.fetch()
    there = publish(paper, "/b", HOLT, MORE)
    feed(paper, Item(TITLE, there, HOLT, FIRST))
    assert told(desk.fetch(HOUR)) == [("copy", there, f"the same text as {url}")]
    paper.remove("/a", status=410)
    desk.fetch(HOUR)
    desk.fetch(HOUR)
    desk.fetch(2 * DAY)
    assert {id: one.url for id, one in desk.held().items()} == {url: there}


def test_the_same_outlet_that_tells_another_figure_under_a_new_address_is_not_hidden(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    toll = "Twelve people were hurt when the bridge's lift fell, the city's hospital said."
    more = "The death toll of the fall of the bridge's lift has risen to 34, the mayor said."
    first = publish(paper, "/12", toll, HOLT, MORE, NEVER_LONG, title="Bridge lift falls")
    later = publish(paper, "/34", more, HOLT, MORE, NEVER_LONG, title="Bridge lift: 34 dead")
    items = [Item("Bridge lift: 34 dead", later), Item("Bridge lift falls", first)]
    desk.follow("bridge", f'feeds = ["{feed(paper, *items)}"]')
    assert {what for what, _, _ in told(desk.fetch())} == {"new"}
    assert set(desk.held()) == {first, later}


def test_new_items_that_show_a_wall_or_all_the_same_hold_no_article_until_they_do(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    unknown = (
        "Kérjük, járuljon hozzá a sütik használatához, mielőtt továbblépne az oldalra. A "
        "részletek a tájékoztatóban olvashatók, a beállítások később is módosíthatók."
    )
    walls = {"/wall": CONSENT, "/x": unknown, "/y": unknown}
    for path, words in walls.items():
        publish(paper, path, words, title="Ostwick Echo")
    titles = ("Bridge ferry begins", "Bridge saved", "Bridge sold")
    items = [Item(t, paper.url(path)) for t, path in zip(titles, walls, strict=True)]
    desk.follow("bridge", f'feeds = ["{feed(paper, *items)}"]')
    alike = "it shows the same as other pages of its site"
    assert told(desk.fetch()) == [
        ("failing", paper.url("/wall"), "it shows a consent wall"),
        ("failing", paper.url("/x"), alike),
        ("failing", paper.url("/y"), alike),
    ]
    assert desk.held() == {}
    publish(paper, "/x", HOLT, MORE, title="Bridge saved")
    # The feed is as it was, and doesn't say again what was announced.
    assert told(desk.fetch(DAY)) == [
        ("failing", paper.url("/wall"), "it shows a consent wall"),
        ("new", "Bridge saved", ""),
        ("failing", paper.url("/y"), alike),
    ]


def test_a_liveblog_grows_keeps_what_falls_off_its_page_and_is_corrected(
    desk: NewsdeskAtWork, paper: NewsSite
) -> None:
    entries = [f"{9 + n:02}:10 Hanger number {n} of the bridge is looked at." for n in range(6)]
    url = publish(paper, "/live", *reversed(entries[:4]), title="Bridge live")
    desk.follow("bridge", f'feeds = ["{feed(paper, Item("Bridge live", url))}"]')
    desk.fetch()
    publish(paper, "/live", *reversed(entries[2:]), title="Bridge live")
    assert told(desk.fetch(HOUR)) == [("new entries", "Bridge live", "")]
    assert desk.held()[url].text.split("\n") == entries[::-1]
    mended = entries[5].replace("looked at", "looked at and cracked")
    publish(paper, "/live", mended, *reversed(entries[2:5]), title="Bridge live")
    assert told(desk.fetch(HOUR)) == [("changed", "Bridge live", "")]
    assert desk.held()[url].text.split("\n") == [mended, *entries[4::-1]]
