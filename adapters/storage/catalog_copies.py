"""An SQLite catalog that is about to be changed for good → a private copy of it beside it."""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from retrieval.private_files import FILE_MODE

# Of copies made before upgrades; the next one removes those beyond.
KEPT = 3
_BEFORE = re.compile(r"\.before-(\d{4}|restore)$")


def copy_aside(catalog: Path, before: str) -> Path:
    """Copies the catalog, as it is at one moment, to `catalog.sqlite3.before-BEFORE`; an older
    copy of that name is replaced. Others may go on writing. Raises OSError, sqlite3.Error."""
    copy = catalog.with_name(f"{catalog.name}.before-{before}")
    partial = copy.with_name(f"{copy.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=FILE_MODE)
        with (
            closing(sqlite3.connect(catalog)) as source,
            closing(sqlite3.connect(partial)) as aside,
        ):
            source.backup(aside)
            # One file, whatever the catalog's journal is.
            aside.execute("PRAGMA journal_mode=DELETE")
        with partial.open("rb+") as stream:
            os.fsync(stream.fileno())
        partial.replace(copy)
    finally:
        partial.unlink(missing_ok=True)
    return copy


def copy_unread(catalog: Path, before: str) -> Path:
    """The same of one that SQLite can't read: byte by byte. Raises OSError."""
    copy = catalog.with_name(f"{catalog.name}.before-{before}")
    copy.unlink(missing_ok=True)
    copy.touch(mode=FILE_MODE)
    shutil.copyfile(catalog, copy)
    return copy


def copies_of(catalog: Path) -> list[Path]:
    """Newest first."""
    beside = catalog.parent.glob(f"{catalog.name}.before-*") if catalog.parent.is_dir() else ()
    found = [path for path in beside if _BEFORE.search(path.name)]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def remove_copies(catalog: Path, kept: int = 0) -> list[Path]:
    """Removes all but the newest `kept`; those removed."""
    gone = copies_of(catalog)[kept:]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def file_of(database: str | None) -> Path | None:
    """The file behind the database's name in an SQLite URL; None where there is none."""
    if not database or database == ":memory:" or database.startswith("file:"):
        return None
    return Path(database)
