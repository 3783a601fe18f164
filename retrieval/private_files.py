"""Files and folders → the same, readable by their owner alone, whatever the umask says."""

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def private_file(path: Path) -> None:
    """Makes the file, empty, unless it is there: for whoever opens it without a mode of its own."""
    path.touch(mode=FILE_MODE, exist_ok=True)


def private_folder(folder: Path) -> None:
    """Makes the folder and the way to it, unless it is there."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def made_private(path: Path) -> int | None:
    """Narrows one file or folder; what its mode was before, None where nothing had to be done or
    it isn't ours to change. Links are left alone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    mode = stat.S_IMODE(found.st_mode)
    wanted = FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE
    if os.name != "posix" or stat.S_ISLNK(found.st_mode) or not mode & 0o077:
        return None
    with suppress(OSError):
        path.chmod(mode & wanted)
        return mode
    return None


def make_tree_private(folder: Path) -> None:
    """Narrows a folder and everything below it."""
    for path in (folder, *folder.rglob("*")):
        made_private(path)
