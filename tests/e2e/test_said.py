"""Somebody asks in a terminal what a person said: their words, newest first, or why there are none.
Real model."""

from pathlib import Path

import pytest

from tests.e2e.command import ROOT, Run, run_in
from tests.e2e.speeches import MINISTRY, READY, SAFE, SECRET, write_speeches


@pytest.fixture(scope="module")
def speeches(tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("speeches")
    write_speeches(home / "corpus")
    run = run_in(home, home / "data")
    assert run("reindex").code == 0
    return run


def test_what_somebody_said_is_shown_whole_newest_first_and_copies_once(speeches: Run) -> None:
    said = speeches("said", "Kamikawa", "--json").json
    assert said["answered"]
    # Whoever runs Pullquote may see every story.
    assert [one["text"] for one in said["utterances"]] == [SECRET, SAFE, READY]
    assert [one["speaker"] for one in said["utterances"]] == [
        "Yoko Kamikawa",
        "Foreign Minister Yoko Kamikawa",
        "Kamikawa",
    ]
    [copy] = said["utterances"][1]["also_in"]
    assert {copy["source"], said["utterances"][1]["article"]["source"]} == {"The Wire", "The Mail"}
    for one in said["utterances"]:
        text = speeches("show", one["article"]["id"], "--json").json["text"]
        assert text[one["start"] : one["end"]] == one["text"]
        assert text[one["speaker_start"] :].startswith(one["speaker"])
    printed = speeches("said", "Yoko Kamikawa", "--top", "1")
    assert (printed.code, printed.err) == (0, "")
    assert f"“{SECRET}”" in printed.out
    assert "More quotes (2): ask with --top" in printed.out


def test_it_is_narrowed_to_a_story_a_day_and_what_it_is_about(speeches: Run) -> None:
    def texts(*typed: str) -> list[str]:
        return [one["text"] for one in speeches("said", *typed, "--json").json["utterances"]]

    assert texts("Foreign Minister Kamikawa", "--story", "ferry") == [SAFE]
    assert texts("kamikawa", "--asked-on", "2025-01-03") == [READY]
    assert texts("Kamikawa", "--about", "the ferry") == [SAFE]
    assert texts("Kamikawa", "--about", "when the command will be ready") == [READY]


def test_a_body_is_found_by_what_it_is_called_where_that_is_one(speeches: Run) -> None:
    said = speeches("said", "the transport ministry", "--json").json
    assert [one["text"] for one in said["utterances"]] == [MINISTRY]
    assert [one["speaker"] for one in said["utterances"]] == ["transport ministry"]
    assert not speeches("said", "the company", "--json").json["answered"]


def test_who_is_not_quoted_is_told_why(speeches: Run) -> None:
    def reason(*typed: str) -> str:
        said = speeches("said", *typed, "--json")
        assert (said.code, said.json["answered"], said.json["utterances"]) == (0, False, [])
        return str(said.json["reason"])

    assert reason("Kamikawo").endswith("did you mean Kamikawa?")
    assert reason("Biden") == (
        "Several are quoted by the name Biden: Joe Biden, Jill Biden. Ask by the full name."
    )
    assert reason("Erik Vale") == "Nothing that is tracked here quotes Erik Vale by that name."
    assert reason("Kamikawa", "--about", "volcanoes") == (
        "Nothing that is tracked here quotes Kamikawa about volcanoes."
    )
    assert speeches("said", "!").err.startswith("pullquote: whose words? Name somebody")
    assert "did you mean 'ferry'" in speeches("said", "Kamikawa", "--story", "fery").err


def test_a_question_that_asks_what_somebody_said_is_answered_with_their_words(
    speeches: Run,
) -> None:
    asked = speeches("ask", "What did Kamikawa say about the ferry?", "--json").json
    assert asked["answered"]
    assert [one["text"] for one in asked["quotes"]] == [SAFE]
    # Nobody guesses which Biden: the ordinary search says what it finds.
    other = speeches("ask", "What did Biden say about the ferry?", "--json").json
    assert not other["answered"]


def test_the_shipped_stories_know_who_spoke(pullquote: Run) -> None:
    said = pullquote("said", "Hegseth", "--about", "the Taiwan Strait").out
    assert (
        "“Mr Hegseth said that the US commitment to deterrence covered the Taiwan Strait.”" in said
    )


def test_who_is_known_by_a_given_name_is_found_by_it(pullquote: Run) -> None:
    said = pullquote("said", "Tedros", "--json").json["utterances"]
    assert {one["speaker"] for one in said} == {"Tedros Adhanom Ghebreyesus"}
    # As a surname it is somebody's, and nobody else's.
    assert "Mr Trump" not in pullquote("said", "Walker").out


def test_what_an_article_is_about_its_sentences_need_not_name(pullquote: Run) -> None:
    asked = ("said", "Stich", "--about", "Starliner", "--top", "10", "--json")
    said = pullquote(*asked).json["utterances"]
    assert len(said) == 4
    assert all("Starliner" in one["article"]["title"] for one in said)
    assert not any("Starliner" in one["text"] for one in said)
    # Words that name it are surer, and then they are enough.
    [one] = pullquote("said", "Stich", "--about", "the thrusters", "--json").json["utterances"]
    assert "the thrusters" in one["text"]


def test_help_names_examples(tmp_path: Path) -> None:
    assert "pullquote said Stoltenberg" in run_in(ROOT, tmp_path)("said", "--help").out
