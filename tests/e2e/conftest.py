"""The shipped corpus, indexed once a run with the real model, and the command to ask it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import portalocker
import pytest

from adapters import assembly
from retrieval import onnx_embedding, reader
from retrieval.embedding import Embeddings, LoadedEmbedder, load_embedder
from retrieval.models import ModelChoice
from retrieval.onnx_embedding import session_options
from retrieval.reader import Reader, load_reader
from retrieval.readings import Reading
from tests.e2e.command import ROOT, Run, run_in
from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers that test side by side."""
    root = tmp_path_factory.getbasetemp()
    return root.parent if root.name.startswith("popen-") else root


class ReadOnce:
    """A Reader that gives what it read before where the same is to be read again: two thirds of the
    processor time of tests in chats went into that. A passage is read the same whatever is read
    beside it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._readings: dict[tuple[str, tuple[str, str]], Reading] = {}

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        known = self._readings
        unread = list(dict.fromkeys(p for p in passages if (question, p) not in known))
        if unread:
            read = self._reader.read(question, unread)
            known.update(((question, p), r) for p, r in zip(unread, read, strict=True))
        return [known[question, p] for p in passages]


class EmbedOnce:
    """An Embedder that gives the vectors that it made before where the same texts come again."""

    def __init__(self, embedder: LoadedEmbedder) -> None:
        self.model = embedder.model
        self.without_int8 = embedder.without_int8
        self._question = cache(embedder.embed_question)
        self._passages = cache(lambda texts: embedder.embed_passages(texts))

    def embed_question(self, question: str) -> Embeddings:
        return self._question(question).copy()

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        vectors = self._passages(tuple(texts)).copy()
        if progress:
            progress(len(texts))
        return vectors


@pytest.fixture(scope="session", autouse=True)
def _models_loaded_once(shared: Path) -> Iterator[None]:
    """A model is converted once a run and loaded once a worker, however many commands and
    services want it, and whatever data folder they have; the same is read once. On one thread
    each: as many workers as there are cores test side by side."""

    def on_one_thread(onnxruntime: Any, threads: int = 0) -> Any:
        return session_options(onnxruntime, threads or 1)

    @cache
    def embedder(choice: ModelChoice, options: frozenset[tuple[str, Any]]) -> Any:
        with portalocker.Lock(shared / "models.lock", "w", timeout=PATIENCE):
            return EmbedOnce(load_embedder(choice, cache=shared / "models", **dict(options)))

    def loaded(choice: ModelChoice, *, cache: Path, **options: Any) -> Any:
        return embedder(choice, frozenset(options.items()))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(onnx_embedding, "session_options", on_one_thread)
        patched.setattr(reader, "session_options", on_one_thread)
        patched.setattr(assembly, "load_embedder", loaded)
        patched.setattr(assembly, "load_reader", cache(lambda: ReadOnce(load_reader())))
        yield


@pytest.fixture(scope="session")
def shipped(shared: Path) -> Path:
    """The data folder of the shipped corpus; workers that test side by side share one."""
    data = shared / "shipped"
    with portalocker.Lock(shared / "shipped.lock", "w", timeout=3 * PATIENCE):
        if not (data / "indexed").exists():
            data.mkdir(mode=0o700, exist_ok=True)
            outcome = run_in(ROOT, data)("reindex")
            assert outcome.code == 0, outcome.err
            (data / "indexed").touch()
    return data


@pytest.fixture
def pullquote(shipped: Path) -> Run:
    """`pullquote` over the shipped corpus."""
    return run_in(ROOT, shipped)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Run:
    """`pullquote` in an empty folder with no index."""
    return run_in(tmp_path, tmp_path / "data")
