"""A model → its int8 ONNX form in a folder, made once, by a process of its own.

python -m retrieval.model_export MODEL FOLDER      exports into the empty folder

In a process of its own, since torch stays in memory as long as the process that imported it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from retrieval.exports import whole_export
from retrieval.models import ModelChoice

# Exports before this one differed by processor, and only sentence-transformers could run them.
_EARLIER = ("arm64", "avx2", "avx512", "avx512_vnni")


class ExportError(Exception):
    """A model can't be exported; the message is the exporter's first line."""


def int8_export(choice: ModelChoice, cache: Path) -> Path:
    """The folder of the export made on first use, whole or not at all.

    Raises ExportError, OSError.
    """
    # optimum takes what follows an "@" for a revision.
    slug = "".join(c if c.isalnum() or c in "-._" else "--" for c in choice.id)

    def make(building: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", __name__, choice.location, str(building.absolute())],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[1],
        )
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise ExportError(said[-1] if said else f"it ended with status {done.returncode}")
        for processor in _EARLIER:
            shutil.rmtree(cache / f"{slug}-{processor}", ignore_errors=True)

    return whole_export(cache / f"{slug}-int8", make)


def first_line(error: Exception) -> str:
    """The kind of an error and what it says, on one line."""
    text = str(error) if isinstance(error, ExportError) else f"{type(error).__name__}: {error}"
    return (text.splitlines() or [""])[0][:300]


def main() -> None:
    """Exports what the command line names."""
    from retrieval.sentence_transformer import export

    location, folder = sys.argv[1:]
    try:
        export(location, Path(folder))
    except Exception as error:
        sys.exit(first_line(error))


if __name__ == "__main__":
    main()
