"""A data folder and its catalog → the right to change the index, and the disk's failures as one
line each."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import portalocker

from adapters.storage.database import Database
from adapters.storage.database_errors import POSTGRESQL
from adapters.storage.index_home import settle
from adapters.storage.leases import BUILDER, REFRESHER, Lease, LeaseHeld, leased
from adapters.storage.vector_store import VectorsAway, VectorsError
from retrieval.errors import PullquoteError
from retrieval.private_files import private_file, private_folder

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# NumPy and Chroma tell only that writing failed; with less than this left, that is why.
_NEXT_TO_NOTHING_BYTES = 16 << 20
_FILES = {
    BUILDER: ("builder.lock", "building the index in"),
    REFRESHER: ("refresh.lock", "refreshing the stories of"),
}


class BuilderBusy(PullquoteError):
    """Another process is building, or refreshing."""


class BuildFailed(PullquoteError):
    """The new generation could not be made or did not pass its check; the old one still serves."""


class DiskFull(BuildFailed):
    """There was no room for the new generation; what was written of it is removed again."""


class StoreAway(BuildFailed):
    """What keeps the vectors doesn't answer; the next build goes on."""


class DataUnwritable(BuildFailed):
    """The data folder may only be read."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to refresh, as long as its `with` lasts."""

    _lease: Lease | None

    @property
    def lost(self) -> bool:
        """Whether another process has it, because this one stood still."""
        return self._lease is not None and self._lease.lost


@contextmanager
def only_builder(
    data: Path, database: Database, *, adopting: bool = False, server: str = ""
) -> Iterator[None]:
    """Nobody else builds: on this machine by a lock that the system takes back however the process
    ends, on PostgreSQL by a lease, since others may be on other machines.

    `adopting` makes this data folder the one that the index lies in; `server` is what it lies in
    where data folders are caches. Raises BuilderBusy where
    another process builds, ForeignIndex where the index lies in another data folder,
    CatalogError, DiskFull, DataUnwritable.
    """
    with _one_of_all(data, database, BUILDER) as lease:
        database.builders_lease = lease
        try:
            with named_disk_failures(data):
                settle(data, database, adopting=adopting, server=server)
            yield
        finally:
            database.builders_lease = None


@contextmanager
def only_refresher(data: Path, database: Database, *, wait: bool = True) -> Iterator[Turn]:
    """Nobody else asks the web, as with `only_builder`. Without `wait` a holder that may be dead is
    not waited for."""
    with _one_of_all(data, database, REFRESHER, wait=wait) as lease:
        yield Turn(lease)


@contextmanager
def _one_of_all(
    data: Path, database: Database, name: str, *, wait: bool = True
) -> Iterator[Lease | None]:
    database.refuse_newer()
    if database.dialect != POSTGRESQL:
        with _alone(data, *_FILES[name]):
            yield None
        return
    with ExitStack() as stack:
        try:
            lease = stack.enter_context(leased(database, name, wait=wait))
        except LeaseHeld as error:
            raise BuilderBusy(str(error)) from None
        yield lease


@contextmanager
def _alone(data: Path, name: str, doing: str) -> Iterator[None]:
    with named_disk_failures(data):
        private_folder(data)
        private_file(data / name)
        stream = (data / name).open("a+", encoding="utf-8")
    with stream:
        try:
            portalocker.lock(stream, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            stream.seek(0)
            raise BuilderBusy(
                f"another process (pid {stream.read().strip() or 'unknown'}) is {doing} "
                f"{data}; wait for it to finish and run the command again"
            ) from None
        with named_disk_failures(data):
            stream.truncate(0)
            stream.write(f"{os.getpid()}\n")
            stream.flush()
        yield


@contextmanager
def named_disk_failures(data: Path) -> Iterator[None]:
    """What the disk makes fail, as BuildFailed: one line with the data folder and the next step."""
    try:
        yield
    except (OSError, VectorsError, BuildFailed) as error:
        named = _named(data, error)
        if named is error:
            raise
        raise named from error


def _named(data: Path, error: OSError | VectorsError | BuildFailed) -> BuildFailed:
    if isinstance(error, DiskFull | DataUnwritable | StoreAway):
        return error
    if isinstance(error, VectorsAway):
        return StoreAway(f"{error}; the old index is kept, and the next reindex goes on")
    number = error.errno if isinstance(error, OSError) else None
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    if number in _FULL or "disk is full" in reason or _free(data) < _NEXT_TO_NOTHING_BYTES:
        return DiskFull(
            f"no space left for the index in {data}; free some space and run the command again; "
            "the old index still serves"
        )
    if number in _UNWRITABLE:
        return DataUnwritable(
            f"data folder {data} can't be written to ({os.strerror(number or 0)}); make it "
            "writable, or set PULLQUOTE_DATA to another folder; the old index still serves"
        )
    if isinstance(error, BuildFailed):
        return error
    return BuildFailed(
        f"the new index could not be written in {data} ({reason}); run the command again; "
        "the old index still serves"
    )


def _free(data: Path) -> int:
    try:
        return shutil.disk_usage(data).free
    except OSError:
        return _NEXT_TO_NOTHING_BYTES
