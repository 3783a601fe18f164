"""Models in PyTorch → embeddings, relevance and exports. The only file that knows
sentence-transformers; importing it costs seconds, so nothing that can do without it does."""

import contextlib
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.embedding import Embeddings, in_batches
from retrieval.exported_model import NETWORK, TOKENIZER, ExportedModel, write_recipe
from retrieval.models import ModelChoice, ModelError
from retrieval.onnx_embedding import OnnxEmbedder, session_options

_CPU_BATCH, _GPU_BATCH = 32, 256

# Short, long, with capitals and accents, of another script, and nothing: what tells whether an
# exported model reads a text as sentence-transformers does.
_TRIED = ("Who heads it?", "Ærøskøbing: naïve CAFÉ — 東京, Москва 🗞️ " * 40, "", "A third one.")
_ALIKE = 0.9999


class SentenceTransformerEmbedder:
    """A SentenceTransformer behind the Embedder's door. Safe to call from several threads."""

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
        def embed(some: Sequence[str]) -> Embeddings:
            vectors: Embeddings = self._transformer.encode_document(
                list(some),
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            return vectors

        # A few batches at a time, so that progress is heard.
        return in_batches(embed, texts, self._batch_size * 8, progress)


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder with one output, behind the Reranker's door."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        # An exported model beside it wants one; see load_exported.
        self._threads = os.cpu_count() or 1

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
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


def load_transformer(
    choice: ModelChoice, device: str, batch_size: int, without_int8: str
) -> SentenceTransformerEmbedder:
    """The model in PyTorch; raises what the libraries raise."""
    with _quiet_libraries():
        from sentence_transformers import SentenceTransformer

        on = found_device() if device == "auto" else device
        transformer = SentenceTransformer(choice.location, device=on, trust_remote_code=False)
    size = _CPU_BATCH if on == "cpu" else _GPU_BATCH
    return SentenceTransformerEmbedder(choice.id, transformer, batch_size or size, without_int8)


def load_cross_encoder(setting: str, device: str) -> CrossEncoderReranker:
    """Raises ModelError where it has several outputs, and what the libraries raise."""
    with _quiet_libraries():
        from sentence_transformers import CrossEncoder

        on = found_device() if device == "auto" else device
        encoder = CrossEncoder(setting, device=on, trust_remote_code=False)
    if encoder.num_labels != 1:
        raise ModelError(
            f"re-ranking model {setting} gives {encoder.num_labels} scores a pair; "
            "PULLQUOTE_RERANKER needs a CrossEncoder with one"
        )
    return CrossEncoderReranker(encoder)


def load_exported(
    choice: ModelChoice, folder: Path, batch_size: int = 0, threads: int = 0
) -> SentenceTransformerEmbedder:
    """An export that only sentence-transformers can run; raises what the libraries raise."""
    with _quiet_libraries():
        # Torch only averages tokens here, and its threads would fight for the processor with
        # ONNX Runtime's.
        torch.set_num_threads(1)
        transformer = _onnx_transformer(folder, threads)
    # One at a time, as in retrieval/onnx_embedding.py.
    return SentenceTransformerEmbedder(choice.id, transformer, batch_size or 1)


def export(location: str, folder: Path) -> None:
    """The model's int8 form into `folder`, with how it is run where that needs no torch."""
    with _quiet_libraries():
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            location,
            backend="onnx",
            device="cpu",
            trust_remote_code=False,
            model_kwargs={"export": True, "provider": "CPUExecutionProvider"},
        )
        model.save_pretrained(str(folder))
        _quantise(folder / "onnx" / "model.onnx", folder / NETWORK)
        exported = _onnx_transformer(folder)
        recipe = _recipe(exported)
        if recipe and (folder / TOKENIZER).exists() and _gives_the_same(recipe, folder, exported):
            write_recipe(recipe, folder)


def _quantise(full: Path, small: Path) -> None:
    """Puts int8 in the place of fp32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = full.with_name("prepared.onnx")
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    # Seven bits of the eight: processors without VNNI add pairs of products in 16 bits, which
    # overflow otherwise. One file gives the same vectors everywhere (docs/decisions.md).
    quantize_dynamic(
        str(prepared),
        str(small),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    prepared.unlink()
    full.unlink()


def found_device() -> str:
    """Where torch runs models fastest on this machine."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _onnx_transformer(folder: Path, threads: int = 0) -> Any:
    import onnxruntime
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(
        str(folder),
        backend="onnx",
        device="cpu",
        trust_remote_code=False,
        local_files_only=True,
        model_kwargs={
            "file_name": NETWORK,
            "provider": "CPUExecutionProvider",
            "session_options": session_options(onnxruntime, threads),
        },
    )


def _recipe(model: Any) -> ExportedModel | None:
    """How the model is run, None where it has parts that only sentence-transformers has."""
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    kinds = [type(module) for module in model]
    pooling: Any = model[1].pooling_mode if kinds[:2] == [Transformer, Pooling] else ""
    if pooling not in ("mean", "cls") or kinds[2:] not in ([], [Normalize]):
        return None
    tokens, pad = model.max_seq_length, model.tokenizer.pad_token_id
    if not isinstance(tokens, int) or not isinstance(pad, int):
        return None

    def prompt(*names: str) -> str:
        """As `encode_query` and `encode_document` choose it."""
        named = (name for name in (*names, model.default_prompt_name) if name in model.prompts)
        return str(model.prompts.get(next(named, ""), ""))

    return ExportedModel(
        pooling=pooling,
        max_tokens=tokens,
        pad_token=pad,
        question_prompt=prompt("query"),
        passage_prompt=prompt("document", "passage", "corpus"),
    )


def _gives_the_same(recipe: ExportedModel, folder: Path, model: Any) -> bool:
    theirs = SentenceTransformerEmbedder("", model, len(_TRIED))
    try:
        ours = OnnxEmbedder("", folder, recipe, len(_TRIED))
        found = ours.embed_passages(_TRIED), ours.embed_question(_TRIED[0])
    # Whatever it is about a model that we can't run: sentence-transformers can.
    except Exception:
        return False
    expected = theirs.embed_passages(_TRIED), theirs.embed_question(_TRIED[0])
    alike = (found[0] * expected[0]).sum(axis=1), found[1] @ expected[1]
    return min(float(alike[0].min()), float(alike[1])) > _ALIKE


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
