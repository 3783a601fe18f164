"""What people meet who run `pullquote reindex` after changing their corpus."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from adapters.storage.builder_lock import BuilderBusy, only_builder
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import CorpusError
from adapters.storage.database import Database
from adapters.storage.index_errors import ModelMismatch
from adapters.storage.reindex import Report
from adapters.storage.snapshots import Change, Generation
from retrieval.articles import Article, Passage, digest
from retrieval.passages import PASSAGES_VERSION, cut, embedded_text
from retrieval.spelling import mended
from tests.adapters.storage.newsroom import Newsroom, WordEmbedder

FOUNDED = ["bridge/port", "bridge/rescue", "bridge/ship", "nato/flag", "nato/vote"]


def a_report(room: Newsroom, **fields: object) -> Report:
    """What a reindex reports where nothing happened, but for `fields`."""
    nothing = Report(
        generation=room.served,
        new_generation=False,
        dry_run=False,
        added=(),
        changed=(),
        removed=(),
        kept=5,
        embedded=0,
        reused=0,
        problems=(),
        purged=(),
    )
    return replace(nothing, **fields)  # type: ignore[arg-type]


def articles_of(room: Newsroom) -> list[Article]:
    snapshot = room.catalog.snapshot(room.served)
    versions = [filed.version for filed in snapshot.articles.values()]
    return list(room.catalog.articles_of(versions).values())


def test_the_first_reindex_finds_every_article_and_the_second_does_nothing(
    newsroom: Newsroom,
) -> None:
    before = newsroom.generations()
    assert newsroom.served_articles() == FOUNDED
    assert newsroom.ask("divers searched the cold river") == "bridge/rescue"
    assert newsroom.ask("divers searched the cold river", ["nato"]).startswith("nato/")
    assert newsroom.reindex() == a_report(newsroom)
    assert newsroom.embedder.embedded == []
    assert newsroom.generations() == before


def test_the_report_tells_added_changed_removed_and_kept_articles_apart(newsroom: Newsroom) -> None:
    newsroom.write("bridge/ship.md", "A container ship named Dali struck the bridge.")
    newsroom.write("nato/ceremony.md", "The prime minister handed over the document in Washington.")
    (newsroom.corpus / "nato" / "flag.md").unlink()
    report = newsroom.reindex()
    assert report == a_report(
        newsroom,
        new_generation=True,
        added=("nato/ceremony",),
        changed=("bridge/ship",),
        removed=("nato/flag",),
        kept=3,
        embedded=2,
        reused=3,
    )
    assert len(newsroom.embedder.embedded) == 2
    newsroom.holds_exactly(articles_of(newsroom))
    assert newsroom.served_articles() == [
        "bridge/port",
        "bridge/rescue",
        "bridge/ship",
        "nato/ceremony",
        "nato/vote",
    ]


def test_a_dry_run_says_what_would_change_and_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("nato/ceremony.md", "The prime minister handed over the document.")
    newsroom.catalog.close()

    def disk() -> dict[Path, bytes]:
        files = (path for path in newsroom.data.rglob("*") if path.is_file())
        # SQLite makes its log and removes it whenever somebody reads.
        return {path: path.read_bytes() for path in files if "-" not in path.suffix}

    before = disk()
    report = newsroom.reindex(dry_run=True)
    newsroom.catalog.close()
    assert report == a_report(
        newsroom, dry_run=True, added=("nato/ceremony",), embedded=1, reused=5
    )
    assert disk() == before
    assert newsroom.embedder.embedded == []


def test_one_story_can_be_brought_up_to_date_alone(newsroom: Newsroom) -> None:
    newsroom.write("bridge/ship.md", "The ship had lost its power twice before it sailed.")
    newsroom.write("nato/vote.md", "The vote in Budapest was put off again.")
    report = newsroom.reindex(story="nato")
    assert (report.changed, report.kept) == (("nato/vote",), 4)
    assert newsroom.served_articles() == FOUNDED
    assert newsroom.reindex(story="nato") == a_report(newsroom)
    assert newsroom.reindex(dry_run=True).changed == ("bridge/ship",)


def test_a_story_that_does_not_exist_is_named(newsroom: Newsroom) -> None:
    with pytest.raises(CorpusError, match=r"no story 'nate' in .*; did you mean nato\?"):
        newsroom.reindex(story="nate")


def test_a_corpus_that_is_gone_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.corpus.rename(newsroom.folder / "elsewhere")
    with pytest.raises(CorpusError, match="no corpus folder at"):
        newsroom.reindex()
    assert newsroom.served_articles() == FOUNDED


def test_a_slip_of_the_pen_keeps_the_last_good_version(newsroom: Newsroom) -> None:
    texts = {f"line-{n}": f"The committee heard witness number {n} today." for n in "abc"}
    newsroom.write_lines("nato/hearing.jsonl", texts)
    newsroom.reindex()
    # One line is cut off, one is changed, one is taken out on purpose.
    texts["line-a"] = "The committee heard nobody today."
    texts["line-b"] = "The committee adjourned."
    del texts["line-c"]
    newsroom.write_lines("nato/hearing.jsonl", texts, broken=["line-a"])
    (newsroom.corpus / "nato" / "vote.md").write_text("no front matter", encoding="utf-8")
    (newsroom.corpus / "bridge" / "story.toml").write_text("title =", encoding="utf-8")

    report = newsroom.reindex()
    assert (report.changed, report.removed, report.kept) == (("line-b",), (), 7)
    assert len(report.problems) == 3
    assert newsroom.ask("committee heard witness number a today", ["nato"]) == "line-a"
    assert newsroom.ask("divers searched the cold river") == "bridge/rescue"

    again = newsroom.reindex()
    assert (again.new_generation, again.kept, len(again.problems)) == (False, 8, 3)

    newsroom.write_lines("nato/hearing.jsonl", texts)
    newsroom.write("nato/vote.md", "Hungary's parliament voted for the accession of Sweden.")
    newsroom.story("bridge", "The bridge falls")
    report = newsroom.reindex()
    assert (report.changed, report.removed, report.problems) == (("line-a",), ("line-c",), ())


def test_an_unreadable_file_keeps_its_article_for_good(newsroom: Newsroom) -> None:
    vote = newsroom.corpus / "nato" / "vote.md"
    vote.unlink()
    vote.mkdir()
    for _ in range(3):
        report = newsroom.reindex()
        assert (report.removed, report.kept, len(report.problems)) == ((), 5, 1)
    vote.rmdir()
    assert newsroom.reindex(dry_run=True).removed == ("nato/vote",)


def test_a_renamed_file_is_the_same_article_and_stays(newsroom: Newsroom) -> None:
    newsroom.write("nato/a.md", "The treaty was deposited.", title="Deposited", id="treaty")
    newsroom.reindex()
    (newsroom.corpus / "nato" / "a.md").rename(newsroom.corpus / "nato" / "b.md")
    for _ in range(3):
        assert newsroom.reindex() == a_report(newsroom, kept=6)
    filed = newsroom.catalog.snapshot(newsroom.served).articles["treaty"]
    assert filed.path == "nato/b.md"
    (newsroom.corpus / "nato" / "b.md").unlink()
    assert newsroom.reindex(dry_run=True).removed == ("treaty",)


def test_an_article_moves_to_another_story(newsroom: Newsroom) -> None:
    newsroom.write("bridge/treaty.md", "The treaty was deposited.", id="treaty")
    newsroom.reindex()
    (newsroom.corpus / "bridge" / "treaty.md").rename(newsroom.corpus / "nato" / "treaty.md")
    report = newsroom.reindex(story="nato")
    assert (report.changed, report.kept, report.embedded) == (("treaty",), 5, 0)
    assert newsroom.ask("the treaty was deposited", ["nato"]) == "treaty"
    assert newsroom.ask("the treaty was deposited", ["bridge"]) != "treaty"
    assert newsroom.reindex() == a_report(newsroom, kept=6)


def test_two_files_with_one_id_are_named_every_time_and_the_first_counts(
    newsroom: Newsroom,
) -> None:
    newsroom.write("bridge/one.md", "The first of two.", title="Same", id="same")
    newsroom.reindex()
    newsroom.write("nato/two.md", "The second of two.", title="Same", id="same")
    for options in ({}, {"story": "nato"}, {}, {"rebuild": True}):
        report = newsroom.reindex(**options)
        assert (report.added, report.changed, report.kept) == ((), (), 6)
        [problem] = report.problems
        assert str(problem).startswith(f"{newsroom.corpus}/nato/two.md: id 'same' is already used")
    (newsroom.corpus / "bridge" / "one.md").unlink()
    report = newsroom.reindex(dry_run=True)
    assert (report.changed, report.problems) == (("same",), ())


def test_a_new_title_of_a_story_makes_a_generation_without_embedding(newsroom: Newsroom) -> None:
    newsroom.story("nato", "Sweden and Finland join")
    report = newsroom.reindex()
    assert report == a_report(newsroom, new_generation=True, reused=5)
    titles = {s.story.title for s in newsroom.catalog.stories(newsroom.served)}
    assert titles == {"The bridge falls", "Sweden and Finland join"}


def test_a_story_whose_folder_is_gone_is_removed(newsroom: Newsroom) -> None:
    for path in (newsroom.corpus / "nato").iterdir():
        path.unlink()
    (newsroom.corpus / "nato").rmdir()
    report = newsroom.reindex()
    assert (report.removed, report.kept) == (("nato/flag", "nato/vote"), 3)
    assert list(newsroom.catalog.snapshot(newsroom.served).stories) == ["bridge"]


def test_an_index_may_become_empty_and_be_filled_again(newsroom: Newsroom) -> None:
    files = list(newsroom.corpus.glob("*/*.md"))
    texts = {path: path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    report = newsroom.reindex()
    assert (report.new_generation, report.kept) == (True, 0)
    assert newsroom.served_articles() == []
    for path, content in texts.items():
        path.write_bytes(content)
    report = newsroom.reindex()
    assert (report.embedded, report.reused) == (0, 5)
    assert newsroom.served_articles() == FOUNDED


def test_a_text_that_was_embedded_once_is_not_embedded_in_another_file(newsroom: Newsroom) -> None:
    text = "Soldiers raised the blue and yellow flag in Brussels."
    newsroom.write("bridge/copy.md", text, title="flag")
    report = newsroom.reindex()
    assert (report.added, report.embedded, report.reused) == (("bridge/copy",), 0, 6)
    assert newsroom.embedder.embedded == []
    assert newsroom.ask(text, ["bridge"]) == "bridge/copy"


def test_another_model_is_an_error_until_it_is_rebuilt_even_if_story_by_story(
    newsroom: Newsroom,
) -> None:
    newsroom.embedder = WordEmbedder("other-model")
    with pytest.raises(
        ModelMismatch,
        match="index was built with words-32, settings say other-model; "
        "run: pullquote reindex --rebuild",
    ):
        newsroom.reindex()
    with pytest.raises(ModelMismatch, match="built with words-32"):
        newsroom.serve()
    # The other story is not read, but its passages have to be embedded too.
    report = newsroom.reindex(rebuild=True, story="nato")
    assert (report.kept, report.embedded, report.reused) == (5, 5, 0)
    newsroom.holds_exactly(articles_of(newsroom))
    newsroom.embedder = WordEmbedder()
    report = newsroom.reindex(rebuild=True)
    assert (report.kept, report.embedded, report.reused) == (5, 0, 5)


class _StoppingEmbedder(WordEmbedder):
    """Stops the second time that it is asked, as Ctrl-C does."""

    asked = 0

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> object:  # type: ignore[override]
        self.asked += 1
        if self.asked == 2:
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_what_was_embedded_before_an_interruption_is_not_embedded_again(
    newsroom: Newsroom,
) -> None:
    texts = {f"line-{n}": f"Witness number {n} spoke." for n in range(600)}
    newsroom.write_lines("nato/hearing.jsonl", texts)
    before = newsroom.generations()
    newsroom.embedder = _StoppingEmbedder()
    with pytest.raises(KeyboardInterrupt):
        newsroom.reindex()
    assert newsroom.generations() == before
    assert newsroom.served_articles() == FOUNDED
    newsroom.embedder = WordEmbedder()
    report = newsroom.reindex()
    assert (len(report.added), report.embedded) == (600, 600 - 512)
    assert len(newsroom.embedder.embedded) == 600 - 512


def test_interrupting_a_build_leaves_no_half_built_folder_and_no_lock(newsroom: Newsroom) -> None:
    newsroom.write("nato/ceremony.md", "The prime minister handed over the document.")
    before = newsroom.generations()
    for stop_at in ("embedding", "writing vectors", "counting words", "checking"):

        def stop(step: str, done: int, of: int, stop_at: str = stop_at) -> None:
            if step == stop_at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            newsroom.reindex(progress=stop)
        assert newsroom.generations() == before
        newsroom.catalog.close()
    assert newsroom.served_articles() == FOUNDED
    assert newsroom.reindex().added == ("nato/ceremony",)


class _InterruptedCatalog(Catalog):
    """Ctrl-C comes just after the switch, before the builder hears of it."""

    def publish(self, generation: Generation, change: Change, *also: Any) -> None:
        super().publish(generation, change, *also)
        raise KeyboardInterrupt


def test_interrupting_just_after_the_switch_keeps_what_is_served(newsroom: Newsroom) -> None:
    newsroom.write("nato/ceremony.md", "The prime minister handed over the document.")
    kept = newsroom.catalog
    engine = create_engine(f"sqlite:///{newsroom.data}/catalog.sqlite3")
    newsroom.catalog = _InterruptedCatalog(Database(engine))
    with pytest.raises(KeyboardInterrupt):
        newsroom.reindex()
    newsroom.catalog.close()
    newsroom.catalog = kept
    assert newsroom.served_articles() == sorted([*FOUNDED, "nato/ceremony"])
    assert newsroom.reindex() == a_report(newsroom, kept=6)


def test_a_second_builder_is_told_who_is_building(newsroom: Newsroom) -> None:
    with only_builder(newsroom.data, newsroom.catalog.database):
        with pytest.raises(
            BuilderBusy, match=r"another process \(pid \d+\) is building the index in .*; wait"
        ):
            newsroom.reindex()
        assert newsroom.reindex(dry_run=True) == a_report(newsroom, dry_run=True)
        assert newsroom.served_articles() == FOUNDED
    assert newsroom.reindex() == a_report(newsroom)


def test_articles_that_an_older_pullquote_cut_are_cut_and_indexed_anew(newsroom: Newsroom) -> None:
    with closing(sqlite3.connect(newsroom.data / "catalog.sqlite3")) as database, database:
        database.execute("UPDATE passages SET cut = cut - 1")
    manifest = newsroom.segment / "manifest.json"
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(fields | {"cut": PASSAGES_VERSION - 1}), encoding="utf-8")
    assert newsroom.served_articles() == FOUNDED
    report = newsroom.reindex()
    assert report == a_report(newsroom, new_generation=True, reused=5)
    newsroom.holds_exactly(articles_of(newsroom))
    assert newsroom.reindex() == a_report(newsroom)


def test_words_of_what_was_removed_are_no_longer_what_questions_are_mended_to(
    newsroom: Newsroom,
) -> None:
    newsroom.write("nato/zander.md", "Crowds cheered when Ambassador Zandervoort arrived.")
    newsroom.reindex()
    with newsroom.serve() as index, index.current() as generation:
        assert generation.words.lexicon.knows("zandervoort")
    (newsroom.corpus / "nato" / "zander.md").unlink()
    newsroom.reindex()
    with newsroom.serve() as index, index.current() as generation:
        lexicon = generation.words.lexicon
        assert mended("who is zandervort", lexicon).text == "who is zandervort"
        fresh = newsroom.reindex(rebuild=True)
        assert fresh.new_generation
    with newsroom.serve() as index, index.current() as generation:
        anew = generation.words.lexicon
    assert dict(zip(anew.forms, anew.passages.tolist(), strict=True)) == dict(
        zip(lexicon.forms, lexicon.passages.tolist(), strict=True)
    )


def test_a_new_alias_is_served_after_the_next_reindex(newsroom: Newsroom) -> None:
    toml = newsroom.corpus / "nato" / "story.toml"
    toml.write_text(toml.read_text() + '[aliases]\n"the Swedes" = ["Sweden"]\n')
    assert newsroom.reindex().new_generation
    current = newsroom.catalog.current()
    assert current is not None
    story = newsroom.catalog.tracked(current.id)["nato"]
    assert story.aliases == (("the Swedes", "Sweden"),)
    assert newsroom.reindex() == a_report(newsroom)


def test_passages_that_another_pullquote_cut_are_kept_beside_ours(newsroom: Newsroom) -> None:
    flood = replace(articles_of(newsroom)[0], id="flood", text="The river rose again. " * 120)
    ours = [(p, digest([embedded_text(flood, p)])) for p in cut(flood)]
    newsroom.catalog.add_versions([(flood, ours)], newsroom.now)
    assert newsroom.catalog.passages_of([flood.version]) == ours
    whole = Passage(digest((flood.version, "whole")), flood.version, 0, len(flood.text))
    theirs = [(whole, digest([embedded_text(flood, whole)]))]
    newsroom.catalog.add_versions([(flood, theirs)], newsroom.now, PASSAGES_VERSION + 1)
    assert newsroom.catalog.passages_of([flood.version]) == theirs
    held = newsroom.catalog.passages([passage.id for passage, _ in ours])
    assert len(held) == len(ours) > 1


def test_an_article_in_a_language_that_is_not_read_is_named_when_it_is_read(
    newsroom: Newsroom,
) -> None:
    german = (
        "Der Hafen wird im kommenden Jahr vertieft, der Rat stimmte am Montag mit neun zu vier"
        " Stimmen dafür. Die Arbeiten kosten sechs Millionen Kronen."
    )
    newsroom.write("nato/hafen.md", german)
    assert newsroom.reindex().unread == ("nato/hafen (German)",)
    assert newsroom.reindex().unread == ()
