"""A segment's folder and its manifest → what was changed since it was finished, without opening it.

What opens a torn graph of vectors may segfault, so this comes first.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.storage.segments import Manifest, digest_of

_PATIENCE_SECONDS = 5.0
# A reindex and an opening must not wait for the hash of a gigabyte: of larger files only the size
# is compared. `doctor` and `index verify` compare all, and note what they find.
GLANCE_BYTES = 16 << 20
# Written beside the manifest where a whole check found damage that a glance doesn't see.
_NOTE = "damage.txt"


def damage_in(folder: Path, manifest: Manifest, at_most: int | None = None) -> list[str]:
    """A line for everything about the folder that would keep it from being opened, or would make
    it answer otherwise than it did when it was finished; found without opening it.

    With `at_most`, of a file of more bytes only the size is compared. Whole, it costs a hash of the
    files and SQLite's own check of Chroma's table: 0.2 s for 100 MB.
    """
    noted = folder / _NOTE
    if at_most is not None and noted.exists():
        return noted.read_text(encoding="utf-8").splitlines() or ["it was found damaged"]
    return _changed_files(folder, manifest, at_most) or _table_damage(folder, at_most)


def is_noted(folder: Path) -> bool:
    """Whether a whole check found damage."""
    return (folder / _NOTE).exists()


def note_damage(folder: Path, found: list[str]) -> None:
    """So that whoever only glances at the folder knows; with nothing found, the note goes."""
    if found and folder.exists():
        (folder / _NOTE).write_text("\n".join(found), encoding="utf-8")
    else:
        (folder / _NOTE).unlink(missing_ok=True)


def _changed_files(folder: Path, manifest: Manifest, at_most: int | None) -> list[str]:
    found = []
    for path, digest in manifest.digests.items():
        try:
            size = (folder / path).stat().st_size
        except OSError:
            found.append(f"{path} is missing")
            continue
        whole = size == manifest.sizes[path] and (
            (at_most is not None and size > at_most) or digest_of(folder / path) == digest
        )
        if not whole:
            found.append(f"{path} is damaged")
    return found


def _table_damage(folder: Path, at_most: int | None) -> list[str]:
    """Opening writes into Chroma's table, so it has no digest."""
    if not (folder / "vectors").exists():  # a server keeps them
        return []
    path = folder / "vectors" / "chroma.sqlite3"
    if not path.exists():
        return [f"{path.name} is missing"]
    if at_most is not None and path.stat().st_size > at_most:
        return []
    try:
        # Able to write, so that SQLite undoes what somebody killed left half done.
        url = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(url, uri=True, timeout=_PATIENCE_SECONDS)) as opened:
            said = [str(row[0]) for row in opened.execute("PRAGMA quick_check(1)")]
            # A table of the right make without its rows is sound to SQLite.
            opened.execute("SELECT 1 FROM collections, embeddings LIMIT 1").fetchone()
    except sqlite3.Error as error:
        if "locked" in str(error):  # by somebody who is opening it
            return []
        return [f"{path.name} is damaged ({error})"]
    return [] if said == ["ok"] else [f"{path.name} is damaged ({'; '.join(said)})"]
