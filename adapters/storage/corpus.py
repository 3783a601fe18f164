"""A corpus folder → its stories and files with their hashes, then each file → its articles.

Reading goes in two steps so that an unchanged file costs at most its hashing: `scan` looks at
every file whose mark the caller does not know, `read_articles` parses those whose hash it does not
know either.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from adapters.storage.article_files import (
    MAX_LINE_BYTES,
    Origin,
    Reading,
    read_article_lines,
    read_page_file,
    read_text_file,
)
from adapters.storage.corpus_disk import bytes_of, changed, disk_problem, lines_of, open_inside
from adapters.storage.corpus_problems import CorpusError, Problem, nearest, shown
from adapters.storage.file_marks import Marks
from adapters.storage.story_file import NEW_STORY
from adapters.storage.story_folders import (
    ARTICLE_SUFFIXES,
    PAGE_SUFFIXES,
    CorpusFile,
    StoryScan,
    scan_story,
    story_in,
)
from retrieval.articles import Story

__all__ = [
    "READER_VERSION",
    "ArticlePlace",
    "CorpusError",
    "CorpusFile",
    "CorpusScan",
    "Duplicate",
    "Problem",
    "StoryScan",
    "duplicate_ids",
    "read_articles",
    "scan",
    "stories_in",
]

# Raise it when the same bytes would now read differently: known hashes then no longer count.
READER_VERSION = 2

# Files beside the stories that say something about the whole folder.
_ABOUT_THE_CORPUS = ("readme", "license", "notice")


@dataclass(frozen=True, slots=True)
class CorpusScan:
    """Every story that can be read, and a problem for everything that cannot."""

    stories: tuple[StoryScan, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """The id of an article and the `CorpusFile.path` that it stands in."""

    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article to leave out, since an earlier file has its id."""

    left_out: ArticlePlace
    problem: Problem


def scan(
    corpus: Path,
    story: str | None = None,
    marks: Marks = MappingProxyType({}),
    settled: int = 0,
) -> CorpusScan:
    """Look at every story of a corpus, or at one alone, and hash its files, but for those whose
    mark is known. What changed at `settled` (ns) or later gets no mark.

    Raises `CorpusError` when there is no such folder or no such story.
    """
    slugs, problems = _slugs(corpus, story)
    stories: list[StoryScan] = []
    for slug in slugs:
        found, wrong = scan_story(corpus, slug, marks.get(slug, {}), settled)
        stories += [found] if found else []
        problems += wrong
    return CorpusScan(tuple(stories), tuple(problems))


def stories_in(
    corpus: Path, story: str | None = None
) -> tuple[tuple[Story, ...], tuple[Problem, ...]]:
    """The stories of a corpus, or one alone, without a look at their files.

    Raises `CorpusError` as `scan` does.
    """
    slugs, problems = _slugs(corpus, story)
    stories: list[Story] = []
    for slug in slugs:
        found, _, wrong = story_in(corpus, slug)
        stories += [found] if found else []
        problems += wrong
    return tuple(stories), tuple(problems)


def read_articles(corpus: Path, file: CorpusFile) -> Reading:
    """The articles of one scanned file, and what is wrong with the rest of it."""
    full = corpus / file.path
    origin = Origin.of(shown(full), file.story, full.name)
    if origin.suffix == ".jsonl":
        return _read_lines(corpus, file, origin)
    data = bytes_of(corpus, file.path)
    if isinstance(data, Problem):
        return (), (data,)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        return (), (changed(corpus, file.path),)
    read = read_page_file if origin.suffix in PAGE_SUFFIXES else read_text_file
    return read(origin, data)


def duplicate_ids(corpus: Path, places: Iterable[ArticlePlace]) -> tuple[Duplicate, ...]:
    """The articles whose id an earlier file has already, in the order of their paths."""
    first_paths: dict[str, str] = {}
    duplicates: list[Duplicate] = []
    for place in sorted(places, key=lambda place: place.path):
        first = first_paths.setdefault(place.id, place.path)
        if first != place.path:
            reason = f"id {place.id!r} is already used in {shown(corpus / first)}"
            advice = "give one of them another id, or remove one"
            problem = Problem(shown(corpus / place.path), None, reason, advice)
            duplicates.append(Duplicate(place, problem))
    return tuple(duplicates)


def _slugs(corpus: Path, story: str | None) -> tuple[list[str], list[Problem]]:
    slugs, problems = _top_level(corpus)
    if story is not None:
        if story not in slugs:
            raise CorpusError(_no_such_story(corpus, story, slugs))
        return [story], []
    if not slugs:
        advice = f"begin a story with: {NEW_STORY}"
        problems.append(Problem(shown(corpus), None, "no story in the corpus", advice))
    return slugs, problems


def _top_level(corpus: Path) -> tuple[list[str], list[Problem]]:
    path = shown(corpus)
    try:
        entries = sorted(entry for entry in corpus.iterdir() if not entry.name.startswith("."))
        files = [entry for entry in entries if entry.is_file()]
    except FileNotFoundError:
        advice = f"begin a story there with: {NEW_STORY}, or name another folder: PULLQUOTE_CORPUS"
        raise CorpusError(f"no corpus folder at {path}; {advice}") from None
    except NotADirectoryError:
        raise CorpusError(f"{path} is a file; name the folder that holds the stories") from None
    except OSError as fault:
        raise CorpusError(str(disk_problem(corpus, fault))) from None
    reason, advice = "an article outside of a story", f"move it to {path}/<story>/"
    strays = [file for file in files if _is_an_article(file)]
    problems = [Problem(shown(file), None, reason, advice) for file in strays]
    return [entry.name for entry in entries if entry not in files], problems


def _is_an_article(file: Path) -> bool:
    about_the_corpus = file.stem.lower() in _ABOUT_THE_CORPUS
    return file.suffix.lower() in ARTICLE_SUFFIXES and not about_the_corpus


def _no_such_story(corpus: Path, story: str, slugs: Sequence[str]) -> str:
    meant = nearest(story, slugs)
    advice = f"did you mean {meant}?" if meant else f"stories there: {', '.join(slugs) or 'none'}"
    return f"no story {story!r} in {shown(corpus)}; {advice}"


def _read_lines(corpus: Path, file: CorpusFile, origin: Origin) -> Reading:
    stream = open_inside(corpus, file.path)
    if isinstance(stream, Problem):
        return (), (stream,)
    seen = hashlib.sha256()
    try:
        with stream:
            reading = read_article_lines(origin, lines_of(stream, MAX_LINE_BYTES, seen))
    except OSError as fault:
        return (), (disk_problem(corpus / file.path, fault),)
    return reading if seen.hexdigest() == file.sha256 else ((), (changed(corpus, file.path),))
