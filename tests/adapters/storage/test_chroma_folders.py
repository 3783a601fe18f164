"""A segment's folder takes the room of what it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from adapters.storage.chroma import NewFolder
from adapters.storage.chroma_reading import ReadVectors

VECTORS = np.random.default_rng(3).standard_normal((5200, 32)).astype(np.float32)
IDS = [f"{number:032x}" for number in range(len(VECTORS))]
STORIES = [("nato", "bridge")[number % 2] for number in range(len(VECTORS))]


def test_a_folder_keeps_neither_empty_pages_nor_vectors_twice(tmp_path: Path) -> None:
    with NewFolder.create(tmp_path / "new", len(IDS)) as folder:
        assert list(folder.add(IDS, VECTORS, STORIES)) == [5000, 200]
    with closing(sqlite3.connect(tmp_path / "new" / "chroma.sqlite3")) as table:
        assert table.execute("PRAGMA freelist_count").fetchone() == (0,)
        held = table.execute("SELECT count(*) FROM embeddings_queue").fetchone()
    assert held[0] <= 1  # Chroma keeps the last
    read = ReadVectors.open(tmp_path / "new")
    assert read.count() == len(IDS)
    assert read.nearest(VECTORS[700], 1)[0][0] == IDS[700]
    assert read.nearest(VECTORS[700], 1, ["bridge"])[0][0] != IDS[700]
