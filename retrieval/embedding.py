"""Texts → embeddings, and pairs → relevance. The only file that knows sentence-transformers."""

import contextlib
import logging
import os
import platform
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from retrieval.exports import whole_export
from retrieval.models import ModelChoice, ModelError

Embeddings = NDArray[np.float32]  # shape (texts, dimensions), rows of length 1


# Measured: a batch of 8 stays in the processor's cache, a quarter faster than 32 with int8.
_INT8_BATCH, _CPU_BATCH, _GPU_BATCH = 8, 32, 256


_log = structlog.get_logger()


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


class SentenceTransformerEmbedder:
    """A SentenceTransformer behind the Embedder's door. Safe to call from several threads.

    `without_int8` says why it is not the int8 model that was meant to run, else "".
    """

    def __init__(
        self, model: str, transformer: Any, batch_size: int, without_int8: str = ""
    ) -> None:
        self.model = model
        self.without_int8 = without_int8
        self._transformer = transformer
        self._batch_size = batch_size

    def embed_question(self, question: str) -> Embeddings:
        vectors = self._transformer.encode_query(
            [question], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors[0], dtype=np.float32)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        # Longest first and in slices of a few batches: texts of like length share a batch, so
        # little is padding, and progress is heard; the slowest come first, so the time left falls.
        order = sorted(range(len(texts)), key=lambda n: -len(texts[n]))
        parts: list[Embeddings] = []
        step = self._batch_size * 8
        for first in range(0, len(order), step):
            chosen = [texts[n] for n in order[first : first + step]]
            parts.append(
                self._transformer.encode_document(
                    chosen,
                    batch_size=self._batch_size,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            )
            if progress:
                progress(len(chosen))
        if not parts:
            return np.zeros((0, 0), dtype=np.float32)
        vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        vectors[order] = np.concatenate(parts)
        return vectors


def load_embedder(
    choice: ModelChoice,
    *,
    cache: Path,
    backend: str = "auto",
    device: str = "auto",
    batch_size: int = 0,
) -> SentenceTransformerEmbedder:
    """The embedder for a model.

    `backend` is `auto`, `onnx` or `torch`. `auto` takes the int8 ONNX model on a CPU (exported
    into `cache` once, and again where that is torn) and torch on a GPU or where the model can't be
    exported. `device` is
    `auto`, `cpu`, `cuda`, `mps` …; `batch_size` 0 is chosen by device.

    Raises ModelError where the model can't be loaded.
    """
    with _quiet_libraries():
        try:
            import torch

            on = _device(torch, device)
            without_int8 = ""
            if backend == "onnx" or (backend == "auto" and on == "cpu"):
                try:
                    int8 = _load_int8(choice, cache)
                    return SentenceTransformerEmbedder(choice.id, int8, batch_size or _INT8_BATCH)
                except Exception as error:
                    if backend == "onnx":
                        raise
                    # Tried again by the next process: a full disk or memory is no verdict.
                    without_int8 = _first_line(error)
                    _log.warning("int8_unavailable", model=choice.id, problem=without_int8)
            from sentence_transformers import SentenceTransformer

            transformer = SentenceTransformer(choice.location, device=on, trust_remote_code=False)
            size = _CPU_BATCH if on == "cpu" else _GPU_BATCH
            return SentenceTransformerEmbedder(
                choice.id, transformer, batch_size or size, without_int8
            )
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(
                f"model {choice.id} can't be loaded ({_first_line(error)}); "
                "check PULLQUOTE_MODEL, the network to the model hub, and run: pullquote doctor"
            ) from error


class Reranker(Protocol):
    """What scores how well each passage answers a question."""

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Shape `(passages,)`, each 0 … 1."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder with one output, behind the Reranker's door."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        # The embedder beside it wants one; see _load_int8.
        self._threads = os.cpu_count() or 1

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            scores = self._encoder.predict(
                [(question, passage) for passage in passages],
                activation_fn=torch.nn.Sigmoid(),
                show_progress_bar=False,
            )
        finally:
            torch.set_num_threads(threads)
        return np.asarray(scores, dtype=np.float32).reshape(len(passages))


def load_reranker(setting: str, device: str = "auto") -> CrossEncoderReranker:
    """The CrossEncoder at an id on the hub or a path. Raises ModelError."""
    with _quiet_libraries():
        try:
            import torch
            from sentence_transformers import CrossEncoder

            encoder = CrossEncoder(setting, device=_device(torch, device), trust_remote_code=False)
        except Exception as error:
            raise ModelError(
                f"re-ranking model {setting} can't be loaded ({_first_line(error)}); "
                "correct PULLQUOTE_RERANKER, or leave it empty for the reader that ships"
            ) from error
    if encoder.num_labels != 1:
        raise ModelError(
            f"re-ranking model {setting} gives {encoder.num_labels} scores a pair; "
            "PULLQUOTE_RERANKER needs a CrossEncoder with one"
        )
    return CrossEncoderReranker(encoder)


def _load_int8(choice: ModelChoice, cache: Path) -> Any:
    import onnxruntime
    import torch
    from sentence_transformers import SentenceTransformer

    folder = _exported(choice, cache)
    file = next((folder / "onnx").glob("model_q*.onnx"))
    options = onnxruntime.SessionOptions()
    # Beside torch's own threads, ONNX threads that spin for work cost half of all speed, and
    # torch only averages tokens here: measured 4 times faster on questions, twice on passages.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    torch.set_num_threads(1)
    return SentenceTransformer(
        str(folder),
        backend="onnx",
        device="cpu",
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={
            "file_name": f"onnx/{file.name}",
            "provider": "CPUExecutionProvider",
            "session_options": options,
        },
    )


def _exported(choice: ModelChoice, cache: Path) -> Path:
    """The folder of the int8 export for this processor, made on first use, whole or not at all."""
    instructions = _instructions()
    # optimum takes what follows an "@" for a revision.
    slug = "".join(c if c.isalnum() or c in "-._" else "--" for c in choice.id)

    def make(building: Path) -> None:
        from sentence_transformers import SentenceTransformer, export_dynamic_quantized_onnx_model

        model = SentenceTransformer(
            choice.location,
            backend="onnx",
            device="cpu",
            trust_remote_code=False,
            model_kwargs={"export": True, "provider": "CPUExecutionProvider"},
        )
        model.save_pretrained(str(building))
        export_dynamic_quantized_onnx_model(model, instructions, str(building))
        (building / "onnx" / "model.onnx").unlink()

    return whole_export(cache / f"{slug}-{instructions}", make)


def _instructions() -> Any:
    """The quantisation that this processor runs fastest."""
    if platform.machine().lower() in {"arm64", "aarch64"}:
        return "arm64"
    flags = Path("/proc/cpuinfo")
    text = flags.read_text(encoding="utf-8", errors="replace") if flags.exists() else ""
    if "avx512_vnni" in text:
        return "avx512_vnni"
    return "avx512" if "avx512f" in text else "avx2"


def _device(torch: Any, device: str) -> str:
    if device != "auto":
        return device
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


@contextlib.contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Loading is not news: no bars, notices or warnings of the libraries on the user's terminal."""
    with (
        warnings.catch_warnings(),
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
    ):
        warnings.simplefilter("ignore")
        for name in ("sentence_transformers", "transformers", "optimum", "onnxruntime"):
            logging.getLogger(name).setLevel(logging.ERROR)
        with contextlib.suppress(ImportError):
            from transformers.utils import logging as transformers_logging

            transformers_logging.set_verbosity_error()
            transformers_logging.disable_progress_bar()
        yield
