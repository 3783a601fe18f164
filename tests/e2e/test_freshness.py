"""In the terminal a person sees how fresh a story is, and what keeps it from being so."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.sources import StoredSources
from bot.freshness_wording import at
from tests.e2e.command import Run, run_in
from tests.e2e.news_documents import Item, rss
from tests.e2e.news_faults import status
from tests.e2e.news_site import NewsSite
from tests.e2e.newspapers import BEGIN, DAYS, STORY, STORY_TOML, article_html

TITLE, LEAD = DAYS[0][0], DAYS[0][1]
QUESTION = "how many vehicles does the bridge carry?"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        site.page("/a", article_html("Ostwick Echo", TITLE, BEGIN, [LEAD]))
        site.feed("/news.rss", rss("Ostwick Echo", site.url(), [Item(TITLE, site.url("/a"), LEAD)]))
        yield site


@pytest.fixture
def run(tmp_path: Path, shipped: Path, site: NewsSite) -> Run:
    """`pullquote` where a story tracks the site's feed."""
    (tmp_path / "data").mkdir()
    story = tmp_path / "corpus" / STORY / "story.toml"
    story.parent.mkdir(parents=True)
    story.write_text(f'{STORY_TOML}feeds = ["{site.url("/news.rss")}"]\n')
    return run_in(
        tmp_path,
        tmp_path / "data",
        PULLQUOTE_ALLOWED_NETWORKS="127.0.0.0/8",
        PULLQUOTE_HOST_PAUSE="0",
    )


def test_replies_lists_and_the_doctor_say_how_fresh_a_story_is(
    run: Run, site: NewsSite, tmp_path: Path
) -> None:
    def doctor() -> list[bool]:
        return [one["good"] for one in run("doctor", "--json").json if one["part"] == "refresher"]

    assert doctor() == [False]
    before = datetime.now(UTC)
    assert run("refresh").code == 0
    assert doctor() == [True]
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        sources = StoredSources(catalog.database)
        [source] = sources.sources()
        assert source.succeeded is not None
        assert before <= source.succeeded <= datetime.now(UTC)
        checked = at(source.succeeded)
        for asked in (("ask", QUESTION), ("ask", "who wrote the opera Aida?")):
            assert run(*asked).out.rstrip().endswith(f"Last checked {checked}")
            shown = run(*asked, "--json").json
            assert (shown["checked"], shown["stale"]) == (source.succeeded.isoformat(), False)
        assert f"Last checked {checked}" in run("story", STORY).out
        assert checked in run("stories").out
        [story] = run("stories", "--json").json
        assert (story["checked"], story["stale"]) == (source.succeeded.isoformat(), False)
        assert f"{STORY}  checked {checked}" in run("sources").out

        site.fail("/news.rss", status(503), times=None)
        old = source.succeeded - timedelta(days=9)
        sources.save([replace(source, succeeded=old)], (), (), old)
        assert run("refresh", "--all").code == 1
        said = f"Not checked since {at(old)}: what is newer isn't known here."
        assert run("ask", QUESTION).out.rstrip().endswith(said)
        assert run("ask", QUESTION, "--json").json["stale"] is True
        assert said in run("story", STORY).out
        assert at(old) in run("stories").out
        listed = run("sources")
        assert listed.code == 1
        assert f"{STORY}  not checked since {at(old)}" in listed.out
        assert [one["stale"] for one in run("sources", "--json").json] == [True]
