"""Checks a segment, a large one in a process of its own: a torn index segfaults whoever opens it.

python -m adapters.storage.probe DATA SEGMENT      prints a JSON list of problems
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

from adapters.storage.open_segment import OpenSegment
from adapters.storage.segment_damage import damage_in
from adapters.storage.segments import IndexUnreadable, read_manifest, segment_folder
from adapters.storage.vector_store import VectorsAway, VectorStore
from retrieval.errors import PullquoteError

# A process takes a second to begin; what it protects from is Chroma's graph, which a server keeps.
_ALONE_FROM = 2_000
_TIMEOUT_SECONDS = 3600


def problems_of(data: Path, store: VectorStore, segment: str) -> list[str]:
    """What is wrong with the segment, a line each; empty where it is sound. Raises VectorsAway."""
    folder = segment_folder(data, segment)
    try:
        manifest = read_manifest(folder)
        changed = damage_in(folder, manifest)
    except IndexUnreadable as error:
        return [str(error)]
    if changed:
        return changed
    if manifest.passages < _ALONE_FROM or store.remote:
        return found_in(data, store, segment)
    try:
        done = _opened(data.absolute(), segment)
    except subprocess.TimeoutExpired:
        return [f"checking it took longer than {_TIMEOUT_SECONDS} s"]
    if done.returncode < 0:
        return [f"opening it was ended by {signal.Signals(-done.returncode).name}"]
    try:
        found: list[str] = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return [f"opening it ended with status {done.returncode}: {last}"]
    return found


def found_in(data: Path, store: VectorStore, segment: str) -> list[str]:
    """What is wrong with the segment as it opens in this process. Raises VectorsAway."""
    try:
        opened = OpenSegment.open(data, store, segment)
        try:
            return opened.problems()
        finally:
            opened.close()
    except VectorsAway:
        raise
    except PullquoteError as error:
        return [str(error)]


def _opened(data: Path, segment: str) -> subprocess.CompletedProcess[str]:
    """How it ended for a process that opened it, and what this said."""
    return subprocess.run(
        [sys.executable, "-m", __name__, str(data), segment],
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def main() -> None:
    """Prints the problems of the segment named on the command line."""
    from adapters.storage.chroma import ChromaFolders

    data = Path(sys.argv[1])
    print(json.dumps(found_in(data, ChromaFolders(data), sys.argv[2])))


if __name__ == "__main__":
    main()
