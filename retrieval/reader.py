"""A question and passages → readings. The only file that runs the reader's network.

The network ships beside this file; `training/` made it, and its model card says from what.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from retrieval.exported_model import TOKENIZER
from retrieval.models import SHIPPED, ModelError
from retrieval.onnx_embedding import session_options
from retrieval.pairs import PairEncoder
from retrieval.readings import Reading

MODEL = Path(__file__).with_suffix(".onnx")
CHECKSUM = Path(__file__).with_suffix(".json")

_NEXT_STEP = "install Pullquote again, or set PULLQUOTE_RERANKER=none to do without it"


class Reader(Protocol):
    """What reads passages for a question."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """One reading for each (heading, text), in their order."""
        ...


class OnnxReader:
    """The network behind the Reader's door. Safe to call from several threads."""

    def __init__(self, session: Any, encoder: PairEncoder) -> None:
        self._session = session
        self._encoder = encoder

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        # One a pass: int8 rounds by the largest number of a pass, so that what is read beside a
        # passage would move its reading; and it takes less than two a pass.
        return [self._reading(question, heading, text) for heading, text in passages]

    def _reading(self, question: str, heading: str, text: str) -> Reading:
        pairs = self._encoder.encode([question], [heading], [text])
        relevance, answerability, starts, ends = self._session.run(
            None, {"ids": pairs.ids, "mask": pairs.mask, "types": pairs.types}
        )
        tokens = np.flatnonzero(pairs.offsets[0, :, 0] >= 0)  # of the text alone
        return Reading(
            relevance=float(relevance[0]),
            answerability=float(answerability[0]),
            starts=starts[0, tokens],
            ends=ends[0, tokens],
            offsets=pairs.offsets[0, tokens],
        )


def load_reader(model: Path = MODEL, checksum: Path = CHECKSUM) -> OnnxReader:
    """The reader that ships, loaded, checked against its checksum and warm. Raises ModelError."""
    import onnxruntime

    try:
        with model.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
        expected = json.loads(checksum.read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the reader can't be loaded ({error}); {_NEXT_STEP}") from error
    if found != expected:
        raise ModelError(f"the reader {model.name} is not the one that was shipped; {_NEXT_STEP}")
    session = onnxruntime.InferenceSession(
        # By its name: a session keeps bytes that it is given beside what it makes of them.
        str(model),
        sess_options=session_options(onnxruntime),
        providers=["CPUExecutionProvider"],
    )
    reader = OnnxReader(session, PairEncoder(SHIPPED / TOKENIZER))
    reader.read("Is the reader warm?", [("", "It has read this.")])
    return reader
