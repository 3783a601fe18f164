"""A segment's folder → Chroma's own bindings, opened.

They are what Chroma's Python client calls for a folder (chromadb/api/rust.py): the same engine,
without the half second that importing the client takes whoever asks or changes a little.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb_rust_bindings as chroma

from adapters.storage.vector_store import VectorsError

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
# The last arguments of each call: the tenant and the database that every folder has.
PLACE = ("default_tenant", "default_database")
# Graphs that are held in memory: a folder has one.
_GRAPHS = 4
# Those who open a folder at the same time write its housekeeping at the same time.
_opening = threading.Lock()


def open_bindings(folder: Path) -> Any:
    """The bindings of a folder, new where it is empty; they close with their last reference.

    Raises whatever Chroma raises; see `named_failures`.
    """
    with _opening:
        return chroma.Bindings(
            allow_reset=False,
            sqlite_db_config=chroma.SqliteDBConfig(
                hash_type=chroma.MigrationHash.MD5,
                migration_mode=chroma.MigrationMode.Apply,
                url=str(folder / DATABASE),
            ),
            persist_path=str(folder),
            hnsw_cache_size=_GRAPHS,
        )


@contextmanager
def named_failures(folder: Path) -> Iterator[None]:
    """Chroma raises errors of its own, of Rust, of SQLite and of the disk: all become one kind."""
    try:
        yield
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise VectorsError(f"{folder} can't be used ({reason})") from error
