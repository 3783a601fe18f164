"""Checks a generation's folder in a process of its own: a torn index segfaults whoever opens it.

python -m adapters.storage.probe FOLDER      prints a JSON list of problems
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

from adapters.storage.generation_damage import damage_in
from adapters.storage.generations import IndexUnreadable, read_manifest
from adapters.storage.open_generation import OpenGeneration
from retrieval.errors import PullquoteError

_TIMEOUT_SECONDS = 600


def problems_of(folder: Path) -> list[str]:
    """What is wrong with the generation in `folder`, a line each; empty where it is sound."""
    try:
        changed = damage_in(folder, read_manifest(folder))
    except IndexUnreadable as error:
        return [str(error)]
    if changed:
        return changed
    try:
        done = _opened(folder.absolute())
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


def _opened(folder: Path) -> subprocess.CompletedProcess[str]:
    """How it ended for a process that opened it, and what this said."""
    return subprocess.run(
        [sys.executable, "-m", __name__, str(folder)],
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
        check=False,
        cwd=Path(__file__).parents[2],
    )


def main() -> None:
    """Prints the problems of the folder named on the command line."""
    try:
        generation = OpenGeneration.open(Path(sys.argv[1]))
        found = generation.problems()
        generation.close()
    except PullquoteError as error:
        found = [str(error)]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
