"""A corpus file → the mark that it keeps while nobody writes to it ↔ the data folder's scan.json.

A mark is what stat says: size, times of the last change of the content and of the file (ctime),
inode. A file with the mark that was noted is neither read nor hashed, as in git's index. What was
changed within two seconds before it was looked at gets no mark: a second change within the clock's
granularity could leave stat as it was, so such a file is hashed once more the next time. Links get
none either, for what they lead to may be another file with the same stat. Marks are this machine's
own; where scan.json is gone, broken or not of what is served, every file is hashed once.
"""

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from retrieval.private_files import private_file

# By story and file name.
Marks = Mapping[str, Mapping[str, str]]

NO_MARK = ""
# FAT keeps times to two seconds; no other file system that a corpus may lie on is coarser.
UNSETTLED_NS = 2_000_000_000
_FILE = "scan.json"


def mark_of(file: str, settled: int) -> str:
    """The file's mark; none for what is no plain file, or has changed at `settled` or later."""
    try:
        found = os.lstat(file)
    except OSError:
        return NO_MARK
    if not stat.S_ISREG(found.st_mode) or max(found.st_mtime_ns, found.st_ctime_ns) >= settled:
        return NO_MARK
    return _mark(found)


def standing_as(folder: Path, marks: Mapping[str, str]) -> frozenset[str]:
    """The names of those files of a folder that have the mark of their name. Made for many."""
    # A link's own stat is never that of a plain file, and so no mark.
    same = []
    try:
        at = os.open(folder, os.O_RDONLY)
    except OSError:
        return frozenset()
    try:
        for name, mark in marks.items():
            try:
                found = os.stat(name, dir_fd=at, follow_symlinks=False)
            except OSError:
                continue
            if mark == _mark(found):
                same.append(name)
    finally:
        os.close(at)
    return frozenset(same)


def _mark(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def noted_marks(data: Path, of: str) -> Marks | None:
    """What was noted of just this, None where something else was, or nothing.

    Every path that the generation holds of a story that is named is there, those that have to be
    looked at again without a mark.
    """
    try:
        noted = json.loads((data / _FILE).read_bytes())
        return noted["marks"] if noted["of"] == of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_marks(data: Path, of: str, marks: Marks) -> None:
    """Notes them for the next time; `of` names all that they hang on: the generation, the folder,
    how files are read, what was purged. A disk that is full only makes the next time longer."""
    beside = data / f"{_FILE}.new"
    with suppress(OSError):
        private_file(beside)
        content = json.dumps({"of": of, "marks": marks}, separators=(",", ":"))
        beside.write_text(content, encoding="utf-8")
        beside.replace(data / _FILE)


def forget_marks(data: Path) -> None:
    """For whoever erases an article: the names of files may tell what it was."""
    for name in (_FILE, f"{_FILE}.new"):
        (data / name).unlink(missing_ok=True)
