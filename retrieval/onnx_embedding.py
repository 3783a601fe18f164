"""Texts → embeddings by an exported model. The only file that runs one with ONNX Runtime alone.

Without torch and transformers, whose import costs five seconds and 380 MB; the numbers are those of
sentence-transformers over the same file (`tests/retrieval/test_onnx_embedding.py`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Embeddings, in_batches
from retrieval.exported_model import NETWORK, TOKENIZER, ExportedModel

# One text stays in the processor's cache: measured 1.3 times as many passages as 8 at once, and as
# many sentences. int8 rounds by all that shares a batch, so that alone its vector is its own, too.
_BATCH = 1


class OnnxEmbedder:
    """An exported model behind the Embedder's door. Safe to call from several threads."""

    # It is what was meant to run.
    without_int8 = ""

    def __init__(
        self,
        model: str,
        folder: Path,
        recipe: ExportedModel,
        batch_size: int = 0,
        threads: int = 0,
    ) -> None:
        # Both load what is large; who only asks whether an index is there needs neither.
        import onnxruntime
        from tokenizers import Tokenizer

        self.model = model
        self._recipe = recipe
        self._batch_size = batch_size or _BATCH
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(recipe.max_tokens)
        self._session = onnxruntime.InferenceSession(
            str(folder / NETWORK),
            sess_options=session_options(onnxruntime, threads),
            providers=["CPUExecutionProvider"],
        )
        self._inputs = frozenset(one.name for one in self._session.get_inputs())

    def embed_question(self, question: str) -> Embeddings:
        vector: Embeddings = self._embed([self._recipe.question_prompt + question])[0]
        return vector

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        prompt = self._recipe.passage_prompt
        whole = [prompt + text for text in texts] if prompt else texts
        return in_batches(self._embed, whole, self._batch_size, progress)

    def _embed(self, texts: Sequence[str]) -> Embeddings:
        encoded = self._tokenizer.encode_batch(list(texts))
        shape = (len(encoded), max(len(one.ids) for one in encoded))
        ids = np.full(shape, self._recipe.pad_token, dtype=np.int64)
        mask, types = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, one in enumerate(encoded):
            length = len(one.ids)
            ids[row, :length], types[row, :length] = one.ids, one.type_ids
            mask[row, :length] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        tokens = self._session.run(
            None, {name: values for name, values in given.items() if name in self._inputs}
        )[0]
        return _normalized(_pooled(self._recipe.pooling, tokens, mask))


def session_options(onnxruntime: Any, threads: int = 0) -> Any:
    """How every network here is run; with as many threads as there are cores for 0."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that spin for work take the processor from everything beside them: measured 4 times
    # slower on questions, twice on passages.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options


def _pooled(pooling: str, tokens: NDArray[np.float32], mask: NDArray[np.int64]) -> Embeddings:
    """Shape `(texts, dimensions)` of `(texts, tokens, dimensions)`."""
    if pooling == "cls":
        first: Embeddings = tokens[:, 0]
        return first
    weights = mask.astype(np.float32)
    total: Embeddings = np.einsum("btd,bt->bd", tokens, weights)
    # A tokenizer without special tokens makes nothing of an empty text.
    mean: Embeddings = total / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return mean


def _normalized(vectors: Embeddings) -> Embeddings:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Embeddings = (vectors / np.maximum(length, 1e-12)).astype(np.float32, copy=False)
    return unit
