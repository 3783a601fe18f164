"""A data folder and a catalog that others may share → whether the index lies in this folder.

Two data folders on one catalog would each sweep away the generations of the other. A folder that
holds an index has an id of its own in it, and the catalog has the id of the one that counts.
"""

import uuid
from pathlib import Path

from sqlalchemy import delete, insert, select

from adapters.storage.database import Database
from adapters.storage.tables.replicas import index_home as h
from retrieval.errors import PullquoteError
from retrieval.private_files import private_file, private_folder

_FILE = "identity"
# In the place of a folder's id.
_SERVER = "server"


class ForeignIndex(PullquoteError):
    """The catalog's index lies in another data folder."""


def settle(data: Path, database: Database, *, adopting: bool = False, server: str = "") -> None:
    """Before anything is built, swept or erased: the first folder, or one that is `adopting` it,
    is where the index lies from then on; or the `server`, of which any folder is a cache. Call it
    with the builder's lock. Raises ForeignIndex, OSError, CatalogError."""
    if not database.shared:
        return
    if server:
        if _home(database) != (_SERVER, server):
            _note(database, _SERVER, server)
        return
    mine = _identity(data, make=True)
    home = _home(database)
    if home is None or adopting:
        _note(database, mine, str(data.resolve()))
    elif home[0] != mine:
        raise _foreign(data, *home)


def refuse_foreign(data: Path, database: Database) -> None:
    """For who wants to read an index that isn't there. Raises ForeignIndex, CatalogError."""
    home = _home(database) if database.shared else None
    if home is not None and home[0] != _identity(data, make=False):
        raise _foreign(data, *home)


def _note(database: Database, identity: str, path: str) -> None:
    with database.building() as connection:
        connection.execute(delete(h))
        connection.execute(insert(h), {"id": 1, "folder": identity, "path": path})


def _home(database: Database) -> tuple[str, str] | None:
    with database.reading() as connection:
        row = connection.execute(select(h.c.folder, h.c.path)).first()
    return None if row is None else (row.folder, row.path)


def _identity(data: Path, *, make: bool) -> str:
    file = data / _FILE
    if make and not file.exists():
        private_folder(data)
        fresh = data / f"{_FILE}.{uuid.uuid4().hex}"
        private_file(fresh)
        fresh.write_text(f"{uuid.uuid4().hex}\n", encoding="ascii")
        fresh.replace(file)
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def _foreign(data: Path, identity: str, home: str) -> ForeignIndex:
    if identity == _SERVER:
        return ForeignIndex(
            f"the index of this catalog lies in the Chroma server {home}, not in {data}; set "
            "CHROMA_URL to it, or, if it is given up, run: pullquote index adopt"
        )
    return ForeignIndex(
        f"the index of this catalog lies in the data folder {home}, not in {data}, and two would "
        "spoil each other; set PULLQUOTE_DATA to that folder (on a disk that both machines see), "
        "or, if it is lost, run: pullquote index adopt"
    )
