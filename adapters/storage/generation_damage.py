"""A generation's folder → what is not as it was when it was finished; found without opening it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.storage.generations import Manifest, digest_of

_PATIENCE_SECONDS = 5.0


def changed_files(folder: Path, manifest: Manifest, at_most: int | None = None) -> list[str]:
    """A line for every file that is not as it was when the generation was finished.

    With `at_most`, of a file of more bytes only the size is compared.
    """
    found = []
    for path, digest in manifest.digests.items():
        try:
            size = (folder / path).stat().st_size
        except OSError:
            found.append(f"{path} is missing")
            continue
        expected = manifest.sizes.get(path, size)
        whole = size == expected and (
            (at_most is not None and size > at_most) or digest_of(folder / path) == digest
        )
        if not whole:
            found.append(f"{path} is damaged")
    return found


def damage_in(folder: Path, manifest: Manifest) -> list[str]:
    """A line for everything about the folder that would keep it from being opened, or would make
    it answer otherwise than it did when it was finished; found without opening it.

    Costs a hash of its files and SQLite's own check of Chroma's table: 0.2 s for 100 MB.
    """
    found = changed_files(folder, manifest)
    if not (folder / "lease").exists():
        found.append("lease is missing")
    return found or sqlite_damage(folder / "vectors" / "chroma.sqlite3")


def sqlite_damage(path: Path) -> list[str]:
    """Opening writes into this file, so it has no digest."""
    if not path.exists():
        return [f"{path.name} is missing"]
    try:
        url = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(url, uri=True, timeout=_PATIENCE_SECONDS)) as opened:
            said = [str(row[0]) for row in opened.execute("PRAGMA quick_check(1)")]
            # A table of the right make without its rows is sound to SQLite.
            opened.execute("SELECT 1 FROM collections, embeddings LIMIT 1").fetchone()
    except sqlite3.Error as error:
        if "locked" in str(error):  # by somebody who is opening it
            return []
        return [f"{path.name} is damaged ({error})"]
    return [] if said == ["ok"] else [f"{path.name} is damaged ({'; '.join(said)})"]
