"""`pullquote reindex --on`: the command embeds with the real model on a Ray of its own."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from adapters.storage.catalog import open_catalog
from retrieval.articles import digest
from retrieval.embedding import Embeddings
from retrieval.models import BUNDLED
from retrieval.passages import cut, embedded_text
from tests.e2e.command import ROOT, start
from tests.patience import PATIENCE


@pytest.fixture
def rays_folder() -> Iterator[str]:
    """Where Ray puts its sockets, whose names may have about a hundred characters."""
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield folder


def vectors(data: Path) -> dict[str, Embeddings]:
    """What the catalog keeps of the articles that are served."""
    with closing(open_catalog(None, data)) as catalog:
        current = catalog.current()
        assert current
        articles = [one.article for one in catalog.articles(current.id, "key-bridge-collapse")]
        hashes = {digest([embedded_text(a, p)]) for a in articles for p in cut(a)}
        found = catalog.embeddings.vectors(BUNDLED, hashes)
        assert found.keys() == hashes
        return found


@pytest.mark.slow
def test_a_cluster_makes_the_vectors_that_this_machine_makes(
    tmp_path: Path, shipped: Path, rays_folder: str
) -> None:
    arguments = ("reindex", "--corpus", str(ROOT / "corpus"), "--on", "local", "--json")
    with start(tmp_path, tmp_path / "data", *arguments, RAY_TMPDIR=rays_folder) as process:
        out, err = process.communicate(PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert json.loads(out)["embedded"] > 0
    made, expected = vectors(tmp_path / "data"), vectors(shipped)
    assert made.keys() == expected.keys()
    assert all(np.array_equal(made[h], expected[h]) for h in made)
