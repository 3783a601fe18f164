"""Two machines on one PostgreSQL: one of them asks the papers, and where it dies the other does."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.assembly import catalog_of
from adapters.refresh import loop
from adapters.refresh.loop import watch
from adapters.refresh.reports import RefreshReport
from adapters.settings import Settings
from adapters.storage import builder_lock
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.leases import leased
from retrieval.errors import PullquoteError
from tests.e2e.command import start
from tests.e2e.news_faults import slow
from tests.e2e.news_site import NewsSite
from tests.e2e.newsdesk_at_work import told
from tests.e2e.test_refresh_faults import ENVIRON, publish, until
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer


@pytest.fixture
def paper() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


@pytest.fixture
def settings(postgres: PostgresServer, tmp_path: Path, paper: NewsSite) -> Iterator[Settings]:
    """A story that follows a paper, on a catalog in PostgreSQL."""
    story = tmp_path / "corpus" / "bridge" / "story.toml"
    story.parent.mkdir(parents=True)
    story.write_text(
        'title = "The harbour bridge is closed"\nsummary = "Cracked hangers."\n'
        f'closeness = 0\nfeeds = ["{publish(paper, 3)}"]\n'
    )
    with postgres.database() as name:
        yield Settings(
            data=tmp_path / "data",
            corpus=tmp_path / "corpus",
            database=SecretStr(postgres.url(name)),
            allowed_networks="127.0.0.0/8",
            host_pause=0.0,
        )


def test_where_the_refresher_is_killed_another_machine_goes_on_and_nothing_comes_twice(
    settings: Settings, paper: NewsSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_TRIED_EVERY", timedelta(milliseconds=50))
    paper.fail("/2", slow(PATIENCE), times=1)
    heard: list[RefreshReport | PullquoteError] = []
    assert settings.database
    environ = ENVIRON | {"PULLQUOTE_DATABASE": settings.database.get_secret_value()}
    with closing(catalog_of(settings)) as catalog:
        beats = Heartbeats(catalog.database)

        def other() -> None:
            asyncio.run(watch(settings, catalog, None, heard.append, lambda: not heard))

        with start(tmp_path, settings.data, "refresh", "--watch", **environ) as first:
            until(lambda: paper.asked("/2"))
            other_machine = threading.Thread(target=other)
            other_machine.start()
            until(lambda: is_said_to_refresh(beats))
            assert len(paper.asked("/news.rss")) == 1
            first.kill()
        with catalog.database.writing() as connection:
            connection.exec_driver_sql("UPDATE leases SET until = 0")  # half a minute later
        other_machine.join(PATIENCE)
        [report] = heard
        assert isinstance(report, RefreshReport)
        assert [what for what, _, _ in told(report)] == ["new"] * 3
        current = catalog.current()
        assert current
        articles = [id for id, _ in catalog.article_keys(current.id)]
        assert sorted(articles) == [paper.url(f"/{n}") for n in (1, 2, 3)]
        assert [len(catalog.history(id)) for id in articles] == [1, 1, 1]


def test_a_refresher_that_stood_still_leaves_the_stories_to_the_one_that_came_after_it(
    settings: Settings, paper: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_TRIED_EVERY", timedelta(milliseconds=50))
    # It looks more often than every 5 s whether it still has its turn.
    monkeypatch.setattr(builder_lock, "leased", partial(leased, seconds=1.0))
    paper.fail("/2", slow(PATIENCE), times=1)
    heard: list[RefreshReport | PullquoteError] = []
    over = threading.Event()
    with closing(catalog_of(settings)) as catalog:
        beats = Heartbeats(catalog.database)

        def this() -> None:
            asyncio.run(watch(settings, catalog, None, heard.append, lambda: not over.is_set()))

        watching = threading.Thread(target=this)
        watching.start()
        until(lambda: paper.asked("/2"))
        with catalog.database.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE leases SET token = token + 1, holder = 'another', until = 9e15"
            )
        until(lambda: is_said_to_refresh(beats))
        over.set()
        watching.join(PATIENCE)
        assert heard == []
        assert catalog.current() is None


def is_said_to_refresh(beats: Heartbeats) -> bool:
    heard = beats.heartbeat()
    return heard is not None and "is refreshing the stories of this catalog" in heard.fault
