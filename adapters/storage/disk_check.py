"""The data folder → whether there is room left and a write reaches the disk, now."""

import shutil
import tempfile
from pathlib import Path

from retrieval.errors import PullquoteError

DISK = "disk"
# Less is gone within minutes; of a small disk, a twentieth.
_LEAST_BYTES = 64 << 20
_LEAST_SHARE = 0.05
# More than a file system keeps in the entry itself.
_WRITTEN = bytes(64 << 10)


class DiskTrouble(PullquoteError):
    """The data folder is full or can't be written to; one line with the next step."""


def disk_check(data: Path) -> str:
    """Raises DiskTrouble."""
    try:
        with tempfile.TemporaryFile(dir=data, buffering=0) as probe:
            probe.write(_WRITTEN)
        disk = shutil.disk_usage(data)
    except OSError as error:
        raise DiskTrouble(
            f"data folder {data} can't be written to ({error.strerror}); free some space, or make "
            "it writable"
        ) from None
    if disk.free < min(_LEAST_BYTES, _LEAST_SHARE * disk.total):
        raise DiskTrouble(
            f"only {disk.free >> 20} MiB are left for the data folder {data}; free some space"
        )
    return f"{disk.free / (1 << 30):.1f} GiB free"
