"""A reader whose readings are kept on disk: measuring again with other weights takes seconds."""

import hashlib
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from retrieval.reader import load_reader
from retrieval.readings import Reading


class KeptReader:
    """The network in the file `model`, asked once for each question and passage.

    Keeps what it read in `folder` on leaving `with`, for this network only.
    """

    def __init__(self, model: Path, folder: Path) -> None:
        sha = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
        self._file = folder / f"readings-{sha}.pickle"
        self._reader = load_reader(model, model.with_suffix(".json"))
        self._kept: dict[str, Reading] = {}
        if self._file.exists():
            self._kept = pickle.loads(self._file.read_bytes())  # noqa: S301 - our own file
        self._new = False

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        keys = [_key(question, title, text) for title, text in passages]
        missing = [n for n, key in enumerate(keys) if key not in self._kept]
        if missing:
            self._new = True
            readings = self._reader.read(question, [passages[n] for n in missing])
            for n, reading in zip(missing, readings, strict=True):
                self._kept[keys[n]] = reading
        return [self._kept[key] for key in keys]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._new:
            self._file.write_bytes(pickle.dumps(self._kept))


def _key(question: str, title: str, text: str) -> str:
    return hashlib.sha256("\0".join((question, title, text)).encode()).hexdigest()[:24]
