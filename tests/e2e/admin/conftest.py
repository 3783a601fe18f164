"""A desk's page over a small corpus: an article of two versions, and a story that is limited."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from tests.chromium import CHROMIUM, Browser
from tests.e2e.admin.desk_client import TOKEN, DeskClient
from tests.e2e.command import ROOT, run_in
from tests.e2e.corpora import write_story
from tests.e2e.running import Running, free_port, running

CORRECTED = "us-japan-command/2024-10-08-jost-takes-over-at-yokota"
BEFORE, AFTER = "more than 2,700 flying hours", "more than 2,900 flying hours"
SECRET = "secret-story"


@dataclass(frozen=True)
class DeskRoom:
    """Corpus and data of a newsroom; `serve` is the service with the desk's page and no chat."""

    folder: Path

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def reindex(self) -> None:
        outcome = run_in(self.folder, self.data)("reindex")
        assert outcome.code == 0, outcome.err

    def settings(self, **more: Any) -> Settings:
        values: dict[str, Any] = {
            "data": self.data,
            "corpus": self.corpus,
            "admin_token": SecretStr(TOKEN),
            "admin_port": free_port(),
            # The service believes what a proxy says of who asks.
            "admin_url": "https://desk.example",
            "health_port": free_port(),
            "refresh_minutes": 0,
        }
        return Settings(**values | more)

    @contextmanager
    def serve(self, **more: Any) -> Iterator["Desk"]:
        settings = self.settings(**more)
        with running(settings) as service:
            yield Desk(f"http://127.0.0.1:{settings.admin_port}", service)


@dataclass
class Desk:
    """A page that is served; everybody signs in from an address of their own."""

    base: str
    service: Running
    people: int = 0

    def somebody(self) -> DeskClient:
        self.people += 1
        return DeskClient(self.base, address=f"10.0.{self.people // 250}.{self.people % 250 + 1}")

    def signed_in(self) -> DeskClient:
        return self.somebody().signed_in()


def made(folder: Path) -> DeskRoom:
    """Two stories of the corpus, and one that is limited."""
    room = DeskRoom(folder)
    for story in ("us-japan-command", "sweden-nato"):
        shutil.copytree(ROOT / "corpus" / story, room.corpus / story)
    write_story(room.corpus, SECRET, "The marmot is called Oskar.", ["slack:C0SECRET"])
    correct(room)
    return room


def correct(room: DeskRoom) -> None:
    """An article is indexed as it was read first, and as it was corrected since."""
    room.reindex()
    article = room.corpus / f"{CORRECTED}.md"
    text = article.read_text(encoding="utf-8")
    assert BEFORE in text
    article.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    room.reindex()


@pytest.fixture(scope="session")
def desk_room(tmp_path_factory: pytest.TempPathFactory, _models_loaded_once: None) -> DeskRoom:
    return made(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own_room(desk_room: DeskRoom, tmp_path: Path) -> DeskRoom:
    """One that a test may change."""
    shutil.copytree(desk_room.folder, tmp_path / "room", symlinks=True)
    return DeskRoom(tmp_path / "room")


@pytest.fixture(scope="session")
def desk(desk_room: DeskRoom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Shared: tests may ask there, and sign in and out."""
    folder = tmp_path_factory.mktemp("shared-desk") / "room"
    shutil.copytree(desk_room.folder, folder, symlinks=True)
    with DeskRoom(folder).serve() as served:
        yield served


@pytest.fixture
def somebody(desk: Desk) -> DeskClient:
    return desk.signed_in()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no `chromium` on PATH: apt-get install chromium")
    made = Browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.close()
