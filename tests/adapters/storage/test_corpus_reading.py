"""A reindex that looks only at what may differ: it finds all that a look at everything finds."""

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.corpus import scan
from adapters.storage.purge import purge, unpurge
from adapters.storage.reindex import Report
from adapters.storage.retention import NothingToRollBackTo
from adapters.storage.sources import FetchedPage, State, StoredSources
from retrieval.articles import Article
from tests.adapters.storage.newsroom import Newsroom

FAR_AHEAD = 1 << 62
ROUNDS = 12
PAGES = [f"https://n{n}.example/" for n in range(4)]


def settled() -> int:
    """A clock by which every file was written long ago."""
    return FAR_AHEAD


class Editors:
    """People who change a corpus and what is held of pages at random."""

    def __init__(self, room: Newsroom, seed: int) -> None:
        self.room, self.chance, self.words = room, random.Random(seed), 0
        self.sources = StoredSources(room.catalog.database)
        self.kept = room.folder / "kept-elsewhere"
        self.kept.mkdir()

    def edit(self) -> str:
        """One change; what it was, for whoever reads the failure."""
        edits: list[Callable[[], object]] = [
            *[self.write] * 4,
            *[self.delete, self.rename, self.rename, self.line_file] * 2,
            *[self.page, self.page, self.no_page],
            *[self.break_file, self.duplicate, self.break_story, self.mend_story],
            *[self.story_away, self.story_back, self.folder_for_file, self.mistaken_purge],
        ]
        edit = self.chance.choice(edits)
        edit()
        return edit.__name__

    def text(self) -> str:
        self.words += 1
        return f"Witness {self.words} spoke of {self.words * 7} letters."

    def slug(self) -> str:
        return self.chance.choice(sorted(p.name for p in self.room.corpus.iterdir()))

    def files(self) -> list[Path]:
        return sorted(p for p in self.room.corpus.glob("*/*.md") if p.is_file())

    def place(self) -> str:
        """Where a file may be put, in the corpus."""
        names = [f"{self.slug()}/n{n}.md" for n in range(6)]
        return self.chance.choice([n for n in names if not (self.room.corpus / n).is_dir()])

    def write(self) -> None:
        self.room.write(self.place(), self.text())

    def delete(self) -> None:
        if files := self.files():
            self.chance.choice(files).unlink()

    def rename(self) -> None:
        if files := self.files():
            self.chance.choice(files).rename(self.room.corpus / self.place())

    def line_file(self) -> None:
        texts = {f"line-{n}": self.text() for n in range(self.chance.randrange(1, 5))}
        broken = [id for id in texts if self.chance.random() < 0.2]
        self.room.write_lines(f"{self.slug()}/lines.jsonl", texts, broken=broken)

    def break_file(self) -> None:
        if files := self.files():
            self.chance.choice(files).write_text("no front matter", encoding="utf-8")

    def folder_for_file(self) -> None:
        if files := self.files():
            path = self.chance.choice(files)
            path.unlink()
            path.mkdir()

    def duplicate(self) -> None:
        name = f"{self.slug()}/{self.chance.choice(['a', 'n2', 'z'])}.md"
        if not (self.room.corpus / name).is_dir():
            self.room.write(name, self.text(), id="same")

    def break_story(self) -> None:
        (self.room.corpus / self.slug() / "story.toml").write_text("title =", encoding="utf-8")

    def mend_story(self) -> None:
        for path in self.room.corpus.iterdir():
            self.room.story(path.name)

    def story_away(self) -> None:
        if not any(self.kept.iterdir()):
            shutil.move(self.room.corpus / self.slug(), self.kept)

    def story_back(self) -> None:
        for path in self.kept.iterdir():
            shutil.move(path, self.room.corpus)

    def page(self) -> None:
        """One is fetched, in a version of its own; some stand in the corpus too."""
        url, story = self.chance.choice(PAGES), self.chance.choice(["bridge", "nato"])
        article = Article(url, story, "On it", url, "The Echo", (), self.room.now, self.text())
        self._save(article)

    def no_page(self) -> None:
        url, story = self.chance.choice(PAGES), self.chance.choice(["bridge", "nato"])
        article = Article(url, story, "On it", url, "The Echo", (), self.room.now, "Gone.")
        self._save(article, state=State.WITHDRAWN, version=None)

    def _save(self, article: Article, **others: Any) -> None:
        page = FetchedPage(
            *(article.story, article.url, article.url, article.url, State.HELD, self.room.now),
            article=article.id,
            version=article.version,
        )
        self.sources.save([], [replace(page, **others)], [article], self.room.now)

    def mistaken_purge(self) -> None:
        """An article is erased, though it goes on standing in the corpus; or let in again."""
        article = f"{self.slug()}/n{self.chance.randrange(6)}"
        if not unpurge(self.room.catalog, articles=[article]):
            purge(self.room.data, self.room.catalog, self.room.now, articles=[article])


def told(report: Report) -> Report:
    """What it tells of the corpus."""
    return replace(report, generation=None, new_generation=False, dry_run=False)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_changed_a_look_at_everything_finds_nothing_more(
    newsroom: Newsroom, seed: int
) -> None:
    editors, noted = Editors(newsroom, seed), newsroom.data / "scan.json"
    for _ in range(ROUNDS):
        edits = [editors.edit() for _ in range(editors.chance.randrange(1, 4))]
        if editors.chance.random() < 0.1:
            edits.append("roll_back")
            try:
                newsroom.rollback()
            except NothingToRollBackTo:
                edits.append("in vain")
        story = editors.slug() if editors.chance.random() < 0.2 else None
        marks = noted.read_bytes() if noted.exists() else b""
        noted.unlink(missing_ok=True)
        at_everything = newsroom.reindex(clock=settled, story=story, dry_run=True)
        noted.write_bytes(marks)
        by_difference = newsroom.reindex(clock=settled, story=story)
        assert told(by_difference) == told(at_everything), edits

        held = newsroom.catalog.snapshot(newsroom.served)
        assert by_difference.kept + len(by_difference.added + by_difference.changed) == len(
            held.articles
        )
        marks = noted.read_bytes()
        noted.unlink()
        # Nothing was left to be found, and no file to be read.
        assert not newsroom.reindex(clock=settled, story=story).new_generation, edits
        assert newsroom.catalog.snapshot(newsroom.served) == held, edits
        # It goes on from what it noted by itself.
        noted.write_bytes(marks)
    versions = newsroom.catalog.held_versions(newsroom.served)
    newsroom.holds_exactly(list(newsroom.catalog.articles_of(versions).values()))


def test_a_file_that_stands_as_it_was_noted_is_not_read(newsroom: Newsroom) -> None:
    marks = {
        story.story.slug: {Path(file.path).name: file.mark for file in story.files}
        for story in scan(newsroom.corpus, settled=FAR_AHEAD).stories
    }
    assert all(mark for of_story in marks.values() for mark in of_story.values())
    newsroom.write("nato/vote.md", "The vote was put off.")
    found = {story.story.slug: story for story in scan(newsroom.corpus, None, marks).stories}
    assert found["bridge"].files == ()
    assert found["bridge"].same == {"ship.md", "rescue.md", "port.md"}
    assert [file.path for file in found["nato"].files] == ["nato/vote.md"]


def test_an_edit_that_keeps_size_and_date_is_found(newsroom: Newsroom) -> None:
    newsroom.reindex(clock=settled)
    path = newsroom.corpus / "nato" / "vote.md"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("Sweden", "Norway"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert newsroom.reindex(clock=settled).changed == ("nato/vote",)


def test_a_file_that_was_written_just_before_is_looked_at_again(newsroom: Newsroom) -> None:
    # Within the granularity of a clock it could be written twice and look the same.
    path = newsroom.corpus / "nato" / "vote.md"
    written = path.stat().st_ctime_ns

    def marks() -> dict[str, str]:
        noted: dict[str, dict[str, dict[str, str]]] = json.loads(
            (newsroom.data / "scan.json").read_bytes()
        )
        return noted["marks"]["nato"]

    newsroom.reindex(clock=lambda: written + 1_000_000)
    assert marks()["vote.md"] == ""
    newsroom.reindex(clock=lambda: time.time_ns() + 3_600_000_000_000)
    assert marks()["vote.md"] != ""


def test_a_link_is_looked_at_each_time(newsroom: Newsroom) -> None:
    kept = newsroom.corpus / "kept.inc"
    kept.write_bytes((newsroom.corpus / "nato" / "vote.md").read_bytes())
    (newsroom.corpus / "nato" / "vote.md").unlink()
    (newsroom.corpus / "nato" / "vote.md").symlink_to(kept)
    assert not newsroom.reindex(clock=settled).new_generation
    kept.write_text(kept.read_text(encoding="utf-8").replace("Sweden", "Norway"), encoding="utf-8")
    assert newsroom.reindex(clock=settled).changed == ("nato/vote",)


def test_marks_that_are_broken_or_of_another_corpus_only_cost_time(newsroom: Newsroom) -> None:
    newsroom.reindex(clock=settled)
    noted = newsroom.data / "scan.json"
    for broken in (b"", b"[]", b'{"of": 1}', b"\xff"):
        noted.write_bytes(broken)
        assert newsroom.reindex(clock=settled).kept == 5
    shutil.copytree(newsroom.corpus, newsroom.folder / "another")
    newsroom.corpus = newsroom.folder / "another"
    newsroom.write("nato/vote.md", "The vote was put off.")
    assert newsroom.reindex(clock=settled).changed == ("nato/vote",)


def test_a_purge_forgets_the_names_of_files(newsroom: Newsroom) -> None:
    newsroom.reindex(clock=settled)
    assert b"vote.md" in (newsroom.data / "scan.json").read_bytes()
    purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["nato/vote"])
    assert not (newsroom.data / "scan.json").exists()
    newsroom.reindex(clock=settled)
    newsroom.reindex(clock=settled)
    assert newsroom.reindex(clock=settled).purged == ("nato/vote",)
