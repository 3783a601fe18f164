"""A segment's folder: how it is laid out, finished and read. Written once, then only read.

segments/<id>/manifest.json   which model, how many passages, the digest of each file
              rows.npy        a passage a row: its id, story, source and time of publication
              by_id.npy       the rows in the order of their ids
              words/          its words: retrieval.postings
              vectors/        Chroma, where no server keeps them
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from retrieval.errors import PullquoteError
from retrieval.passages import PASSAGES_VERSION
from retrieval.postings import WORDS_VERSION
from retrieval.publication import UNDATED

FORMAT = 3
_ROW = np.dtype([("id", "S32"), ("story", "<i4"), ("source", "<i4"), ("published", "<i8")])
# Opening writes into Chroma's database; nothing else changes once written.
_CHANGING = ("manifest.json", "vectors/chroma.sqlite3*")


class IndexUnreadable(PullquoteError):
    """A generation can't be opened; says which, why and what to run."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a segment is made of. `stories` and `sources` are what its rows' codes stand for."""

    format: int
    model: str
    passages: int
    cut: int  # PASSAGES_VERSION of its passages
    counted: int  # WORDS_VERSION of its words
    stories: tuple[str, ...]
    sources: tuple[str, ...]
    digests: dict[str, str]  # by path, of every file that is never written again
    sizes: dict[str, int]  # in bytes, of the same files

    @property
    def is_outdated(self) -> bool:
        """Whether this Pullquote would cut or count the same articles otherwise."""
        return (self.format, self.cut, self.counted) != (FORMAT, PASSAGES_VERSION, WORDS_VERSION)


@dataclass(frozen=True, slots=True)
class RowLabel:
    """One passage as its row names it."""

    id: str
    story: str
    source: str
    published: int = UNDATED  # seconds since 1970, UTC


def segment_folder(data: Path, segment: str) -> Path:
    """Where a segment lives, whether or not it does."""
    return data / "segments" / segment


def segment_folders(data: Path) -> set[str]:
    """The ids of all segments that there are on disk, finished or not."""
    folder = data / "segments"
    return {path.name for path in folder.iterdir() if path.is_dir()} if folder.exists() else set()


def finish(folder: Path, model: str, rows: Sequence[RowLabel]) -> None:
    """Writes the rows and the manifest beside finished words and vectors."""
    stories = sorted({row.story for row in rows})
    sources = sorted({row.source for row in rows})
    story_code = {story: n for n, story in enumerate(stories)}
    source_code = {source: n for n, source in enumerate(sources)}
    array = np.array(
        [
            (row.id.encode(), story_code[row.story], source_code[row.source], row.published)
            for row in rows
        ],
        dtype=_ROW,
    )
    np.save(folder / "rows.npy", array)
    np.save(folder / "by_id.npy", np.argsort(array["id"]).astype(np.int32))
    manifest = Manifest(
        format=FORMAT,
        model=model,
        passages=len(rows),
        cut=PASSAGES_VERSION,
        counted=WORDS_VERSION,
        stories=tuple(stories),
        sources=tuple(sources),
        digests={name: digest_of(folder / name) for name in _lasting(folder)},
        sizes={name: (folder / name).stat().st_size for name in _lasting(folder)},
    )
    (folder / "manifest.json").write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
    )


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexUnreadable."""
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = fields["format"]
        if found == FORMAT:
            fields["stories"] = tuple(fields["stories"])
            fields["sources"] = tuple(fields["sources"])
            return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise unreadable(folder, error) from error
    raise IndexUnreadable(
        f"index segment {folder.name} has format {found}, this Pullquote reads {FORMAT}; "
        "run: pullquote reindex --rebuild"
    )


def read_rows(folder: Path, manifest: Manifest) -> list[RowLabel]:
    """Raises IndexUnreadable."""
    try:
        return [
            RowLabel(id.decode(), manifest.stories[story], manifest.sources[source], published)
            for id, story, source, published in np.load(folder / "rows.npy").tolist()
        ]
    except Exception as error:
        raise unreadable(folder, error) from error


def _lasting(folder: Path) -> Iterator[str]:
    """The files that are never written again."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(name.match(changing) for changing in _CHANGING):
            yield name.as_posix()


def digest_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_to_disk(folder: Path) -> None:
    """Returns when every file below `folder`, and the way to it, survive a power cut."""
    for path in [*folder.rglob("*"), folder, folder.parent, folder.parent.parent]:
        with _descriptor(path) as descriptor:
            os.fsync(descriptor)


@contextmanager
def _descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def unreadable(folder: Path, error: Exception) -> IndexUnreadable:
    """The error that names the segment, the reason and what to run."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return IndexUnreadable(
        f"index segment {folder.name} can't be read ({reason}); "
        "run: pullquote reindex (it is built anew), or: pullquote index rollback"
    )
