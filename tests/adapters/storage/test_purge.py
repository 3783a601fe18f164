"""What people meet who erase an article or a story, and who look whether it is really gone."""

import contextlib
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.storage.catalog_copies import copies_of, copy_aside
from adapters.storage.happenings import StoredHappenings
from adapters.storage.purge import PurgeReport, purge, purge_needles, traces, unpurge
from adapters.storage.reindex_plan import purge_key
from adapters.storage.retention import verify
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.storage.vector_store import VectorsError
from retrieval.articles import Article
from tests.adapters.storage.newsroom import START, Newsroom, found_articles
from tests.adapters.storage.test_reindex import FOUNDED, a_report

SECRET = "The witness, whose name the court withheld, spoke for two hours about the contract."
SHARED = "The port reopened in June after the wreck had been cleared."


def files(paths: list[Path]) -> set[str]:
    return {path.name for path in paths}


def test_a_purged_article_leaves_no_trace_and_does_not_come_back(newsroom: Newsroom) -> None:
    # Two versions of it, one of a length that SQLite spreads over pages, one sentence shared.
    long = " ".join(f"{SECRET} She said so {n} times." for n in range(200))
    newsroom.write("bridge/secret.md", f"{long} {SHARED}", title="What the witness said in court")
    newsroom.reindex()
    newsroom.write("bridge/secret.md", f"{SECRET} {SHARED}", title="What the witness said in court")
    newsroom.reindex()
    needles = purge_needles(newsroom.catalog, articles=["bridge/secret"])
    assert SHARED.encode() not in needles
    assert {SECRET.encode(), b"What the witness said in court"} <= set(needles)
    newsroom.catalog.close()  # SQLite moves its log into the database
    assert {"catalog.sqlite3", "data_level0.bin"} <= files(traces(newsroom.data, needles))
    before = newsroom.generations()

    report = purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["bridge/secret"])
    assert report == PurgeReport(
        articles=("bridge/secret",),
        versions=2,
        passages=report.passages,
        generation=newsroom.served,
        generations_removed=tuple(before),
        still_read=(),
    )
    assert report.passages > 20
    assert traces(newsroom.data, needles) == []
    assert newsroom.generations() == [newsroom.served]
    assert newsroom.served_articles() == FOUNDED
    assert verify(newsroom.data, newsroom.catalog) == []

    # Its file still stands in the corpus.
    for _ in range(2):
        assert newsroom.reindex() == a_report(newsroom, purged=("bridge/secret",))
    assert traces(newsroom.data, needles) == []
    assert unpurge(newsroom.catalog, articles=["bridge/secret"]) == 1
    lifted = newsroom.reindex(dry_run=True)
    assert (lifted.added, lifted.embedded, lifted.purged) == (("bridge/secret",), 1, ())


def test_a_purged_story_takes_everything_with_it_that_was_ever_in_it(newsroom: Newsroom) -> None:
    newsroom.write("nato/secret.md", SECRET, id="moved")
    newsroom.reindex()
    # Its present version stands in another story and stays.
    (newsroom.corpus / "nato" / "secret.md").unlink()
    newsroom.write("bridge/secret.md", SHARED, id="moved")
    newsroom.reindex()
    needles = purge_needles(newsroom.catalog, story="nato")
    assert SECRET.encode() in needles
    report = purge(newsroom.data, newsroom.catalog, newsroom.now, story="nato")
    assert (report.articles, report.versions) == (("moved", "nato/flag", "nato/vote"), 3)
    assert traces(newsroom.data, needles) == []
    assert [s.story.slug for s in newsroom.catalog.stories(newsroom.served)] == ["bridge"]

    newsroom.write("nato/later.md", "Something new in a purged story.")
    report_after = newsroom.reindex()
    assert report_after == a_report(newsroom, kept=4, purged=("nato",))
    assert unpurge(newsroom.catalog, story="nato") == 1
    assert newsroom.reindex().added == ("nato/flag", "nato/later", "nato/vote")
    assert "nato/later" in newsroom.served_articles()


FEED = "https://wire.example/bridge/feed.xml"


def fetched(newsroom: Newsroom, *articles: Article, named: Article) -> None:
    """The articles were found on the web, in the bridge's feed; one on a page that it names."""
    with (newsroom.corpus / "bridge" / "story.toml").open("a", encoding="utf-8") as story:
        story.write(f"feeds = [{FEED!r}]\npages = [{named.id!r}]\n")
    now = newsroom.now
    pages = [
        FetchedPage(
            *("bridge", one.id, one.id, FEED, State.HELD, now),
            article=one.id,
            version=one.version,
        )
        for one in articles
    ]
    found = [Source("bridge", url, url, now) for url in (FEED, named.id)]
    StoredSources(newsroom.catalog.database).save(found, pages, articles, now)
    newsroom.reindex()


def on_the_web(url: str, text: str, title: str) -> Article:
    return Article(url, "bridge", title, url, "The Wire", ("Ida Öst",), START, text)


WITNESS = on_the_web("https://wire.example/2026/witness", SECRET, "What the witness said in court")
REOPENS = on_the_web("https://wire.example/2026/port-reopens", SHARED, "The port reopens")


def told_of(newsroom: Newsroom, story: str = "bridge") -> set[str]:
    """The articles of a story that are remembered as having come in, or as revised."""
    happenings = StoredHappenings(newsroom.catalog.database)
    came = {one.article for one in happenings.arrivals(story, 0, 99)}
    return came | {one.article for one in happenings.revisions(0, 99) if one.story == story}


def test_a_purged_article_from_the_web_leaves_no_trace_of_where_it_was_found(
    newsroom: Newsroom,
) -> None:
    fetched(newsroom, WITNESS, REOPENS, named=REOPENS)
    sources = StoredSources(newsroom.catalog.database)
    corrected = replace(WITNESS, text=f"{SECRET} She was heard again.", updated=newsroom.now)
    page = sources.pages("bridge")[WITNESS.id]
    copy = FetchedPage(
        *("bridge", "https://paper.example/copy", "", FEED, State.COPY, newsroom.now),
        why=f"the same text as {WITNESS.id}",
    )
    sources.save((), [replace(page, version=corrected.version), copy], [corrected], newsroom.now)
    assert {WITNESS.id, REOPENS.id} <= told_of(newsroom)
    needles = purge_needles(newsroom.catalog, articles=[WITNESS.id])
    assert {SECRET.encode(), WITNESS.id.encode()} <= set(needles)
    # What stands in story.toml a person wrote: it is no trace of what was fetched.
    assert REOPENS.id.encode() not in purge_needles(newsroom.catalog, articles=[REOPENS.id])

    report = purge(newsroom.data, newsroom.catalog, newsroom.now, articles=[WITNESS.id])
    assert (report.articles, report.versions) == ((WITNESS.id,), 2)
    assert traces(newsroom.data, needles) == []
    assert set(sources.pages("bridge")) == {REOPENS.id}
    assert {source.url for source in sources.sources()} == {FEED, REOPENS.id}
    # It does not come back by itself, and nobody is told that it is gone.
    newsroom.reindex()
    assert newsroom.served_articles() == sorted([*FOUNDED, REOPENS.id])
    assert told_of(newsroom) == {REOPENS.id, *(id for id in FOUNDED if id.startswith("bridge/"))}


def test_a_purged_story_takes_along_its_sources_and_all_that_was_told_of_it(
    newsroom: Newsroom,
) -> None:
    fetched(newsroom, WITNESS, REOPENS, named=REOPENS)
    sources = StoredSources(newsroom.catalog.database)
    # One that was never held has no article to be known by.
    empty = FetchedPage(
        "bridge", "https://wire.example/empty", "", FEED, State.LEFT_OUT, newsroom.now
    )
    of_nato = Source("nato", FEED, FEED, newsroom.now)
    sources.save([of_nato], [empty], (), newsroom.now)
    needles = purge_needles(newsroom.catalog, story="bridge")
    assert {WITNESS.id.encode(), SECRET.encode()} <= set(needles)
    purge(newsroom.data, newsroom.catalog, newsroom.now, story="bridge")
    assert traces(newsroom.data, needles) == []
    assert (sources.pages("bridge"), sources.sources()) == ({}, [of_nato])
    assert told_of(newsroom) == set()
    assert told_of(newsroom, "nato") == {"nato/vote", "nato/flag"}


def test_purging_everything_leaves_an_empty_index_that_can_be_asked(newsroom: Newsroom) -> None:
    vote_and_flag = ["nato/vote", "nato/flag"]
    report = purge(
        newsroom.data, newsroom.catalog, newsroom.now, articles=vote_and_flag, story="bridge"
    )
    assert report.articles == tuple(FOUNDED)
    assert newsroom.served_articles() == []
    assert newsroom.catalog.counts() == {"versions": 0, "passages": 0, "embeddings": 0}


def test_purging_what_is_not_held_says_so_with_zeroes(newsroom: Newsroom) -> None:
    report = purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["bridge/nothing"])
    assert (report.articles, report.versions, report.passages) == ((), 0, 0)
    assert report.generations_removed == ()
    assert newsroom.served_articles() == FOUNDED


def test_a_purge_does_not_wait_for_a_long_question_and_serves_the_next_from_what_is_left(
    newsroom: Newsroom,
) -> None:
    with newsroom.serve(follow=True) as index, index.current() as held:
        # This question takes longer than any purge waits.
        report = purge(
            newsroom.data, newsroom.catalog, newsroom.now, articles=["nato/vote"], patience=3.0
        )
        assert report.still_read == (held.generation,) == report.generations_removed
        question = newsroom.embedder.embed_question("divers searched the cold river")
        # The files were removed under it. Chroma mostly goes on with what it has open, and says so
        # where it has to open one again.
        with contextlib.suppress(VectorsError):
            assert len(held.nearest(question, 10, None)) == 5
            assert len(held.nearest(question, 10, ["nato"])) == 2
            # Its words are gone all the same.
            assert "nato/vote" not in found_articles(held, newsroom.catalog)
        with index.current() as fresh:
            assert fresh.generation == newsroom.served
    assert newsroom.generations() == [newsroom.served]


class _Killed(BaseException):
    pass


def test_a_purge_that_was_killed_is_completed_by_running_it_again(newsroom: Newsroom) -> None:
    newsroom.catalog.close()
    shutil.copytree(newsroom.folder, newsroom.folder.with_name("whole"))
    for stop_at in ("merging", "removing"):
        room = Newsroom(newsroom.folder.with_name(stop_at.split()[0]))
        with closing(room):
            room.close()
            shutil.copytree(newsroom.folder.with_name("whole"), room.folder, dirs_exist_ok=True)
            needles = purge_needles(room.catalog, articles=["nato/vote"])

            def stop(step: str, done: int, of: int, stop_at: str = stop_at) -> None:
                if step == stop_at:
                    raise _Killed

            with pytest.raises(_Killed):
                purge(room.data, room.catalog, room.now, articles=["nato/vote"], progress=stop)
            assert len(room.served_articles()) in {4, 5}
            # Somebody reindexes before they notice: it must not come back.
            report = room.reindex()
            assert report.purged == ("nato/vote",)
            assert "nato/vote" not in room.served_articles()
            purge(room.data, room.catalog, room.now, articles=["nato/vote"])
            assert traces(room.data, needles) == []
            assert room.generations() == [room.served]
            assert "nato/vote" not in room.served_articles()
            assert verify(room.data, room.catalog) == []


def test_words_are_found_wherever_they_stand_in_a_file(tmp_path: Path) -> None:
    words = SECRET.encode()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for n in range(9):
        (tmp_path / f"at-{n}").write_bytes(b"x" * n + words)
    (tmp_path / "deep" / "er" / "across").write_bytes(b"\0" * ((8 << 20) - 30) + words)
    (tmp_path / "almost").write_bytes(words[:-1])
    (tmp_path / "short").write_bytes(b"x")
    (tmp_path / "empty").write_bytes(b"")
    found = files(traces(tmp_path, [b"Some other words, not there.", words]))
    assert found == {f"at-{n}" for n in range(9)} | {"across"}
    assert traces(tmp_path, []) == []


def test_only_a_digest_is_remembered_of_what_was_purged(newsroom: Newsroom) -> None:
    purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["nato/vote"])
    assert newsroom.catalog.erasure.purged() == {purge_key("article", "nato/vote"): newsroom.now}


def test_a_copy_from_before_an_upgrade_keeps_nothing_that_is_purged(newsroom: Newsroom) -> None:
    newsroom.write("bridge/secret.md", SECRET, title="What the witness said in court")
    newsroom.reindex()
    needles = purge_needles(newsroom.catalog, articles=["bridge/secret"])
    catalog = newsroom.data / "catalog.sqlite3"
    copy_aside(catalog, "0016")
    purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["bridge/secret"])
    assert copies_of(catalog) == []
    assert traces(newsroom.data, needles) == []
