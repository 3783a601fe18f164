"""A generation's folder → its lease: shared by every process that reads it, or held by nobody."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker

from adapters.storage.generations import IndexUnreadable, unreadable

_LEASE_POLL_SECONDS = 0.1


class GenerationGone(IndexUnreadable):
    """The generation was swept between reading the pointer and opening its folder."""


def leased(folder: Path) -> IO[bytes]:
    """The lease, locked together with other readers. Raises GenerationGone, IndexUnreadable."""
    gone = GenerationGone(f"generation {folder.name} is gone; run: pullquote reindex")
    try:
        lease = (folder / "lease").open("rb")
    except FileNotFoundError:
        raise gone from None
    except OSError as error:
        raise unreadable(folder, error) from error
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
def unread(folder: Path, wait: float = 0.0) -> Iterator[bool]:
    """Whether no process reads the generation, after waiting for that `wait` seconds at most.

    Where it is True nobody can open the generation either, as long as the `with` lasts.
    """
    try:
        lease = (folder / "lease").open("rb+")
    except FileNotFoundError:
        yield True
        return
    with lease:
        yield _locked_alone(lease, wait)


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
