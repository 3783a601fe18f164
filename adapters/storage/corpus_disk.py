"""A path under the corpus folder → its open file, its hash or its bytes, or what is in the way."""

import hashlib
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from adapters.storage.corpus_problems import Problem, shown

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_LINES_FILE_BYTES = 512 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_AGAIN = "run the command again"


def open_inside(corpus: Path, path: str) -> BinaryIO | Problem:
    """Open a file for reading. Links are followed as long as they stay inside the corpus;
    only a plain file within the limit of its kind is opened, so that nothing blocks."""
    full = corpus / path
    try:
        if full.is_symlink() and not leads_inside(corpus, full):
            reason, advice = "a link that leads out of the corpus", "copy the file into the corpus"
            return Problem(shown(full), None, reason, advice)
        found = full.stat()
        if not stat.S_ISREG(found.st_mode):
            return Problem(shown(full), None, f"{_kind(found.st_mode)}, not a file", "remove it")
        if found.st_size > limit_of(path):
            return too_large(corpus, path, found.st_size)
        return full.open("rb")
    except OSError as fault:
        return disk_problem(full, fault)


def leads_inside(corpus: Path, link: Path) -> bool:
    """Whether what the link leads to is inside the corpus. Raises `OSError` for a loop."""
    # Not Path.resolve: before Python 3.13 it meets a loop of links with a RuntimeError.
    return Path(os.path.realpath(link, strict=True)).is_relative_to(os.path.realpath(corpus))


def sha256_of(corpus: Path, path: str) -> str | Problem:
    """The SHA-256 of a file's bytes, in hex digits."""
    file = open_inside(corpus, path)
    if isinstance(file, Problem):
        return file
    sha = hashlib.sha256()
    left = limit_of(path)
    try:
        with file:
            while chunk := file.read(_CHUNK_BYTES):
                sha.update(chunk)
                left -= len(chunk)
                if left < 0:
                    return too_large(corpus, path, limit_of(path) - left)
    except OSError as fault:
        return disk_problem(corpus / path, fault)
    return sha.hexdigest()


def bytes_of(corpus: Path, path: str) -> bytes | Problem:
    """A file's bytes."""
    file = open_inside(corpus, path)
    if isinstance(file, Problem):
        return file
    try:
        with file:
            data = file.read(limit_of(path) + 1)
    except OSError as fault:
        return disk_problem(corpus / path, fault)
    return data if len(data) <= limit_of(path) else too_large(corpus, path, len(data))


def lines_of(file: BinaryIO, longest: int, seen: "hashlib._Hash") -> Iterator[bytes]:
    """The file's lines; of one longer than `longest` bytes, the first `longest` + 1. Every byte
    read goes into `seen`."""
    while line := file.readline(longest + 1):
        seen.update(line)
        rest = line
        while len(rest) > longest and not rest.endswith(b"\n"):
            rest = file.readline(longest + 1)
            seen.update(rest)
        yield line


def limit_of(path: str) -> int:
    """The most bytes that a file of this name may have."""
    return MAX_LINES_FILE_BYTES if path.lower().endswith(".jsonl") else MAX_FILE_BYTES


def too_large(corpus: Path, path: str, size: int) -> Problem:
    """The problem of a file over the limit of its kind."""
    mib = 1024 * 1024
    reason = f"{size / mib:.1f} MiB, over the limit of {limit_of(path) // mib} MiB"
    return Problem(shown(corpus / path), None, reason, "split it into smaller files")


def changed(corpus: Path, path: str) -> Problem:
    """The problem of a file that is no longer what the scan saw."""
    return Problem(shown(corpus / path), None, "the file changed while it was read", _AGAIN)


def disk_problem(full: Path, fault: OSError) -> Problem:
    """The problem behind an error of the operating system."""
    path = shown(full)
    match fault:
        case FileNotFoundError() if full.is_symlink():
            return Problem(path, None, "a link to nothing", "remove it or mend it")
        case FileNotFoundError():
            return Problem(path, None, "the file is no longer there", _AGAIN)
        case PermissionError():
            advice = f"make it readable: chmod u+rX {shlex.quote(path)}"
            return Problem(path, None, "permission denied", advice)
        case _:
            reason = f"it cannot be read ({fault.strerror})"
            return Problem(path, None, reason, "remove it or mend it")


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")
