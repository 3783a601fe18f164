"""The data folder → where every library of this process puts what it needs for a while.

Python, SQLite, ONNX Runtime and PyTorch write temporary files under TMPDIR, Matplotlib keeps its
list of fonts under the home folder. Both may be read by others, stay behind where a process is
killed, and are no place for articles.
"""

import atexit
import logging
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from retrieval.private_files import private_file, private_folder

_FOLDER = "tmp"
_CACHE = "cache"


def no_folder_yet() -> None:
    """Until `use_folder_in` says where: some libraries have Python look for a folder for temporary
    files when they are imported, which it does by writing into it."""
    tempfile.tempdir = os.environ.get("TMPDIR") or ("/tmp" if os.name == "posix" else None)  # noqa: S108


def use_folder_in(data: Path) -> None:
    """From here on this process, and those that it starts, write below `data` alone; what it puts
    there for a while is removed when it ends, and what killed ones left is removed now.

    Where `data` can't be written to, everything stays as it is: whoever needs it will say so.
    """
    root = data / _FOLDER
    try:
        private_folder(root.parent)
        private_folder(root)
        private_folder(data / _CACHE)
        _sweep(root)
        folder, lock = _of_our_own(root)
    except OSError:
        tempfile.tempdir = None
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    # Where it takes five seconds over its list of fonts, it would say so in the midst of an answer.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    os.environ.setdefault("MPLCONFIGDIR", str(data / _CACHE / "matplotlib"))
    atexit.register(_remove, folder, lock, os.getpid())


def _of_our_own(root: Path) -> tuple[Path, IO[bytes]]:
    """A new folder, and its lock, which the system takes back however the process ends."""
    import portalocker  # not at the top: see `no_folder_yet`

    while True:
        folder = Path(tempfile.mkdtemp(dir=root))
        private_file(_lock_of(folder))
        lock = _lock_of(folder).open("ab")
        with suppress(portalocker.LockException):
            portalocker.lock(lock, portalocker.LOCK_EX | portalocker.LOCK_NB)
            # Whoever sweeps may have removed it between the two lines above.
            if os.fstat(lock.fileno()).st_nlink and folder.exists():
                return folder, lock
        lock.close()


def _sweep(root: Path) -> None:
    import portalocker

    for folder in [path for path in root.iterdir() if path.is_dir()]:
        with _lock_of(folder).open("ab") as lock, suppress(portalocker.LockException):
            portalocker.lock(lock, portalocker.LOCK_EX | portalocker.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove(folder: Path, lock: IO[bytes], owner: int) -> None:
    if os.getpid() != owner:  # a fork that ends is not its parent's end
        return
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
    lock.close()
