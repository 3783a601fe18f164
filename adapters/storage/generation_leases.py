"""A generation → its lease on this machine: shared by every process that reads it, or held by
nobody. What a leased generation names stays on disk."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker

from adapters.storage.segments import IndexUnreadable
from retrieval.private_files import private_file, private_folder

_LEASE_POLL_SECONDS = 0.1


class GenerationGone(IndexUnreadable):
    """The generation was swept between reading the pointer and opening it."""


def lease_file(data: Path, generation: str) -> Path:
    """Where a generation's lease lies, whether or not it does."""
    return data / "leases" / generation


def leased(data: Path, generation: str) -> IO[bytes]:
    """The lease, locked together with other readers; made where this machine had none.

    Raises GenerationGone where it is being removed, OSError.
    """
    gone = GenerationGone(f"generation {generation} is gone; run: pullquote reindex")
    path = lease_file(data, generation)
    if not path.exists():
        private_folder(path.parent)
        private_file(path)
    lease = path.open("rb")
    try:
        portalocker.lock(lease, portalocker.LOCK_SH | portalocker.LOCK_NB)
    except portalocker.LockException:
        lease.close()
        raise gone from None
    # Whoever removes a generation may have unlinked the lease between the two lines above.
    if not os.fstat(lease.fileno()).st_nlink:
        lease.close()
        raise gone
    return lease


@contextmanager
def unread(lease: Path, wait: float = 0.0) -> Iterator[bool]:
    """Whether no process holds the lease, after waiting for that `wait` seconds at most.

    Where it is True nobody can open the generation either, as long as the `with` lasts.
    """
    try:
        stream = lease.open("rb+")
    except FileNotFoundError:
        yield True
        return
    with stream:
        yield _locked_alone(stream, wait)


def remove_unread_leases(data: Path, listed: Collection[str]) -> None:
    """Those of generations that are not `listed` any more."""
    for lease in (data / "leases").glob("*"):
        if lease.name not in listed:
            with unread(lease) as free:
                if free:
                    lease.unlink(missing_ok=True)


def _locked_alone(lease: IO[bytes], wait: float) -> bool:
    until = time.monotonic() + wait
    while True:
        try:
            portalocker.lock(lease, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            if time.monotonic() >= until:
                return False
            time.sleep(_LEASE_POLL_SECONDS)
        else:
            return True
