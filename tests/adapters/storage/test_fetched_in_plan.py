"""Articles that were fetched beside files of the corpus: what the next generation holds of them."""

from dataclasses import replace
from datetime import UTC, datetime

from adapters.storage.catalog import Catalog
from adapters.storage.fetched_articles import corpus_files, differing_pages, fetched_articles
from adapters.storage.reindex_plan import (
    CorpusState,
    Plan,
    Purged,
    fetched_path,
    is_fetched,
    plan,
    purge_key,
)
from adapters.storage.snapshots import EMPTY, Filed, Generation, Snapshot, SourceFile
from adapters.storage.sources import FetchedPage, State, StoredSources
from retrieval.articles import Article, Story
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.published import article, publish

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
URL = "https://echo.example/a"
NOTHING_PURGED = Purged(frozenset())
STORIES = {slug: Story(slug, slug.title(), "S.") for slug in ("bridge", "nato")}


def corpus(
    fetched: dict[str, Filed],
    *,
    files: dict[str, Article] | None = None,
    unreadable: frozenset[str] = frozenset(),
    stories: dict[str, Story] = STORIES,
) -> CorpusState:
    files = files or {}
    return CorpusState(
        stories={slug: story for slug, story in stories.items() if slug not in unreadable},
        files={path: SourceFile(path.partition("/")[0], "sha", 1) for path in files},
        read={path: (article,) for path, article in files.items()},
        unreadable=unreadable,
        fetched=fetched,
    )


def filed(version: str, story: str = "bridge") -> Filed:
    return Filed(version, fetched_path(story, URL))


def differences(found: Plan) -> tuple[tuple[str, ...], ...]:
    return found.added, found.changed, found.removed, found.kept


def test_a_fetched_article_comes_changes_stays_and_goes() -> None:
    first = plan(EMPTY, corpus({URL: filed("v1")}), None, NOTHING_PURGED)
    assert differences(first) == ((URL,), (), (), ())
    assert first.snapshot == Snapshot(STORIES, {}, {URL: filed("v1")})
    same = plan(first.snapshot, corpus({URL: filed("v1")}), None, NOTHING_PURGED)
    assert (differences(same), same.changes_nothing) == (((), (), (), (URL,)), True)
    second = plan(first.snapshot, corpus({URL: filed("v2")}), None, NOTHING_PURGED)
    assert differences(second) == ((), (URL,), (), ())
    third = plan(second.snapshot, corpus({}), None, NOTHING_PURGED)
    assert differences(third) == ((), (), (URL,), ())


def test_a_file_with_the_id_of_a_fetched_article_counts_before_it() -> None:
    file = Article(URL, "bridge", "Kept", URL, "The Echo", (), NOW, "Words.")
    state = corpus({URL: filed("v1")}, files={"bridge/kept.md": file})
    found = plan(EMPTY, state, None, NOTHING_PURGED)
    assert found.snapshot.articles == {URL: Filed(file.version, "bridge/kept.md")}


def test_another_storys_reindex_and_a_slip_in_story_toml_leave_it_as_it_is() -> None:
    last = Snapshot(STORIES, {}, {URL: filed("v1")})
    newer = {URL: filed("v2")}
    assert differences(plan(last, corpus(newer), "nato", NOTHING_PURGED)) == ((), (), (), (URL,))
    broken = corpus(newer, unreadable=frozenset({"bridge"}))
    assert differences(plan(last, broken, None, NOTHING_PURGED)) == ((), (), (), (URL,))


def test_it_goes_with_its_story_and_stays_out_where_it_was_purged() -> None:
    last = Snapshot(STORIES, {}, {URL: filed("v1")})
    only = {"nato": STORIES["nato"]}
    gone = plan(last, corpus({URL: filed("v1")}, stories=only), None, NOTHING_PURGED)
    assert differences(gone) == ((), (), (URL,), ())
    for key in (purge_key("article", URL), purge_key("story", "bridge")):
        purged = plan(last, corpus({URL: filed("v2")}), None, Purged(frozenset({key})))
        assert differences(purged) == ((), (), (URL,), ())


def test_an_address_is_no_path_of_a_file() -> None:
    assert is_fetched(fetched_path("bridge", URL))
    assert not is_fetched("bridge/2024-07-28:http.md")


def test_a_page_that_is_kept_as_a_file_too_is_not_held_twice(newsroom: Newsroom) -> None:
    # Whatever the file calls itself: its address tells.
    urls = ["https://ship.example/", "https://elsewhere.example/"]
    articles = [Article(url, "bridge", "T", url, "W", (), NOW, "Words.") for url in urls]
    pages = [
        FetchedPage("bridge", a.url, a.url, a.url, State.HELD, NOW, article=a.id, version=a.version)
        for a in articles
    ]
    StoredSources(newsroom.catalog.database).save([], pages, articles, NOW)
    current = newsroom.catalog.current()
    assert current

    def stands(path: str) -> bool:
        return True

    def is_gone(path: str) -> bool:
        return False

    other = Filed(articles[1].version, fetched_path("bridge", urls[1]))
    assert fetched_articles(newsroom.catalog, current, stands) == {urls[1]: other}
    assert set(fetched_articles(newsroom.catalog, current, is_gone)) == set(urls)
    read = {"bridge/saved.md": articles[1:]}
    assert fetched_articles(newsroom.catalog, current, stands, read) == {}
    # As a file of another story it is that story's.
    elsewhere = {"nato/saved.md": articles[1:]}
    assert set(fetched_articles(newsroom.catalog, current, stands, elsewhere)) == {urls[1]}


def test_the_database_finds_the_pages_of_which_something_else_is_served(catalog: Catalog) -> None:
    same, newer, left, new, alien = (
        Article(f"https://echo.example/{n}", "bridge", n, "", "E", (), NOW, f"Words of {n}.")
        for n in ("same", "newer", "left", "new", "alien")
    )
    kept = article("kept", "A file of the corpus.")
    held = {
        one.id: Filed(one.version, fetched_path("bridge", one.id)) for one in (same, newer, left)
    }
    catalog.add_versions([(one, []) for one in (same, newer, left, kept)], NOW)
    generation = Generation("20260304-000001-000000", NOW, "m", 4, 0)
    everything = held | {kept.id: Filed(kept.version, "bridge/kept.md")}
    publish(catalog, generation, Snapshot(STORIES, {}, everything))
    pages = [
        FetchedPage(*(a.story, a.id, a.id, "", State.HELD, NOW), article=a.id, version=a.version)
        for a in (same, replace(newer, text="Better words."), new, replace(alien, story="strike"))
    ]
    versions = [same, replace(newer, text="Better words."), new, replace(alien, story="strike")]
    StoredSources(catalog.database).save([], pages, versions, NOW)
    assert differing_pages(catalog, generation.id, STORIES) == {newer.id, left.id, new.id}
    assert differing_pages(catalog, generation.id, {"nato"}) == set()
    ids = {same.id, new.id}
    found = fetched_articles(catalog, generation, lambda path: True, ids=ids)
    assert found == {
        same.id: held[same.id],
        new.id: Filed(new.version, fetched_path("bridge", new.id)),
    }
    assert [path for _, path, _ in corpus_files(catalog, generation.id)] == ["bridge/kept.md"]
