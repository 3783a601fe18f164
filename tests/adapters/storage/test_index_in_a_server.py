"""An index whose vectors are in a Chroma server: changed, killed, away, meddled with."""

import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest

from adapters.storage.builder_lock import BuildFailed
from adapters.storage.catalog_identity import identity_of
from adapters.storage.chroma_connection import ChromaAddress
from adapters.storage.chroma_server import ChromaServer
from adapters.storage.retention import rollback, verify
from adapters.storage.segments import IndexUnreadable
from adapters.storage.vector_store import VectorsAway, VectorsError
from tests.adapters.storage.newsroom import Newsroom, WordEmbedder
from tests.adapters.storage.test_reindex import FOUNDED
from tests.chroma_run import ChromaRun

_PLACE = "/api/v2/tenants/default_tenant/databases/default_database"
CRANE = "bridge/crane"


def _kept_in(newsroom: Newsroom, run: ChromaRun, patience: float = 20.0) -> ChromaServer:
    newsroom.store = ChromaServer.at(
        ChromaAddress(run.url), "pullquote", identity_of(newsroom.catalog.database), patience
    )
    return newsroom.store


@pytest.fixture
def room(newsroom: Newsroom, chroma: ChromaRun) -> Newsroom:
    """Indexed in the server that all tests share."""
    _kept_in(newsroom, chroma)
    newsroom.reindex()
    return newsroom


@pytest.fixture
def own(newsroom: Newsroom, mortal: ChromaRun) -> Newsroom:
    """Indexed in a server that may be killed."""
    _kept_in(newsroom, mortal)
    newsroom.reindex()
    return newsroom


def _collections(run: ChromaRun) -> list[str]:
    """What anybody who asks the server sees."""
    found = httpx.get(f"{run.url}{_PLACE}/collections", trust_env=False).json()
    return sorted(each["name"] for each in found)


def _short(newsroom: Newsroom, run: ChromaRun) -> None:
    """It is not waited for."""
    _kept_in(newsroom, run, patience=0.1)


def test_an_index_that_was_in_the_folder_moves_to_the_server_without_embedding(
    newsroom: Newsroom, chroma: ChromaRun
) -> None:
    store = _kept_in(newsroom, chroma)
    with pytest.raises(IndexUnreadable, match="run: pullquote reindex"):
        newsroom.served_articles()

    report = newsroom.reindex()
    assert report.damage == "its vectors are kept elsewhere"
    assert newsroom.embedder.embedded == []
    assert newsroom.served_articles() == FOUNDED
    assert not (newsroom.segment / "vectors").exists()
    assert store.segments() == {newsroom.segment.name}

    newsroom.store = None
    assert newsroom.reindex().damage == "its vectors are kept elsewhere"
    assert newsroom.embedder.embedded == []
    assert newsroom.served_articles() == FOUNDED


def test_what_comes_and_goes_is_found_and_not_found(room: Newsroom) -> None:
    room.write("bridge/crane.md", "A floating crane lifted the wreck out of the river.")
    (room.corpus / "bridge/rescue.md").unlink()
    room.reindex()
    assert room.served_articles() == sorted({CRANE, *FOUNDED} - {"bridge/rescue"})
    assert room.ask("a crane lifted the wreck") == CRANE
    assert verify(room.data, room.catalog, room.store) == []


def test_a_rollback_serves_what_was_there_before(room: Newsroom) -> None:
    room.write("bridge/crane.md", "A floating crane lifted the wreck out of the river.")
    room.reindex()
    rollback(room.data, room.catalog, room.now, room.store)
    assert room.served_articles() == FOUNDED


def test_a_reindex_while_the_server_is_away_keeps_the_index_and_goes_on_afterwards(
    own: Newsroom, mortal: ChromaRun
) -> None:
    served = own.served
    own.write("bridge/crane.md", "A floating crane lifted the wreck out of the river.")
    mortal.end()
    _short(own, mortal)
    with pytest.raises(BuildFailed) as caught:
        own.reindex()
    said = str(caught.value)
    assert said.startswith(f"Chroma at {mortal.url} doesn't answer")
    assert said.endswith(
        "start it, or correct CHROMA_URL; the old index is kept, and the next reindex goes on"
    )
    assert own.served == served

    mortal.start()
    assert own.served_articles() == FOUNDED
    own.reindex()
    assert own.served_articles() == sorted([CRANE, *FOUNDED])


@pytest.mark.parametrize("step", ["writing vectors", "checking"])
def test_a_server_that_is_killed_in_the_middle_of_a_reindex_loses_nothing(
    own: Newsroom, mortal: ChromaRun, step: str
) -> None:
    served = own.served
    own.write("bridge/crane.md", "A floating crane lifted the wreck out of the river.")
    _short(own, mortal)

    def killed(at: str, done: int, of: int) -> None:
        if at == step:
            mortal.end(signal.SIGKILL)

    with pytest.raises((BuildFailed, VectorsError)):
        own.reindex(progress=killed)
    assert own.served == served

    mortal.start()
    assert own.served_articles() == FOUNDED
    own.reindex()
    # The crane's vector was stored before the server went away.
    assert own.embedder.embedded == []
    assert own.served_articles() == sorted([CRANE, *FOUNDED])
    assert verify(own.data, own.catalog, own.store) == []
    assert own.store
    assert own.store.segments() == set(own.segments())


def test_who_asks_while_the_server_is_away_is_told_and_answered_afterwards(
    own: Newsroom, mortal: ChromaRun
) -> None:
    _short(own, mortal)
    question = own.embedder.embed_question("who searched the river")
    with own.serve() as index, index.current() as generation:
        mortal.end()
        with pytest.raises(VectorsAway, match="start it, or correct CHROMA_URL"):
            generation.nearest(question, 3, None)
        mortal.start()
        assert len(generation.nearest(question, 3, None)) == 3


def test_an_index_is_not_taken_for_broken_because_its_server_is_away(
    own: Newsroom, mortal: ChromaRun
) -> None:
    _short(own, mortal)
    mortal.end()
    with pytest.raises(VectorsAway):
        own.serve()
    with pytest.raises(VectorsAway):
        verify(own.data, own.catalog, own.store)
    mortal.start()
    # Nothing was noted of a damage that there never was.
    assert own.reindex().damage == ""
    assert own.served_articles() == FOUNDED


@dataclass(frozen=True)
class _Anybody:
    """Who knows where the server is, and may do there what he likes."""

    url: str
    collection: str

    @classmethod
    def at(cls, room: Newsroom, run: ChromaRun) -> "_Anybody":
        url = f"{run.url}{_PLACE}/collections"
        end = f"-{identity_of(room.catalog.database)[:8]}-{room.segment.name}"
        name = next(name for name in _collections(run) if name.endswith(end))
        return cls(url, name)

    def asks(self, what: str, **body: object) -> dict[str, list[str]]:
        id = httpx.get(f"{self.url}/{self.collection}", trust_env=False).json()["id"]
        answer = httpx.post(f"{self.url}/{id}/{what}", json=body, trust_env=False)
        assert answer.is_success
        found: dict[str, list[str]] = answer.json()
        return found


def _emptied(anybody: _Anybody) -> None:
    anybody.asks("delete", ids=anybody.asks("get")["ids"])


def _removed(anybody: _Anybody) -> None:
    httpx.delete(f"{anybody.url}/{anybody.collection}", trust_env=False)


def _replaced(anybody: _Anybody) -> None:
    ids = anybody.asks("get")["ids"]
    anybody.asks("update", ids=ids, embeddings=np.eye(len(ids), WordEmbedder.dimensions).tolist())


@pytest.mark.parametrize("meddle", [_emptied, _removed, _replaced])
def test_what_somebody_else_did_to_the_collection_is_said_and_mended_from_stored_vectors(
    room: Newsroom, chroma: ChromaRun, meddle: Callable[[_Anybody], None]
) -> None:
    meddle(_Anybody.at(room, chroma))
    with pytest.raises(IndexUnreadable, match=r"vectors|holds no segment") as caught:
        room.serve()
    assert "run: pullquote reindex" in str(caught.value)
    assert verify(room.data, room.catalog, room.store) != []

    assert room.reindex().damage
    assert room.embedder.embedded == []
    assert room.served_articles() == FOUNDED
    assert verify(room.data, room.catalog, room.store) == []


@pytest.mark.parametrize("meddle", [_emptied, _removed])
def test_who_has_it_open_meanwhile_says_so_and_does_not_answer_that_nothing_is_known(
    room: Newsroom, chroma: ChromaRun, meddle: Callable[[_Anybody], None]
) -> None:
    question = room.embedder.embed_question("who searched the river")
    with room.serve() as index, index.current() as generation:
        meddle(_Anybody.at(room, chroma))
        with pytest.raises(VectorsError, match="run: pullquote reindex"):
            generation.nearest(question, 3, None)


def test_two_newsrooms_share_a_server(room: Newsroom, chroma: ChromaRun, tmp_path: Path) -> None:
    with closing(Newsroom(tmp_path / "other")) as other:
        _kept_in(other, chroma)
        other.story("moon", "The moon")
        other.write("moon/landing.md", "The lander touched down near the south pole.")
        other.reindex()
        room.reindex(rebuild=True)
        other.reindex(rebuild=True)
        assert other.served_articles() == ["moon/landing"]
        assert room.served_articles() == FOUNDED
