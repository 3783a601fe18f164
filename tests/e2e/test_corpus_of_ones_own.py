"""A person keeps a story of their own: adds, corrects, breaks and purges articles. Real model."""

import contextlib
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, Run, run_in, start
from tests.patience import PATIENCE

ARTICLE = """---
title: Dockers walk out
url: https://paper.example/dockers-walk-out
source: The Paper
authors: [A. Writer]
published: 2024-05-02
---

Some 4,200 dockers walked out in Port Selby on Thursday. Their leader, Ines Varga, said that they
would stay out until the cranes were driven by people again.
"""


@pytest.fixture
def desk(tmp_path: Path, shipped: Path) -> Path:
    """A folder with one story and one article, and a data folder beside it."""
    story = tmp_path / "corpus" / "port-strike"
    story.mkdir(parents=True)
    (story / "story.toml").write_text(
        'title = "The port strike"\nsummary = "Dockers and cranes."\n'
    )
    (story / "walkout.md").write_text(ARTICLE)
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def at_desk(desk: Path) -> Run:
    return run_in(desk, desk / "data")


def test_a_new_article_is_answered_from_and_a_corrected_one_in_its_new_words(
    desk: Path, at_desk: Run
) -> None:
    first = at_desk("reindex", "--json").json
    assert (first["added"], first["embedded"]) == (["port-strike/walkout"], 1)
    question = "how many dockers walked out in Port Selby?"
    assert "4,200" in at_desk("ask", question).out
    (desk / "corpus/port-strike/walkout.md").write_text(ARTICLE.replace("4,200", "3,900"))
    second = at_desk("reindex", "--json").json
    assert (second["changed"], second["new_generation"]) == (["port-strike/walkout"], True)
    [quote] = at_desk("ask", question, "--json").json["quotes"]
    assert "3,900" in quote["text"]
    assert "4,200" not in quote["text"]
    rolled = at_desk("index", "rollback", "--json").json
    assert rolled["id"] == first["generation"]
    assert "4,200" in at_desk("ask", question).out


def test_a_broken_file_is_named_the_rest_is_indexed_and_its_last_version_stays(
    desk: Path, at_desk: Run
) -> None:
    at_desk("reindex")
    (desk / "corpus/port-strike/walkout.md").write_text("no front matter here")
    (desk / "corpus/port-strike/more.md").write_text(ARTICLE.replace("walk", "stay"))
    outcome = at_desk("reindex")
    assert outcome.code == 1
    assert outcome.err.startswith(f"pullquote: {desk}/corpus/port-strike/walkout.md:1: ")
    assert outcome.err.count("\n") == 1
    assert "articles: 1 added, 0 changed, 0 removed, 1 kept" in outcome.out


def test_a_dry_run_says_what_would_change_and_writes_nothing(desk: Path, at_desk: Run) -> None:
    at_desk("reindex")
    (desk / "corpus/port-strike/walkout.md").unlink()
    (desk / "corpus/port-strike/other.md").write_text(ARTICLE.replace("Thursday", "Friday"))
    before = at_desk("index", "list", "--json").json
    report = at_desk("reindex", "--dry-run", "--json").json
    assert (report["added"], report["removed"], report["embedded"]) == (
        ["port-strike/other"],
        ["port-strike/walkout"],
        1,
    )
    assert at_desk("index", "list", "--json").json == before


def test_what_is_purged_is_gone_from_the_disk_and_does_not_come_back(
    desk: Path, at_desk: Run
) -> None:
    (desk / "corpus/port-strike/stays.md").write_text(
        ARTICLE.replace("Ines Varga", "Tomas Reuel").replace("dockers-walk-out", "stays")
    )
    at_desk("reindex")
    outcome = at_desk("purge", "port-strike/walkout", "--verify")
    assert outcome.code == 0, outcome.out + outcome.err
    assert "searched the data folder: nothing of it is left" in outcome.out
    held = [
        p for p in (desk / "data").rglob("*") if p.is_file() and b"Ines Varga" in p.read_bytes()
    ]
    assert held == []
    again = at_desk("reindex", "--json").json
    assert (again["added"], again["purged"]) == ([], ["port-strike/walkout"])
    assert (
        "Tomas Reuel"
        in at_desk(
            "ask", "what did the leader of the dockers, Tomas Reuel, say about the cranes?"
        ).out
    )
    at_desk("purge", "port-strike/walkout", "--undo")
    assert at_desk("reindex", "--json").json["added"] == ["port-strike/walkout"]


def test_a_mistyped_purge_erases_nothing(at_desk: Run) -> None:
    at_desk("reindex")
    outcome = at_desk("purge", "port-strike/walkot")
    assert (outcome.code, outcome.err) == (
        2,
        "pullquote: there is no article 'port-strike/walkot'; "
        "did you mean 'port-strike/walkout'?\n",
    )


def embedded(data: Path) -> int:
    """How many vectors are stored so far."""
    with contextlib.closing(sqlite3.connect(data / "catalog.sqlite3")) as catalog:
        count: int = catalog.execute("SELECT count(*) FROM embeddings").fetchone()[0]
    return count


@pytest.mark.slow
def test_ctrl_c_in_the_middle_says_so_in_one_line_and_the_old_index_serves(
    desk: Path, at_desk: Run
) -> None:
    at_desk("reindex")
    extra = desk / "corpus/port-strike/many.jsonl"
    extra.write_text(
        "".join(
            f'{{"title": "T{n}", "url": "https://paper.example/{n}", "source": "P", '
            f'"published": "2024-05-03", "text": "{"Crane number " * 6}{n}."}}\n'
            for n in range(3000)
        )
    )
    with start(desk, desk / "data", "reindex") as process:
        while embedded(desk / "data") < 2:
            assert process.poll() is None, "it ended before it could be interrupted"
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (
        130,
        "pullquote: interrupted; what was served before is still served\n",
    )
    assert "4,200" in at_desk("ask", "how many dockers walked out in Port Selby?").out


def test_a_pipe_that_is_closed_early_prints_no_error(shipped: Path) -> None:
    with start(ROOT, shipped, "show", "us-japan-command/2024-07-28-command-announced") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
