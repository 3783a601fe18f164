"""A person reads a shipped story as a timeline, page by page, and saves its picture. Real model."""

from pathlib import Path

import pytest

from tests.e2e.command import Run


def test_a_story_is_told_in_dated_quotes_with_links(pullquote: Run) -> None:
    outcome = pullquote("timeline", "sweden-nato")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[:2] == ["Timeline: Sweden joins NATO", "1–5 of 5 developments, oldest first"]
    assert lines[3].startswith("  “Sweden and Finland applied to join NATO on Wednesday")
    assert any("18\xa0May\xa02022" in line for line in lines[4:6])
    assert "  also reported by The Calder Courier" in lines
    links = [line for line in lines if line.startswith("  https://")]
    assert len(links) == 5
    assert all("#:~:text=" in link for link in links)


def test_every_quote_is_a_slice_of_its_article_and_each_event_is_told_once(pullquote: Run) -> None:
    told = pullquote("timeline", "sweden-nato", "--json").json
    assert [told[key] for key in ("story", "newest_first", "page", "pages", "total")] == [
        *("sweden-nato", False, 1, 1),
        5,
    ]
    dates = [one["article"]["published"] for one in told["developments"]]
    assert dates == sorted(dates)
    assert [len(one["also_in"]) for one in told["developments"]] == [0, 1, 0, 0, 0]
    for one in told["developments"]:
        text = pullquote("show", one["article"]["id"], "--json").json["text"]
        assert text[one["start"] : one["end"]] == one["text"]


def test_a_long_story_comes_in_pages_from_either_end(pullquote: Run) -> None:
    first = pullquote("timeline", "boeing-starliner", "--json").json
    rest = pullquote("timeline", "boeing-starliner", "--page", "2", "--json").json
    newest = pullquote("timeline", "boeing-starliner", "--newest-first", "--json").json
    assert (first["pages"], rest["page"]) == (2, 2)
    both = [*first["developments"], *rest["developments"]]
    assert both[:0:-1] == newest["developments"]
    assert "Later: --page 2" in pullquote("timeline", "boeing-starliner").out


def test_the_picture_of_the_coverage_is_saved(pullquote: Run, tmp_path: Path) -> None:
    file = tmp_path / "coverage.png"
    outcome = pullquote("timeline", "sweden-nato", "--picture", str(file))
    assert (outcome.code, outcome.err) == (0, f"pullquote: saved {file}\n")
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sweden-natu"], "there is no story 'sweden-natu'; did you mean 'sweden-nato'?"),
        (["sweden-nato", "--page", "0"], "there is no page 0; the first is 1"),
        (
            ["sweden-nato", "--picture", "coverage.gif"],
            "coverage.gif is no name for a PNG; give one that ends in .png",
        ),
        (
            ["sweden-nato", "--picture", "nowhere/coverage.png"],
            "there is no folder nowhere; make it, or name another",
        ),
    ],
)
def test_a_slip_is_answered_in_one_line(pullquote: Run, arguments: list[str], message: str) -> None:
    outcome = pullquote("timeline", *arguments)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"pullquote: {message}\n")


def test_before_the_first_reindex_it_says_what_to_run(elsewhere: Run) -> None:
    outcome = elsewhere("timeline", "sweden-nato")
    assert (outcome.code, outcome.err) == (
        1,
        "pullquote: nothing is indexed yet; run: pullquote reindex\n",
    )
