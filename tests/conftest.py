"""What all tests share: their order, hypothesis's profiles, a tiny reader, a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from adapters.storage import migrate, probe
from tests import probing
from tests.chroma_run import ChromaRun, chroma_run
from tests.new_catalogs import copied_where_new
from tests.postgres_server import PostgresServer, postgres_server

if TYPE_CHECKING:
    from training.network import ReaderNetwork

OPENED = probe._opened
MIGRATED = migrate._migrated_on_sqlite

# What the tests of storage share checks much: a failure there is to say what it found.
pytest.register_assert_rewrite("tests.adapters")

# No property may fail because the machine is slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
# 25,000 inputs for each of the two tests of test_fuzzed_input.py.
settings.register_profile("thorough", settings.get_profile("unhurried"), max_examples=25_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: begun last, one alone would keep the other workers waiting."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _forked_probes() -> Iterator[None]:
    """Whoever opens a generation first need not import Chroma anew; see `own_probes`."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(probe, "_opened", probing.opened)
        yield
    probing.end()


@pytest.fixture
def own_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own opens each new generation, as everywhere outside of the tests."""
    monkeypatch.setattr(probe, "_opened", OPENED)


@pytest.fixture(scope="session", autouse=True)
def _copied_catalogs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new catalog is a copy of one that was made before; see `own_migrations`."""
    copied = copied_where_new(MIGRATED, tmp_path_factory.mktemp("catalogs"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(migrate, "_migrated_on_sqlite", copied)
        yield


@pytest.fixture
def own_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new catalog is made step by step, as everywhere outside of the tests."""
    monkeypatch.setattr(migrate, "_migrated_on_sqlite", MIGRATED)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One a worker, with a database for each test. Skips where none is installed."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def tiny_reader(tmp_path_factory: pytest.TempPathFactory) -> "tuple[ReaderNetwork, Path]":
    """A reader with random weights, and the folder in which training leaves its files."""
    from tests.training.tiny import tiny_network
    from training.export import SMALL, export

    network = tiny_network(tmp_path_factory.mktemp("tiny"))
    work = tmp_path_factory.mktemp("work")
    assert export(network, work) == work / SMALL
    return network, work


@pytest.fixture(scope="session")
def reader_network(tiny_reader: "tuple[ReaderNetwork, Path]") -> "ReaderNetwork":
    return tiny_reader[0]


@pytest.fixture(scope="session")
def reader_work(tiny_reader: "tuple[ReaderNetwork, Path]") -> Path:
    return tiny_reader[1]


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    """A Chroma server that all tests share."""
    with chroma_run(tmp_path_factory.mktemp("chroma") / "server") as run:
        yield run


@pytest.fixture(scope="session")
def _mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path_factory.mktemp("mortal") / "server") as run:
        yield run


@pytest.fixture
def mortal(_mortal: ChromaRun) -> ChromaRun:
    """One that tests kill; it runs when a test begins."""
    if not _mortal.runs:
        _mortal.start()
    return _mortal
