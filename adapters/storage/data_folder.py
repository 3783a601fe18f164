"""The data folder → made or narrowed, so that nobody but its owner reads what is kept there.

The catalog holds the tokens of workspaces, and what people asked is on its way through it.
"""

import os
from pathlib import Path

from retrieval.event_logger import EventLogger
from retrieval.private_files import (
    made_private,
    make_tree_private,
    private_folder,
)

# What Pullquote itself puts there. A folder with anything else in it, such as a home folder, is
# somebody's for other ends, and its own mode is not ours to change.
_OURS = (
    *("catalog.sqlite3*", "builder.lock", "refresh.lock", "migrate.lock"),
    *("identity*", "scan.json*"),
    *("segments", "leases", "generations", "models", "tmp", "cache", "restoring"),
)
_SAID_AT_MOST = 3

_log = EventLogger()


def private_data_folder(data: Path) -> None:
    """Makes `data`, or narrows what others could read of it, and says so in the log.

    Raises OSError where it can't be made.
    """
    private_folder(data)
    data = data.resolve()
    ours = [path for path in data.iterdir() if any(path.match(name) for name in _OURS)]
    alone = [data] if len(ours) == len(list(data.iterdir())) else []
    before, narrowed = None, []
    for path in (*ours, *alone):
        mode = made_private(path)
        if mode is None:
            continue
        before = before or mode
        narrowed.append(path)
        if path.is_dir() and path != data:
            make_tree_private(path)
    if narrowed and before is not None:
        shown = ", ".join(path.name for path in narrowed[:_SAID_AT_MOST])
        _log.warning(
            "made_private", folder=str(data), what=shown, count=len(narrowed), was=f"{before:04o}"
        )


def this_user() -> str:
    """Whom a folder has to be writable for. A container's user has no name on the machine whose
    folder it is given, only a number."""
    return f"user {os.getuid()}" if hasattr(os, "getuid") else "this user"


def is_open_to_others(data: Path) -> int | None:
    """The folder's mode where others may look into it. Raises OSError."""
    mode = data.stat().st_mode & 0o777
    return mode if mode & 0o077 else None
