"""The refresher beside the chats is started again where it ends, and it is noted why it did."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.service import refresher_process as keeping
from adapters.service.refresher_process import refresher_process
from adapters.settings import Settings
from adapters.storage.catalog import open_catalog
from adapters.storage.heartbeats import Heartbeats
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
# Instead of a refresh: it notes that it was started.
ENDS = "import os, sys; print('+', file=open(sys.argv[1], 'a')); os._exit(3)"
HANGS = "import sys, time; print('+', file=open(sys.argv[1], 'a')); time.sleep(600)"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "corpus" / "weir"
    folder.mkdir(parents=True)
    (folder / "story.toml").write_text(
        'title = "The weir"\nsummary = "It is open."\nfeeds = ["https://tarn.example/rss"]\n'
    )
    return Settings(data=tmp_path / "data", corpus=tmp_path / "corpus")


@pytest.fixture
def beats(settings: Settings) -> Iterator[Heartbeats]:
    with closing(open_catalog(None, settings.data)) as catalog:
        yield Heartbeats(catalog.database)


def kept(
    settings: Settings, beats: Heartbeats, started: Path, times: int
) -> list[dict[str, object]]:
    """What is logged until it has been started so often."""

    async def until_started() -> None:
        async with refresher_process(settings, beats, lambda: NOW):
            while not started.exists() or len(started.read_text().split()) < times:
                await asyncio.sleep(0.02)

    with capture_logs() as logs:
        asyncio.run(asyncio.wait_for(until_started(), PATIENCE))
    return [dict(one) for one in logs if one["event"] == "refresh_ended"]


def test_one_that_ends_is_started_again_after_pauses_that_grow(
    settings: Settings, beats: Heartbeats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    monkeypatch.setattr(keeping, "_COMMAND", ("-c", ENDS, str(started)))
    monkeypatch.setattr(keeping, "_FIRST_PAUSE", 0.01)
    logs = kept(settings, beats, started, 4)
    assert [(one["why"], one["again_seconds"]) for one in logs[:3]] == [
        ("its process ended with code 3", 0.01),
        ("its process ended with code 3", 0.02),
        ("its process ended with code 3", 0.04),
    ]
    heard = beats.heartbeat()
    assert heard is not None
    assert heard.fault == "its process ended with code 3"


def test_one_that_gives_no_sign_of_life_is_ended_and_started_again(
    settings: Settings, beats: Heartbeats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    monkeypatch.setattr(keeping, "_COMMAND", ("-c", HANGS, str(started)))
    for name, value in {
        "_FIRST_PAUSE": 0.01,
        "_LOOKED_EVERY": 0.1,
        "_HUNG_SECONDS": 4.0,
        "_PATIENCE_SECONDS": 5.0,
    }.items():
        monkeypatch.setattr(keeping, name, value)
    logs = kept(settings, beats, started, 2)
    assert "its process hung" in str(logs[0]["why"])


def test_where_another_machine_refreshes_none_is_started_here(
    settings: Settings, beats: Heartbeats
) -> None:
    async def beside() -> set[asyncio.Task[Any]]:
        elsewhere = settings.model_copy(update={"refresher": "elsewhere"})
        async with refresher_process(elsewhere, beats, lambda: NOW):
            return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}

    assert asyncio.run(beside()) == set()
