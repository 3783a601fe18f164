"""A corpus folder → the files of its stories for a backup; and such files, put in their places."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from adapters.storage.corpus_disk import disk_problem, leads_inside, open_inside
from adapters.storage.corpus_problems import Problem, shown
from adapters.storage.story_folders import ARTICLE_SUFFIXES, is_slug

STORY_FILE = "story.toml"
# Hidden: who reads the corpus meanwhile doesn't take it for a story.
_ASIDE = ".restoring"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """Paths below the corpus, with forward slashes, and what of it could not be looked at."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]


def story_files(corpus: Path) -> StoryFiles:
    """Every story.toml and every article's file, whatever is in it."""
    paths, problems = list[str](), list[Problem]()
    try:
        slugs = sorted(one.name for one in corpus.iterdir() if is_slug(one.name) and one.is_dir())
    except OSError as error:
        return StoryFiles((), (disk_problem(corpus, error),))
    for slug in slugs:
        folder = corpus / slug
        try:
            if not leads_inside(corpus, folder):
                reason, advice = "a link that leads out of the corpus", "copy it into the corpus"
                problems.append(Problem(shown(folder), None, reason, advice))
                continue
            names = sorted(one.name for one in folder.iterdir())
        except OSError as error:
            problems.append(disk_problem(folder, error))
            continue
        paths += [f"{slug}/{name}" for name in names if _is_kept(name)]
    return StoryFiles(tuple(paths), tuple(problems))


def bytes_inside(corpus: Path, path: str) -> Iterator[bytes] | Problem:
    """The file's bytes, piece by piece."""
    stream = open_inside(corpus, path)
    if isinstance(stream, Problem):
        return stream

    def pieces() -> Iterator[bytes]:
        with stream:
            while piece := stream.read(_CHUNK_BYTES):
                yield piece

    return pieces()


def is_story_path(path: str) -> bool:
    """Whether a backup's file may be put there: in a story's folder and nowhere else."""
    parts = PurePosixPath(path).parts
    return len(parts) == 2 and "/".join(parts) == path and is_slug(parts[0]) and _is_kept(parts[1])


def put_aside(corpus: Path, path: str, pieces: Iterable[bytes]) -> None:
    """Writes a file where nobody reads it yet. Raises OSError."""
    beside = corpus / _ASIDE / path
    beside.parent.mkdir(parents=True, exist_ok=True)
    with beside.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())


def put_in_place(corpus: Path, paths: Iterable[str]) -> None:
    """Moves what was put aside to where it is read, each file whole. Raises OSError."""
    for path in paths:
        (corpus / path).parent.mkdir(exist_ok=True)
        (corpus / _ASIDE / path).replace(corpus / path)
    remove_aside(corpus)


def remove_aside(corpus: Path) -> None:
    """Removes what a restore that ended early has left."""
    shutil.rmtree(corpus / _ASIDE, ignore_errors=True)


def _is_kept(name: str) -> bool:
    is_article = name.lower().endswith(ARTICLE_SUFFIXES) and name.isprintable()
    return name == STORY_FILE or (is_article and not name.startswith("."))
