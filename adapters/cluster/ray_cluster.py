"""Texts → their vectors, as the actors of a Ray cluster make them. The only file that knows Ray.

A pool of plain actors: Ray Data streams to no driver outside of the cluster (docs/decisions.md).
"""

import importlib.metadata
import importlib.util
import logging
import os
import pickle
import re
import socket
import warnings
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.embedding import Embedder, Embeddings
from retrieval.errors import PullquoteError, WrongUse
from retrieval.event_logger import EventLogger

# An actor on a CPU takes seconds for its batch, one on a GPU less than one for its own.
_CPU_BATCH, _GPU_BATCH = 64, 512
_HELD = 2  # batches an actor has: one that it embeds, and the next
_LOSSES = 3  # a batch that is lost more often takes its nodes down itself
_ROOM_SECONDS = 300.0
_TRIES = 3
_REACH_SECONDS = 10.0
_ADDRESS = re.compile(r"(?P<client>ray://)?(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")

_log = EventLogger()


class ClusterError(PullquoteError):
    """The cluster can't embed; says what is wrong where, and what to do."""


def embedded_on(
    address: str,
    load: Callable[[], Embedder],
    *,
    gpus: bool,
    room_seconds: float = _ROOM_SECONDS,
) -> Callable[[Sequence[str], Callable[[int], None]], Generator[tuple[Sequence[int], Embeddings]]]:
    """Embeds on the Ray cluster at `ray://host:10001`, `host:6379`, `auto` (this machine's) or
    `local` (one that is started for this run).

    Each node calls `load`, which is told to it by name: Pullquote of the same version is installed
    there. With `gpus` an actor has a GPU to itself where the cluster has any, else a core. Longest
    first is the best order of texts. Raises WrongUse at once for what is no address or without
    Ray; the generator raises ClusterError.
    """
    if address not in ("auto", "local") and not _ADDRESS.fullmatch(address):
        raise WrongUse(
            f"{address} is no address of a Ray cluster; give ray://HOST:10001, HOST:6379, "
            "auto (the cluster that this machine belongs to) or local"
        )
    if importlib.util.find_spec("ray") is None:
        raise WrongUse('--on needs Ray; run: pip install "pullquote[ray]"')

    def embed(
        texts: Sequence[str], progress: Callable[[int], None]
    ) -> Generator[tuple[Sequence[int], Embeddings]]:
        if not texts:
            return
        with _connected(address) as ray:
            pool = _Pool(ray, pickle.dumps(load), gpus, room_seconds)
            for chosen, vectors in pool.embedded(texts):
                progress(len(chosen))
                yield chosen, vectors

    return embed


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Ray, connected; what was begun there ends with it."""
    import ray

    again = "what was embedded is stored; run the same command again"
    found = _ADDRESS.fullmatch(address)
    if found:
        # Ray itself tries for minutes, and prints what it tries.
        host, port = found["host"].strip("[]"), int(found["port"])
        try:
            socket.create_connection((host, port), timeout=_REACH_SECONDS).close()
        except (OSError, OverflowError) as error:
            raise ClusterError(
                f"no Ray cluster answers at {address} ({error}); start one there with: "
                "ray start --head --ray-client-server-port 10001"
            ) from error
    own = {"include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    try:
        with _quiet():
            logging.getLogger("ray").setLevel(logging.CRITICAL)
            for tried in range(_TRIES):
                try:
                    ray.init(
                        address,
                        log_to_driver=False,
                        logging_level=logging.CRITICAL,
                        **(own if address == "local" else {}),
                    )
                    break
                except ConnectionAbortedError:
                    # The head starts a process for each of its clients, which takes too long where
                    # it is busy, and fails where somebody else takes the port that it chose.
                    if tried + 1 == _TRIES:
                        raise
                    ray.shutdown()
    except Exception as error:
        if address == "auto":
            raise ClusterError(
                "this machine belongs to no Ray cluster; run: ray start --address HEAD:6379, "
                "or give the cluster's address: --on ray://HEAD:10001"
            ) from error
        raise ClusterError(
            f"the Ray cluster at {address} can't be used ({_first_line(error)}); it needs the Ray "
            f"{ray.__version__} and the Python that run here"
        ) from error
    try:
        with _quiet():
            yield ray
    except ray.exceptions.RayTaskError as error:
        raise ClusterError(f"embedding failed on a node ({_first_line(error)}); {again}") from error
    except (ray.exceptions.RayError, ConnectionError) as error:
        raise ClusterError(
            f"the Ray cluster at {address} went away ({_first_line(error)}); {again}"
        ) from error
    finally:
        ray.shutdown()


@contextmanager
def _quiet() -> Iterator[None]:
    """Ray's warnings stay off the terminal; a thread of it prints them to stdout, come what may."""
    with (
        warnings.catch_warnings(),
        Path(os.devnull).open("w") as nowhere,
        redirect_stdout(nowhere),
    ):
        warnings.simplefilter("ignore")
        yield


def _worker() -> type:
    """The class of the actors. Within a function it travels as it is, so that a node without
    Pullquote can say so."""

    class PassageEmbedder:
        def begin(self, version: str, load: bytes) -> str:
            """What is wrong on this node, "" where nothing is."""
            import importlib.metadata
            import pickle
            import platform

            node = f"node {platform.node()}"
            try:
                here = importlib.metadata.version("pullquote")
            except importlib.metadata.PackageNotFoundError:
                return f"{node} has no Pullquote; install Pullquote {version} there"
            if here != version:
                return f"{node} has Pullquote {here}, here is {version}; install {version} there"
            try:
                self.embedder = pickle.loads(load)()  # noqa: S301 - from our own reindex
            except Exception as error:
                return f"{node} can't load the model: {error}"
            return ""

        def embed(self, texts: list[str]) -> Any:
            return self.embedder.embed_passages(texts)

    return PassageEmbedder


@dataclass(eq=False, slots=True)
class _Member:
    """An actor of the pool, and the batches that it has."""

    actor: Any
    has: set[int] = field(default_factory=set)
    lost: bool = False


class _Pool:
    """As many actors as the cluster has room for; lost ones are replaced where there is room."""

    def __init__(self, ray: Any, load: bytes, gpus: bool, room_seconds: float) -> None:
        self._ray = ray
        self._load = load
        self._room_seconds = room_seconds
        resources = ray.cluster_resources()
        self._gpus = int(resources.get("GPU", 0)) if gpus else 0
        self._places = self._gpus or max(1, int(resources.get("CPU", 0)))
        options = {"num_gpus": 1, "num_cpus": 0} if self._gpus else {"num_cpus": 1}
        self._actors = ray.remote(max_restarts=0, max_task_retries=0, **options)(_worker())
        self._version = importlib.metadata.version("pullquote")
        self._began: dict[Any, _Member] = {}
        self._embeds: dict[Any, tuple[_Member, int]] = {}
        self._members: list[_Member] = []
        self._losses = Counter[int | None]()

    def embedded(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Embeddings]]:
        """The vectors of a batch, whichever is done next. Raises ClusterError, RayError."""
        size = _GPU_BATCH if self._gpus else _CPU_BATCH
        batches = [range(len(texts))[first : first + size] for first in range(0, len(texts), size)]
        waiting = deque(range(len(batches)))
        for _ in range(min(self._places, len(batches))):
            self._join()

        def give(member: _Member) -> None:
            while waiting and len(member.has) < _HELD:
                n = waiting.popleft()
                member.has.add(n)
                sent = [texts[at] for at in batches[n]]
                self._embeds[member.actor.embed.remote(sent)] = member, n

        while waiting or self._embeds:
            done = self._next()
            if done in self._began:
                member = self._began.pop(done)
                if self._begun(done, member):
                    give(member)
                continue
            member, n = self._embeds.pop(done)
            member.has.discard(n)
            vectors = self._got(done)
            if vectors is not None:
                give(member)
                yield batches[n], vectors
                continue
            waiting.appendleft(n)
            self._lose(member, n)
            for other in self._members:
                give(other)

    def _join(self) -> None:
        actor = self._actors.remote()
        self._began[actor.begin.remote(self._version, self._load)] = _Member(actor)

    def _lose(self, member: _Member, batch: int | None) -> None:
        """Another takes its place; `batch` is what was lost, None where it had not yet begun.
        Raises ClusterError where that happened too often to be chance."""
        self._losses[batch] += 1
        if self._losses[batch] > (_LOSSES if batch is not None else _LOSSES * self._places):
            raise ClusterError(
                "the same passages were lost with their node again and again; look at its memory "
                "(ray status), set PULLQUOTE_BATCH_SIZE lower, and run the same command again"
            )
        if not member.lost:
            member.lost = True
            self._members = [one for one in self._members if one is not member]
            _log.warning("cluster_node_lost")
            # It may only be out of reach.
            self._ray.kill(member.actor)
            self._join()

    def _next(self) -> Any:
        """What is done next. Raises ClusterError where nobody works and no room comes free."""
        hoped = None if self._embeds else self._room_seconds
        done, _ = self._ray.wait([*self._began, *self._embeds], num_returns=1, timeout=hoped)
        if not done:
            what = "GPU" if self._gpus else "core"
            raise ClusterError(
                f"the cluster has had no free {what} for {self._room_seconds:.0f} s; look at: "
                "ray status; what was embedded is stored; run the same command again"
            )
        return done[0]

    def _begun(self, begin: Any, member: _Member) -> bool:
        problem = self._got(begin)
        if problem is None:
            self._lose(member, None)
            return False
        if problem:
            raise ClusterError(f"{problem}; then run the same command again")
        self._members.append(member)
        return True

    def _got(self, done: Any) -> Any:
        """What came of it, None where it was lost with its node."""
        lost = (self._ray.exceptions.RayActorError, self._ray.exceptions.ObjectLostError)
        try:
            return self._ray.get(done)
        except lost:
            return None


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # A RayTaskError ends with what was raised on the node.
    return f"{type(error).__name__}: {lines[-1] if lines else ''}"[:300]
