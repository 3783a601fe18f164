"""One story's folder → the story and its article files with their hashes."""

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from adapters.storage.corpus_disk import bytes_of, disk_problem, leads_inside, sha256_of
from adapters.storage.corpus_problems import Problem, shown
from adapters.storage.file_marks import NO_MARK, mark_of, standing_as
from adapters.storage.story_file import TWO_LINES, read_story
from retrieval.articles import Story

PAGE_SUFFIXES = (".html", ".htm")
ARTICLE_SUFFIXES = (".md", ".txt", *PAGE_SUFFIXES, ".jsonl")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One article file as scanned; `path` is relative to the corpus, with forward slashes; `mark`
    is what it is known by when it stands there unchanged, see `file_marks`."""

    path: str
    story: str
    sha256: str
    mark: str = field(default=NO_MARK, compare=False)


@dataclass(frozen=True, slots=True)
class StoryScan:
    """A story and its readable files in the order of their paths; `same` are the names of those
    that were not looked at, since their marks are known."""

    story: Story
    files: tuple[CorpusFile, ...]
    same: frozenset[str] = frozenset()


def scan_story(
    corpus: Path,
    slug: str,
    marks: Mapping[str, str] = MappingProxyType({}),
    settled: int = 0,
) -> tuple[StoryScan | None, tuple[Problem, ...]]:
    """Read a story's story.toml and hash its files, but for those whose mark is among `marks`, by
    name; None where the story itself cannot be read. What changed at `settled` (ns) or later gets
    no mark."""
    story, names, problems = story_in(corpus, slug)
    if story is None:
        return None, problems
    folder = corpus / slug
    # Most files of a large corpus go no further than this line.
    same = standing_as(folder, marks)
    listed = frozenset(names)
    looked_at = [name for name in names if name not in same and _is_read(name, listed)]
    found = [_scan_file(corpus, slug, name, settled) for name in looked_at]
    files = tuple(file for file in found if isinstance(file, CorpusFile))
    problems = tuple(file for file in found if isinstance(file, Problem))
    if not story.tracked and not any(name.lower().endswith(ARTICLE_SUFFIXES) for name in names):
        advice = f"add one, for example {shown(folder / 'first.md')}, or: pullquote track URL"
        problems += (Problem(shown(folder), None, "no article in the story", advice),)
    return StoryScan(story, files, same), problems


def story_in(corpus: Path, slug: str) -> tuple[Story | None, Sequence[str], tuple[Problem, ...]]:
    """A story as its story.toml has it, and the names of the files beside that."""
    folder = corpus / slug
    names = _names(corpus, slug)
    if isinstance(names, Problem):
        return None, (), (names,)
    if "story.toml" not in names:
        advice = f"write {shown(folder / 'story.toml')} with {TWO_LINES}"
        return None, names, (Problem(shown(folder), None, "no story.toml in the folder", advice),)
    data = bytes_of(corpus, f"{slug}/story.toml")
    if isinstance(data, Problem):
        return None, names, (data,)
    story = read_story(slug, shown(folder / "story.toml"), data)
    if not isinstance(story, Story):
        return None, names, story
    return story, names, ()


def is_slug(name: str) -> bool:
    """Whether a story's folder may be called so."""
    return bool(_SLUG.fullmatch(name))


def slug_like(name: str) -> str:
    """A name like it that a story's folder may have."""
    return "-".join(re.findall("[a-z0-9]+", name.lower())) or "my-story"


def _names(corpus: Path, slug: str) -> list[str] | Problem:
    folder = corpus / slug
    if not is_slug(slug):
        reason = "a story folder's name is of lower-case letters, digits and single hyphens"
        return Problem(shown(folder), None, reason, f"rename it, for example to {slug_like(slug)}")
    try:
        if leads_inside(corpus, folder):
            # Of fifty thousand names a Path each takes three times as long.
            return sorted([name for name in os.listdir(folder) if name[0] != "."])  # noqa: PTH208
    except OSError as fault:
        return disk_problem(folder, fault)
    reason = "a link that leads out of the corpus"
    return Problem(shown(folder), None, reason, "copy the folder into the corpus")


def _is_read(name: str, names: Collection[str]) -> bool:
    # Browsers save a page's pictures beside page.html in a folder page_files.
    stem = name.removesuffix("_files")
    of_a_page = stem != name and any(f"{stem}{suffix}" in names for suffix in PAGE_SUFFIXES)
    return name != "story.toml" and not of_a_page


def _scan_file(corpus: Path, slug: str, name: str, settled: int) -> CorpusFile | Problem:
    full = corpus / slug / name
    if not name.isprintable():
        reason = "the file's name holds an unprintable character"
        return Problem(shown(full), None, reason, "rename it")
    if full.suffix.lower() in ARTICLE_SUFFIXES:
        path = f"{slug}/{name}"
        # Before it is read: what is written meanwhile has another.
        mark = mark_of(str(full), settled)
        sha256 = sha256_of(corpus, path)
        return sha256 if isinstance(sha256, Problem) else CorpusFile(path, slug, sha256, mark)
    if full.is_dir():
        advice = "move its articles up beside story.toml"
        return Problem(shown(full), None, "not read: a folder inside a story", advice)
    known = f"{', '.join(ARTICLE_SUFFIXES[:-1])} or {ARTICLE_SUFFIXES[-1]}"
    return Problem(shown(full), None, "not read: unknown type", f"use {known}")
