"""What takes long to make from a model → its folder, made once and whole, and again where torn.

A kill, a full disk or somebody's clean-up may take a part of it: every file has its digest, and
what killed makers left is removed.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from retrieval.event_logger import EventLogger
from retrieval.private_files import make_tree_private, private_file, private_folder

_DIGESTS = "digests.json"
_BUILDING = "exporting-"
_WAIT_SECONDS = 600

_log = EventLogger()


def whole_export(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, in which every file is as `make` left it in the empty folder that it is given.

    Checking costs a hash of its files: 20 ms for 23 MB. Raises OSError and what `make` raises;
    nothing is left of the folder then, and the next call tries again.
    """
    # Importing it writes into the folder for temporary files, which is not ours to choose here.
    import portalocker

    lock = folder.parent / "export.lock"
    if torn(folder) is None:
        if _leftovers(folder.parent):
            # Not waited for: they may be another model's, and in the making.
            with suppress(portalocker.LockException), portalocker.Lock(lock, "w", timeout=0):
                _sweep(folder.parent)
        return folder
    private_folder(folder.parent)
    private_file(lock)
    # Two processes that start together must not export into one folder.
    with portalocker.Lock(lock, "w", timeout=_WAIT_SECONDS):
        _sweep(folder.parent)
        problem = torn(folder)
        if problem is None:
            return folder
        if folder.exists():
            _log.warning("export_made_again", folder=folder.name, problem=problem)
        building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder.parent))
        try:
            make(building)
            note_digests(building)
            make_tree_private(building)
            if folder.exists():
                # Aside first: a kill leaves the old one, none, or the new one, and never half.
                folder.rename(building.with_name(f"{building.name}-old"))
            building.rename(folder)
        finally:
            _sweep(folder.parent)
    return folder


def torn(folder: Path) -> str | None:
    """What is wrong with the folder, None where it is whole."""
    if not folder.exists():
        return "it is not there"
    try:
        expected = json.loads((folder / _DIGESTS).read_text(encoding="utf-8"))
        found = _digests(folder)
    except FileNotFoundError:
        return f"{_DIGESTS} is missing"
    except (OSError, ValueError) as error:
        return f"it can't be read ({type(error).__name__})"
    if not isinstance(expected, dict) or not expected:
        return f"{_DIGESTS} is damaged"
    for name, digest in expected.items():
        if found.get(name) != digest:
            return f"{name} is {'damaged' if name in found else 'missing'}"
    return None


def note_digests(folder: Path) -> None:
    """Writes down what its files are now, for `torn`."""
    digests = json.dumps(_digests(folder), indent=1)
    (folder / _DIGESTS).write_text(f"{digests}\n", encoding="utf-8")


def _sweep(cache: Path) -> None:
    """Removes what killed makers left; with the lock, which whoever is still making holds."""
    for left in _leftovers(cache):
        shutil.rmtree(left, ignore_errors=True)


def _leftovers(cache: Path) -> list[Path]:
    return list(cache.glob(f"{_BUILDING}*"))


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != _DIGESTS:
            with path.open("rb") as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found
