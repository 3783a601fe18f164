"""A generation's folder: how it is laid out, finished and read.

generations/<id>/manifest.json   which model, how many passages, the digest of each file
                 rows.npy        a passage a row: its id, story, source and time of publication
                 vectors/        Chroma
                 words/          BM25, and how the words are written
                 lease           locked, shared, by every process that reads this generation
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import PullquoteError
from retrieval.passages import PASSAGES_VERSION
from retrieval.timeliness import UNDATED

FORMAT = 2
# Without the dates of passages, which the next change of the index brings.
_UNDATED_FORMAT = 1
_ROW = np.dtype([("id", "S32"), ("story", "<i4"), ("source", "<i4"), ("published", "<i8")])
# Opening writes into Chroma's database, reading locks the lease; nothing else changes once written.
_CHANGING = ("manifest.json", "lease", "vectors/chroma.sqlite3*")


class IndexUnreadable(PullquoteError):
    """A generation can't be opened; says which, why and what to run."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. `stories` and `sources` are what its rows' codes stand for."""

    format: int
    model: str
    passages: int
    cut: int  # PASSAGES_VERSION of its passages
    added_since_fresh: int  # rows that were added or deleted since the folder was last built anew
    stories: tuple[str, ...]
    sources: tuple[str, ...]
    digests: dict[str, str]  # by path, of every file that is never written again
    sizes: dict[str, int] = field(default_factory=dict)  # in bytes, of the same files


@dataclass(frozen=True, slots=True)
class RowLabel:
    """One passage as its row in a generation names it."""

    id: str
    story: str
    source: str
    published: int = UNDATED  # seconds since 1970, UTC


def generation_folder(data: Path, generation: str) -> Path:
    """Where a generation lives, whether or not it does."""
    return data / "generations" / generation


def folders(data: Path) -> set[str]:
    """The ids of all generations that there are on disk, finished or not."""
    folder = data / "generations"
    return {path.name for path in folder.iterdir() if path.is_dir()} if folder.exists() else set()


def finish(folder: Path, model: str, rows: Sequence[RowLabel], added_since_fresh: int) -> None:
    """Writes rows.npy and manifest.json beside finished vectors and words."""
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
    manifest = Manifest(
        format=FORMAT,
        model=model,
        passages=len(rows),
        cut=PASSAGES_VERSION,
        added_since_fresh=added_since_fresh,
        stories=tuple(stories),
        sources=tuple(sources),
        digests=_digests(folder),
        sizes={name: (folder / name).stat().st_size for name in _lasting(folder)},
    )
    (folder / "manifest.json").write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / "lease").touch()


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexUnreadable."""
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = fields["format"]
        if found in (FORMAT, _UNDATED_FORMAT):
            fields["stories"] = tuple(fields["stories"])
            fields["sources"] = tuple(fields["sources"])
            return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise unreadable(folder, error) from error
    raise IndexUnreadable(
        f"generation {folder.name} has format {found}, this Pullquote reads {FORMAT}; "
        "run: pullquote reindex --rebuild"
    )


def read_rows(folder: Path, manifest: Manifest) -> list[RowLabel]:
    """Raises IndexUnreadable."""
    try:
        rows = np.load(folder / "rows.npy")
        return [
            RowLabel(
                row["id"].decode(),
                manifest.stories[row["story"]],
                manifest.sources[row["source"]],
                published,
            )
            for row, published in zip(rows, published_in(rows).tolist(), strict=True)
        ]
    except Exception as error:
        raise unreadable(folder, error) from error


def published_in(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """When each was published, in seconds since 1970; UNDATED in the format without dates."""
    if "published" in (rows.dtype.names or ()):
        return np.asarray(rows["published"], dtype=np.int64)
    return np.full(len(rows), UNDATED, dtype=np.int64)


def _digests(folder: Path) -> dict[str, str]:
    return {name: digest_of(folder / name) for name in _lasting(folder)}


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
    """The error that names the generation, the reason and what to run."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return IndexUnreadable(
        f"generation {folder.name} can't be read ({reason}); "
        "run: pullquote reindex (it is built anew), or: pullquote index rollback"
    )
