"""A person sees what a paper changed in an article since it was first fetched. Real model."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from adapters.cli.diff import print_diff
from adapters.storage.catalog import Fetched
from retrieval.articles import Article
from tests.e2e.command import Run, run_in

ARTICLE = """---
title: Dockers walk out
url: https://paper.example/dockers-walk-out
source: The Paper
published: 2024-05-02
---

Some 4,200 dockers walked out in Port Selby on Thursday. Their leader, Ines Varga, said that they
would stay out until the cranes were driven by people again.
"""
CORRECTED = ARTICLE.replace("4,200", "3,900")
ID = "port-strike/walkout"


@pytest.fixture
def at_desk(tmp_path: Path, shipped: Path) -> Run:
    """A folder with one story, whose article was indexed."""
    (tmp_path / "corpus/port-strike").mkdir(parents=True)
    (tmp_path / "corpus/port-strike/story.toml").write_text(
        'title = "The port strike"\nsummary = "Dockers and cranes."\n'
    )
    (tmp_path / "data").mkdir()
    run = run_in(tmp_path, tmp_path / "data")
    publish(run, tmp_path, ARTICLE)
    return run


def publish(run: Run, desk: Path, text: str) -> None:
    (desk / "corpus/port-strike/walkout.md").write_text(text)
    outcome = run("reindex")
    assert outcome.code == 0, outcome.err


def test_a_corrected_figure_is_shown_in_its_old_and_new_words(at_desk: Run, tmp_path: Path) -> None:
    publish(at_desk, tmp_path, CORRECTED)
    outcome = at_desk("diff", ID)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == f"Dockers walk out  [{ID}]"
    assert lines[-2:] == [
        "  - Some 4,200 dockers walked out in Port Selby on Thursday.",
        "  + Some 3,900 dockers walked out in Port Selby on Thursday.",
    ]
    told = at_desk("diff", "https://paper.example/dockers-walk-out", "--json").json
    [before, after] = [version["fetched"] for version in told["versions"]]
    assert before < after
    assert (told["article"], told["changes"]) == (
        ID,
        [
            {
                "from": before,
                "to": after,
                "title": None,
                "sentences": [
                    {
                        "old": "Some 4,200 dockers walked out in Port Selby on Thursday.",
                        "new": "Some 3,900 dockers walked out in Port Selby on Thursday.",
                    }
                ],
            }
        ],
    )


def test_an_article_that_never_changed_is_said_to_have_one_version(at_desk: Run) -> None:
    outcome = at_desk("diff", ID)
    assert outcome.out.splitlines()[1].startswith("one version only, fetched ")
    assert at_desk("diff", ID, "--json").json["changes"] == []


def test_an_unknown_article_is_answered_with_the_nearest(at_desk: Run) -> None:
    outcome = at_desk("diff", "port-strike/walk-out")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "pullquote: there is no article 'port-strike/walk-out'; "
        "did you mean 'port-strike/walkout'?\n",
    )


def test_before_the_first_reindex_it_says_what_to_run(elsewhere: Run) -> None:
    outcome = elsewhere("diff", ID)
    assert (outcome.code, outcome.err) == (
        1,
        "pullquote: nothing is indexed yet; run: pullquote reindex\n",
    )


def test_a_changed_headline_is_shown_and_nothing_in_it_acts_on_the_terminal() -> None:
    def version(title: str, day: int) -> Fetched:
        text = f"The \x1b[31mdockers walked out on day {day}."
        article = Article("walkout", "s", title, "", "W", (), None, text)
        return Fetched(article, datetime(2024, 5, day, 9, 30, tzinfo=UTC))

    out = io.StringIO()
    print_diff(Console(file=out, width=100), [version("Out", 2), version("\x1b]0;Out", 3)])
    assert out.getvalue().splitlines() == [
        "�]0;Out  [walkout]",
        "",
        "2024-05-02 09:30 UTC → 2024-05-03 09:30 UTC",
        "  - title: Out",
        "  + title: �]0;Out",
        "  - The �[31mdockers walked out on day 2.",
        "  + The �[31mdockers walked out on day 3.",
    ]
