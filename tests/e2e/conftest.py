"""The shipped corpus, indexed once a run with the real model, and the command to ask it."""

from pathlib import Path

import portalocker
import pytest

from tests.e2e.command import ROOT, Run, run_in
from tests.patience import PATIENCE


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the shipped corpus; workers that test side by side share one."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if root.name.startswith("popen-") else root
    data = shared / "shipped"
    with portalocker.Lock(shared / "shipped.lock", "w", timeout=3 * PATIENCE):
        if not (data / "indexed").exists():
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
