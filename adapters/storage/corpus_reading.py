"""A corpus folder and what is served of it → what stands there now, as far as it may differ.

A file whose mark is noted stands as it is served, so nothing that hangs on it alone is looked up.
What is looked up besides: the files that are gone, those that hold the same article as one just
read, and the articles of which a page holds another version. Where no marks are noted, that is all.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.storage.catalog import Catalog
from adapters.storage.corpus import (
    ArticlePlace,
    CorpusError,
    CorpusScan,
    Problem,
    duplicate_ids,
    read_articles,
    scan,
)
from adapters.storage.corpus_problems import Remark
from adapters.storage.fetched_articles import (
    differing_pages,
    fetched_articles,
    ids_of_page,
)
from adapters.storage.file_marks import NO_MARK, Marks
from adapters.storage.reindex_plan import CorpusState, Purged, is_fetched, story_of
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Filed, Generation, Snapshot, SourceFile
from retrieval.articles import Article
from retrieval.languages import with_language


@dataclass(frozen=True, slots=True)
class CorpusReading:
    """`last` is that part of what is served that may differ, with all its stories; `state` is the
    corpus where `last` and the new files are concerned."""

    last: Snapshot
    state: CorpusState
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class CorpusReader:
    """One look at the corpus. `marks` are those noted of `current`; None reads all that is served,
    and every file. `read_as` is noted with what is read; `settled`: see `file_marks`."""

    corpus: Path
    catalog: Catalog
    current: Generation | None
    purged: Purged
    marks: Marks | None
    read_as: int
    settled: int
    progress: Progress
    last: Snapshot = field(default_factory=lambda: Snapshot({}, {}, {}))
    files: dict[str, SourceFile] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    same: dict[str, frozenset[str]] = field(default_factory=dict)
    read: dict[str, tuple[Article, ...]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def look(self, only: str | None, *, rebuild: bool) -> CorpusReading:
        """Raises CorpusError, CatalogError."""
        found = scan(self.corpus, only, self.marks or {}, self.settled)
        tracked = self.catalog.tracked(self.current.id) if self.current else {}
        if not found.stories and not any((self.corpus / slug).is_dir() for slug in tracked):
            reasons = "; ".join(map(str, found.problems[:3]))
            raise CorpusError(f"no story could be read, so nothing was changed: {reasons}")
        self.problems += found.problems
        stories = {each.story.slug: each.story for each in found.stories}
        self.same = {each.story.slug: each.same for each in found.stories}
        scanned = [file for each in found.stories for file in each.files]
        self.files = {f.path: SourceFile(f.story, f.sha256, self.read_as) for f in scanned}
        self.found = {f.path: f.mark for f in scanned}
        self.last = Snapshot(tracked, {}, {})
        self._take(self._may_differ(found, only, tracked))
        self.unreadable |= {
            filed.path
            for filed in self.last.articles.values()
            if story_of(filed.path) in self.same
            and filed.path not in self.files
            and self._stands(filed.path)
        }
        self.unreadable |= {slug for slug in tracked if slug not in stories and self._stands(slug)}
        known = {} if rebuild else self.purged.without(self.last).files
        unknown = [f for f in scanned if known.get(f.path) != self.files[f.path]]
        for n, file in enumerate(unknown):
            articles, said = read_articles(self.corpus, file)
            self.remarks += [each for each in said if isinstance(each, Remark)]
            wrong = [each for each in said if not isinstance(each, Remark)]
            if wrong:
                self.problems.extend(wrong)
                self.unreadable.add(file.path)
            self.read[file.path] = tuple(map(with_language, articles))
            self.progress("reading", n + 1, len(unknown))
        self._take(self._holding({a.id for articles in self.read.values() for a in articles}))
        self._leave_out_duplicates()
        fetched = self._fetched(stories)
        return CorpusReading(
            self.last,
            CorpusState(stories, self.files, self.read, frozenset(self.unreadable), fetched),
            tuple(self.problems),
            tuple(self.remarks),
        )

    def _may_differ(
        self, found: CorpusScan, only: str | None, tracked: Collection[str]
    ) -> Snapshot:
        """What is served of the files that are not as they are noted, and of stories that are gone
        or of which nothing is noted."""
        if self.current is None:
            return Snapshot({}, {}, {})
        if self.marks is None:
            return self.catalog.snapshot(self.current.id)
        noted, slugs = self.marks, set(self.same)
        whole = slugs - noted.keys()
        if only is None:
            gone = (tracked | noted.keys()) - slugs
            whole |= {slug for slug in gone if not self._stands(slug)}
        paths = {
            f"{slug}/{name}"
            for slug in slugs & noted.keys()
            for name in noted[slug].keys() - self.same[slug]
        }
        return self.catalog.part(self.current.id, stories=whole, paths=paths | self.files.keys())

    def _holding(self, articles: Collection[str]) -> Snapshot:
        """What is served of these articles, and of the files that they stand in."""
        unseen = set(articles) - self.last.articles.keys()
        # Without marks all that is served has been seen.
        if self.current is None or self.marks is None or not unseen:
            return Snapshot({}, {}, {})
        return self.catalog.part(self.current.id, articles=unseen)

    def _take(self, more: Snapshot) -> None:
        """Counts it among what may differ; files that stand as they are noted are as served."""
        self.last = Snapshot(
            self.last.stories, self.last.files | more.files, self.last.articles | more.articles
        )
        for path, file in more.files.items():
            slug, _, name = path.partition("/")
            if name in self.same.get(slug, ()):
                self.files[path] = file

    def _leave_out_duplicates(self) -> None:
        places = [ArticlePlace(path, a.id) for path, found in self.read.items() for a in found]
        places += [
            ArticlePlace(filed.path, id)
            for id, filed in self.last.articles.items()
            if filed.path not in self.read and self._stands(filed.path)
        ]
        for duplicate in duplicate_ids(self.corpus, places):
            self.problems.append(duplicate.problem)
            path, id = duplicate.left_out.path, duplicate.left_out.id
            self.read[path] = tuple(a for a in self.read.get(path, ()) if a.id != id)
            self.unreadable.add(path)

    def _fetched(self, stories: Collection[str]) -> dict[str, Filed]:
        """What is held of the pages that may differ."""
        if self.current is None or self.marks is None:
            return fetched_articles(self.catalog, self.current, self._is_unread, self.read)
        ids = differing_pages(self.catalog, self.current.id, stories)
        for path, articles in self.read.items():
            for article in articles:
                ids.update(ids_of_page(story_of(path), article.url))
        self._take(self._holding(ids))
        ids |= self.last.articles.keys()
        return fetched_articles(self.catalog, self.current, self._is_unread, self.read, ids)

    def _is_unread(self, path: str) -> bool:
        """Whether the file stands as it is served."""
        slug, _, name = path.partition("/")
        known = path in self.files or name in self.same.get(slug, ())
        return known and path not in self.read

    def marks_when_served(self, held: Snapshot) -> dict[str, Mapping[str, str]]:
        """What is to be noted, given what is served then of that which may differ."""
        noted = self.marks or {}
        slugs = {*noted.keys(), *self.same} & held.stories.keys()
        marks: dict[str, Mapping[str, str]] = {slug: noted.get(slug, {}) for slug in slugs}
        changed: dict[str, dict[str, str]] = {}
        standing = _paths(held)
        for path in standing | _paths(self.last):
            slug, _, name = path.partition("/")
            if slug not in marks:
                continue
            of_story = changed.setdefault(slug, dict(marks[slug]))
            if path in held.files:
                of_story[name] = self.found.get(path) or of_story.get(name, NO_MARK)
            elif path in standing or self._stands(path):
                of_story[name] = NO_MARK
            else:
                of_story.pop(name, None)
        return marks | changed

    def _stands(self, path: str) -> bool:
        return os.path.lexists(self.corpus / path)


def _paths(snapshot: Snapshot) -> set[str]:
    """Of its files, and of files that hold its articles though they can't be read now."""
    of_articles = {filed.path for filed in snapshot.articles.values()}
    return {path for path in of_articles if not is_fetched(path)} | snapshot.files.keys()
