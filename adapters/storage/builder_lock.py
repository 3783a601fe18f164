"""The data folder → the right to change its index, and its disk's failures as one line each."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from adapters.storage.vector_store import VectorsError
from retrieval.errors import PullquoteError
from retrieval.private_files import private_file, private_folder

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_UNWRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# NumPy and Chroma tell only that writing failed; with less than this left, that is why.
_NEXT_TO_NOTHING_BYTES = 16 << 20


class BuilderBusy(PullquoteError):
    """Another process is building, or refreshing."""


class BuildFailed(PullquoteError):
    """The new generation could not be made or did not pass its check; the old one still serves."""


class DiskFull(BuildFailed):
    """There was no room for the new generation; what was written of it is removed again."""


class DataUnwritable(BuildFailed):
    """The data folder may only be read."""


@contextmanager
def only_builder(data: Path) -> Iterator[None]:
    """Holds the builder's lock, which the system takes back however the process ends.

    Raises BuilderBusy where another process has it, DiskFull, DataUnwritable.
    """
    with _alone(data, "builder.lock", "building the index in"):
        yield


@contextmanager
def only_refresher(data: Path) -> Iterator[None]:
    """Holds the lock of who asks the web, as `only_builder` does."""
    with _alone(data, "refresh.lock", "refreshing the stories of"):
        yield


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
    if isinstance(error, DiskFull | DataUnwritable):
        return error
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
