"""Passages embedded on a Ray cluster: nodes killed, nodes that lack something, no cluster."""

import importlib.metadata
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import portalocker
import pytest

from adapters.cluster.ray_cluster import ClusterError, embedded_on
from adapters.storage.embedding_batches import Batch
from retrieval.embedding import Embeddings
from retrieval.errors import WrongUse
from tests.adapters.cluster.embedders import OneIsStuck, missing
from tests.adapters.storage.newsroom import MODEL, Newsroom, WordEmbedder
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[3]
ARTICLES = {f"line-{n}": f"Witness {n} spoke of {n * 7} letters." for n in range(64 * 6)}


@dataclass
class Nodes:
    """The cluster, which takes more nodes."""

    process: subprocess.Popen[str]
    address: str = ""

    def start(self) -> int:
        """One node more; the pid that owns its workers."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.told("node"))

    def told(self, what: str) -> str:
        """What it says next of that."""
        assert self.process.stdout
        while line := self.process.stdout.readline():
            if line.startswith(f"{what} "):
                return line.split()[1]
        raise AssertionError("the cluster has ended")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """A cluster of one node of one core; two heads on one machine choose the same ports."""
    shared = tmp_path_factory.getbasetemp().parent
    with portalocker.Lock(shared / "ray.lock", "w", timeout=PATIENCE), _cluster() as cluster:
        yield cluster


@contextmanager
def _cluster() -> Iterator[Nodes]:
    environ = {
        "PATH": os.environ["PATH"],  # noqa: TID251
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # or Ray leaves 127.0.0.1 for our own address
    }
    # Ray's sockets lie in it, whose names may have about a hundred characters.
    with (
        tempfile.TemporaryDirectory(
            prefix="ray-", dir="/tmp", ignore_cleanup_errors=True
        ) as folder,
        subprocess.Popen(
            [sys.executable, "-m", "tests.adapters.cluster.nodes"],
            cwd=ROOT,
            # Ray takes for granted that its usual folder, /tmp/ray, is there.
            env=environ | {"HOME": folder, "RAY_TMPDIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        cluster = Nodes(process)
        cluster.address = cluster.told("cluster")
        cluster.start()
        yield cluster


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A story of six batches, not yet indexed."""
    with closing(Newsroom(tmp_path / "room")) as room:
        room.story("nato")
        room.write_lines("nato/hearing.jsonl", ARTICLES)
        yield room


def stored(room: Newsroom) -> dict[str, bytes]:
    """The vectors that the catalog keeps, by content hash."""
    current = room.catalog.current()
    assert current
    versions = {filed.version for filed in room.catalog.snapshot(current.id).articles.values()}
    hashes = {content_hash for _, content_hash in room.catalog.passages_of(versions)}
    found = room.catalog.embeddings.vectors(MODEL, hashes)
    assert found.keys() == hashes
    return {content_hash: vector.tobytes() for content_hash, vector in found.items()}


def kill_node_of(worker: int) -> None:
    """As if its machine lost its power."""
    told = subprocess.run(["ps", "-o", "ppid=", "-p", str(worker)], stdout=-1, check=True)
    for pid in (int(told.stdout), worker):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.slow
def test_a_node_killed_in_the_middle_costs_its_batch_and_not_the_run(
    nodes: Nodes, room: Newsroom, tmp_path: Path
) -> None:
    nodes.start()
    on_nodes = embedded_on(nodes.address, OneIsStuck(tmp_path).load, gpus=False)
    came: list[int] = []
    killed: list[int] = []

    def embed(texts: Sequence[str], progress: Callable[[int], None]) -> Generator[Batch]:
        for chosen, vectors in on_nodes(texts, progress):
            if not killed:
                killed.append(int((tmp_path / "stuck").read_text()))
                kill_node_of(killed[0])
            came.extend(chosen)
            yield chosen, vectors

    report = room.reindex(embed=embed)
    assert killed
    assert sorted(came) == list(range(len(ARTICLES)))
    assert (report.embedded, room.embedder.embedded) == (len(ARTICLES), [])
    with closing(Newsroom(tmp_path / "local")) as local:
        local.story("nato")
        local.write_lines("nato/hearing.jsonl", ARTICLES)
        local.reindex()
        assert stored(room) == stored(local)


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_stored_and_gives_the_nodes_back(nodes: Nodes, room: Newsroom) -> None:
    embed = embedded_on(nodes.address, WordEmbedder, gpus=False)

    def pressed(step: str, done: int, of: int) -> None:
        if step == "embedding" and done > 64:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.reindex(embed=embed, progress=pressed)
    report = room.reindex(embed=embed)
    assert report.embedded == len(ARTICLES) - 64
    assert len(stored(room)) == len(ARTICLES)


def embedding(address: str, load: Callable[[], WordEmbedder]) -> list[tuple[int, Embeddings]]:
    batches = embedded_on(address, load, gpus=False)(["a text"], lambda _: None)
    return [(len(chosen), vectors) for chosen, vectors in batches]


def test_a_node_without_the_model_is_named_with_what_to_do(nodes: Nodes) -> None:
    with pytest.raises(ClusterError, match=r"^node \S+ can't load the model: .* correct PULLQUOTE"):
        embedding(nodes.address, missing)  # type: ignore[arg-type]


def test_a_node_with_another_pullquote_is_named_with_the_version_to_install(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda package: "9.9")
    with pytest.raises(ClusterError, match=r"^node \S+ has Pullquote .*; install 9\.9 there"):
        embedding(nodes.address, WordEmbedder)


def test_a_cluster_that_is_away_is_said_with_how_to_start_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"ray://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ClusterError, match=f"no Ray cluster answers at {address} .*ray start"):
        embedding(address, WordEmbedder)


def test_what_is_no_address_is_said_before_anything_is_read() -> None:
    with pytest.raises(WrongUse, match="http://head is no address of a Ray cluster; give ray://"):
        embedded_on("http://head", WordEmbedder, gpus=False)


def test_without_ray_the_command_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WrongUse, match=r'pip install "pullquote\[ray\]"'):
        embedded_on("auto", WordEmbedder, gpus=False)
