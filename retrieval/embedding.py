"""A model → what embeds with it. What embeds lies beside this: exported, or in PyTorch.

Here stand the ports, and the choice between the two: what only answers with the model that ships,
or with one that was exported, never imports torch.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.event_logger import EventLogger
from retrieval.exported_model import recipe_in
from retrieval.exports import torn
from retrieval.model_export import first_line, int8_export
from retrieval.models import ModelChoice, ModelError
from retrieval.processors import has_torch, runs_on_cpu

Embeddings = NDArray[np.float32]  # shape (texts, dimensions), rows of length 1

_log = EventLogger()


class Embedder(Protocol):
    """What turns text into vectors; `model` is the id under which vectors are comparable."""

    model: str

    def embed_question(self, question: str) -> Embeddings:
        """Shape `(dimensions,)`, length 1, with the model's prompt for questions."""
        ...

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        """Shape `(texts, dimensions)`, rows of length 1; `progress` hears how many are done."""
        ...


class LoadedEmbedder(Embedder, Protocol):
    """An Embedder that knows how it was loaded."""

    without_int8: str  # why it is not the int8 model that was meant to run, else ""


class Reranker(Protocol):
    """What scores how well each passage answers a question."""

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape `(passages,)`, each 0 … 1."""
        ...


def in_batches(
    embed: Callable[[Sequence[str]], Embeddings],
    texts: Sequence[str],
    batch_size: int,
    progress: Callable[[int], None] | None,
) -> Embeddings:
    """All texts' vectors in their order, `batch_size` at a time.

    Longest first: texts of like length share a batch, so little is padding; and the slowest come
    first, so the time left falls.
    """
    order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
    vectors: Embeddings = np.zeros((0, 0), dtype=np.float32)
    for first in range(0, len(order), batch_size):
        chosen = order[first : first + batch_size]
        part = embed([texts[n] for n in chosen])
        if not first:
            vectors = np.empty((len(texts), part.shape[1]), dtype=np.float32)
        vectors[chosen] = part
        if progress:
            progress(len(chosen))
    return vectors


def load_embedder(
    choice: ModelChoice,
    *,
    cache: Path,
    backend: str = "auto",
    device: str = "auto",
    batch_size: int = 0,
    threads: int = 0,
) -> LoadedEmbedder:
    """The embedder for a model.

    `backend` is `auto`, `onnx` or `torch`. `auto` takes the int8 ONNX model on a CPU (the one that
    ships, or one exported into `cache` once, and again where that is torn) and torch on a GPU or
    where the model can't be exported. `device` is `auto`, `cpu`, `cuda`, `mps` …; `batch_size` 0
    is chosen by device; `threads` are those of ONNX Runtime, 0 for one a core.

    Raises ModelError where the model can't be loaded.
    """
    without_int8 = ""
    if backend == "onnx" or (backend == "auto" and runs_on_cpu(device)):
        try:
            return _int8_embedder(choice, cache, batch_size, threads)
        except ModelError:
            raise
        except Exception as error:
            if backend == "onnx":
                raise _not_loaded(choice, error) from error
            # Tried again by the next process: a full disk or memory is no verdict.
            without_int8 = first_line(error)
            _log.warning("int8_unavailable", model=choice.id, problem=without_int8)
    _needs_torch(f"model {choice.id} on {backend if backend == 'torch' else device}")
    try:
        # Here and below what is imported brings torch, and is needed only where one comes by.
        from retrieval.sentence_transformer import load_transformer

        return load_transformer(choice, device, batch_size, without_int8)
    except Exception as error:
        raise _not_loaded(choice, error) from error


def load_reranker(setting: str, device: str = "auto") -> Reranker:
    """The CrossEncoder at an id on the hub or a path. Raises ModelError."""
    _needs_torch(f"re-ranking model {setting}")
    try:
        from retrieval.sentence_transformer import load_cross_encoder

        return load_cross_encoder(setting, device)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            f"re-ranking model {setting} can't be loaded ({first_line(error)}); "
            "correct PULLQUOTE_RERANKER, or leave it empty for the reader that ships"
        ) from error


def _int8_embedder(
    choice: ModelChoice, cache: Path, batch_size: int, threads: int
) -> LoadedEmbedder:
    folder = choice.shipped
    if folder is None:
        _needs_torch(f"model {choice.id}")
        folder = int8_export(choice, cache)
    elif problem := torn(folder):
        raise ModelError(
            f"the model {choice.id} is not as it was shipped ({problem}); install Pullquote again"
        )
    recipe = recipe_in(folder)
    if recipe is None:
        from retrieval.sentence_transformer import load_exported

        return load_exported(choice, folder, batch_size, threads)
    from retrieval.onnx_embedding import OnnxEmbedder

    return OnnxEmbedder(choice.id, folder, recipe, batch_size, threads)


def _needs_torch(what: str) -> None:
    if not has_torch():
        raise ModelError(
            f"{what} needs PyTorch and sentence-transformers, which are not installed; "
            "run: pip install -c constraints.txt -e '.[models]'"
        )


def _not_loaded(choice: ModelChoice, error: Exception) -> ModelError:
    return ModelError(
        f"model {choice.id} can't be loaded ({first_line(error)}); "
        "check PULLQUOTE_MODEL, the network to the model hub, and run: pullquote doctor"
    )
