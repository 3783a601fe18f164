"""Segments in a Chroma server: the real one, on 127.0.0.1, killed and started anew."""

import threading
from collections.abc import Iterator
from uuid import uuid4

import numpy as np
import pytest
from pydantic import SecretStr

from adapters.storage import chroma_server
from adapters.storage.chroma_connection import Auth, ChromaAddress
from adapters.storage.chroma_server import READS_AT_ONCE, ChromaServer
from adapters.storage.vector_store import SegmentGone, VectorsAway, VectorsError
from adapters.web.proxies import Proxy
from retrieval.embedding import Embeddings
from tests.adapters.storage.chroma_cloud import KEY, ChromaCloud, chroma_cloud
from tests.chroma_run import ChromaRun

# More than one write takes, and more than one answer holds.
_MANY = 700


def _ids(count: int) -> list[str]:
    return [f"{n:032x}" for n in range(count)]


def _stories(count: int) -> list[str]:
    return [f"story-{n % 20}" for n in range(count)]


def _vectors(count: int, seed: int = 0) -> Embeddings:
    vectors = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _store(url: str, owner: str = "1", patience: float = 30.0) -> ChromaServer:
    return ChromaServer.at(ChromaAddress(url), "pullquote", owner, patience)


def _fill(store: ChromaServer, segment: str, count: int) -> None:
    with store.create(segment, count) as made:
        assert sum(made.add(_ids(count), _vectors(count), _stories(count))) == count


@pytest.fixture
def store(chroma: ChromaRun) -> Iterator[ChromaServer]:
    """Of an owner that no other test has."""
    store = _store(chroma.url, uuid4().hex)
    yield store
    for segment in store.segments():
        store.remove(segment)


def test_what_was_written_is_read_again_whole(store: ChromaServer) -> None:
    _fill(store, "first", _MANY)
    ids, vectors = _ids(_MANY), _vectors(_MANY)

    with store.open("first") as opened:
        assert opened.count() == _MANY
        assert sorted(opened.ids()) == ids
        chosen = ids[::2]
        assert np.allclose(opened.vectors(chosen), vectors[::2], atol=1e-6)
    assert store.segments() == {"first"}


def test_the_nearest_come_best_first_of_all_or_of_some_stories(store: ChromaServer) -> None:
    _fill(store, "first", _MANY)
    ids, vectors, stories = _ids(_MANY), _vectors(_MANY), np.array(_stories(_MANY))
    question = _vectors(1, seed=7)[0]
    cosines = vectors @ question

    def best(among: np.ndarray, depth: int) -> list[str]:
        order = np.argsort(-np.where(among, cosines, -2.0))
        return [ids[n] for n in order[:depth]]

    everything = np.ones(_MANY, dtype=bool)
    twelve = sorted({f"story-{n}" for n in range(12)})
    with store.open("first") as opened:
        found = opened.nearest(question, 50)
        assert [id for id, _ in found] == best(everything, 50)
        assert np.allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:50], atol=1e-5)
        # More results than one answer holds, and more stories than one filter names.
        assert [id for id, _ in opened.nearest(question, 500)] == best(everything, 500)
        of_twelve = np.isin(stories, twelve)
        assert [id for id, _ in opened.nearest(question, 50, twelve)] == best(of_twelve, 50)
        assert [id for id, _ in opened.nearest(question, 400, twelve)] == best(of_twelve, 400)
        assert opened.nearest(question, 10, []) == []


def test_a_segment_that_is_made_again_holds_nothing_of_the_first_try(store: ChromaServer) -> None:
    _fill(store, "first", 20)
    _fill(store, "first", 3)
    with store.open("first") as opened:
        assert sorted(opened.ids()) == _ids(3)


def test_what_is_removed_is_gone_and_may_be_removed_again(store: ChromaServer) -> None:
    _fill(store, "first", 3)
    opened = store.open("first")
    store.remove("first")
    store.remove("first")

    assert store.segments() == set()
    with pytest.raises(SegmentGone, match=r"no segment first .*run: pullquote reindex"):
        store.open("first")
    # Who still has it open is told the same, and not that nothing is near.
    with pytest.raises(SegmentGone, match="holds no segment first"):
        opened.nearest(_vectors(1)[0], 3)


def test_two_catalogs_on_one_server_leave_each_other_alone(
    store: ChromaServer, chroma: ChromaRun
) -> None:
    # Even where, by chance, their collections have the same name.
    other = _store(chroma.url, f"{store.owner[:8]}and another one")
    _fill(store, "first", 3)
    assert other.segments() == set()
    other.remove("first")
    with pytest.raises(SegmentGone, match="belongs to another Pullquote"):
        other.open("first")
    with pytest.raises(SegmentGone, match="belongs to another Pullquote"):
        other.create("first", 3)
    with store.open("first") as opened:
        assert opened.count() == 3


def test_more_segments_than_one_list_holds_are_all_found(
    store: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_server, "_LISTED_AT_ONCE", 2)
    names = {f"segment-{n}" for n in range(5)}
    for name in names:
        store.create(name, 1)
    assert store.segments() == names


def test_a_server_that_is_started_anew_is_waited_for(mortal: ChromaRun) -> None:
    store = _store(mortal.url, uuid4().hex)
    _fill(store, "first", _MANY)
    with store.open("first") as opened:
        mortal.end()
        back = threading.Thread(target=mortal.start)
        back.start()
        try:
            assert opened.nearest(_vectors(_MANY)[5], 1)[0][0] == _ids(_MANY)[5]
            assert opened.count() == _MANY
        finally:
            back.join()


def test_a_server_that_stays_away_is_named_with_what_to_do(mortal: ChromaRun) -> None:
    store = _store(mortal.url, uuid4().hex, patience=0.1)
    _fill(store, "first", 3)
    with store.open("first") as opened:
        mortal.end()
        said = f"Chroma at {mortal.url} doesn't answer (.*); start it, or correct CHROMA_URL"
        for ask in (opened.count, store.segments, lambda: opened.nearest(_vectors(1)[0], 3)):
            with pytest.raises(VectorsAway, match=said.replace("(", r"\(").replace(")", r"\)")):
                ask()


def test_a_server_that_hangs_is_not_waited_for_for_ever(mortal: ChromaRun) -> None:
    address = ChromaAddress(mortal.url)
    store = ChromaServer.at(address, "pullquote", uuid4().hex, 0.1)
    store.asking.timeout_seconds = 0.5
    _fill(store, "first", 3)
    with store.open("first") as opened:
        mortal.pause()
        try:
            with pytest.raises(VectorsAway, match=r"doesn't answer \(timed out\)"):
                opened.count()
        finally:
            mortal.go_on()
        assert opened.count() == 3


def test_a_segment_whose_server_was_killed_while_it_was_written_is_made_anew(
    mortal: ChromaRun,
) -> None:
    store = _store(mortal.url, uuid4().hex)
    made = store.create("first", _MANY)
    adding = made.add(_ids(_MANY), _vectors(_MANY), _stories(_MANY))
    next(adding)
    mortal.end()
    # Not asked again: the collection may be torn, and the server too if it is written to.
    with pytest.raises(VectorsAway):
        next(adding)

    mortal.start()
    assert store.segments() == {"first"}
    _fill(store, "first", _MANY)
    with store.open("first") as opened:
        assert sorted(opened.ids()) == _ids(_MANY)
        assert np.allclose(opened.vectors(_ids(_MANY)), _vectors(_MANY), atol=1e-6)


def test_where_nothing_listens_is_named() -> None:
    store = _store("http://127.0.0.1:9", patience=0.1)
    with pytest.raises(VectorsAway, match=r"Chroma at http://127\.0\.0\.1:9 doesn't answer"):
        store.segments()


@pytest.mark.parametrize(("tenant", "database"), [("acme", None), ("default_tenant", "acme")])
def test_a_place_that_is_not_there_is_named_and_not_taken_for_an_empty_one(
    chroma: ChromaRun, tenant: str, database: str | None
) -> None:
    store = ChromaServer.at(ChromaAddress(chroma.url, tenant, database), "pullquote", "1")
    with pytest.raises(VectorsError, match=r"acme.*correct CHROMA_TENANT and CHROMA_DATABASE"):
        store.segments()


@pytest.fixture
def cloud(chroma: ChromaRun) -> Iterator[ChromaCloud]:
    with chroma_cloud(chroma.url) as cloud:
        yield cloud


def _of(cloud: ChromaCloud, key: str = KEY, auth: Auth = "token") -> ChromaServer:
    address = ChromaAddress(cloud.url, key=SecretStr(key), auth=auth)
    return ChromaServer.at(address, "pullquote", uuid4().hex, 20.0)


def test_the_quotas_of_chroma_cloud_are_kept_to(cloud: ChromaCloud) -> None:
    store = _of(cloud)
    _fill(store, "20261126-160000-123456-abcdef", _MANY)
    with store.open("20261126-160000-123456-abcdef") as opened:
        assert sorted(opened.ids()) == _ids(_MANY)
        assert len(opened.vectors(_ids(_MANY))) == _MANY
        stories = sorted(set(_stories(_MANY)))
        assert len(opened.nearest(_vectors(1)[0], 500, stories)) == 500
        askers = [
            threading.Thread(target=opened.nearest, args=(_vectors(1)[0], 5))
            for _ in range(3 * READS_AT_ONCE)
        ]
        for each in askers:
            each.start()
        for each in askers:
            each.join()
    store.remove("20261126-160000-123456-abcdef")
    assert cloud.refused == []
    assert cloud.most_at_once > 1


def test_what_chroma_cloud_is_too_busy_for_is_asked_again(cloud: ChromaCloud) -> None:
    store = _of(cloud)
    cloud.busy_for = 2
    _fill(store, "first", 10)
    with store.open("first") as opened:
        cloud.busy_for = 2
        assert opened.count() == 10
    store.remove("first")


@pytest.mark.parametrize(("key", "auth"), [("ck-wrong-key", "token"), (KEY, "basic")])
def test_a_key_that_is_refused_is_not_shown(cloud: ChromaCloud, key: str, auth: Auth) -> None:
    store = _of(cloud, key, auth)
    with pytest.raises(VectorsError, match=r"HTTP 401.*correct CHROMA_API_KEY") as caught:
        store.segments()
    assert key not in str(caught.value)
    assert key not in repr(store)


def test_a_server_behind_a_proxy_gets_what_the_proxy_asks_for() -> None:
    address = ChromaAddress("https://chroma.example", key=SecretStr("anna:secret"), auth="basic")
    assert address.headers() == {"Authorization": "Basic YW5uYTpzZWNyZXQ="}
    bearer = ChromaAddress("https://chroma.example", key=SecretStr("secret"), auth="bearer")
    assert bearer.headers() == {"Authorization": "Bearer secret"}


def test_a_server_that_only_a_proxy_reaches_is_asked_through_it(cloud: ChromaCloud) -> None:
    proxy = Proxy.of(cloud.url)
    address = ChromaAddress("http://chroma.example", key=SecretStr(KEY), proxy=proxy)
    store = ChromaServer.at(address, "pullquote", uuid4().hex)
    assert store.segments() == set()


def test_the_environment_s_proxy_is_not_asked_where_the_settings_name_none(
    chroma: ChromaRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("CHROMA_SERVER_HOST", "another-chroma.example")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert _store(chroma.url, uuid4().hex).segments() == set()


def test_what_is_no_chroma_but_answers_is_named(cloud: ChromaCloud) -> None:
    store = ChromaServer.at(ChromaAddress(f"{cloud.url}/blog"), "pullquote", "1")
    with pytest.raises(VectorsError, match=r"no Chroma \(HTTP 404\); correct CHROMA_URL"):
        store.segments()
