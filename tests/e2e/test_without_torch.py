"""Who only asks waits for no PyTorch: what answers with the shipped model never imports it."""

import subprocess
from pathlib import Path

import pytest

from tests.e2e.command import COMMAND, ROOT
from tests.patience import PATIENCE

HEAVY = {"torch", "transformers", "sentence_transformers", "optimum", "sklearn"}


def imported(told: str) -> set[str]:
    """The packages that Python told of, a line each."""
    lines = [line for line in told.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "who heads the new US command in Japan?"),
        ("reindex", "--rebuild"),
        ("reindex",),
        ("timeline", "us-japan-command"),
        ("doctor",),
        ("index", "verify"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_a_command_that_answers_imports_no_torch(
    shipped: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "PULLQUOTE_DATA": str(tmp_path / "data" if "--rebuild" in arguments else shipped),
        # Its children tell, too.
        "PYTHONPROFILEIMPORTTIME": "1",
    }
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 3,
        check=False,
    )
    seen = imported(done.stderr)
    assert done.returncode in ((0, 1) if arguments == ("doctor",) else (0,)), done.stderr[-2000:]
    assert "typer" in seen
    assert seen & HEAVY == set()
