"""A person at a terminal asks the shipped stories, looks around, mistypes. Real model and index."""

import json
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, Run, run_in

QUESTION = "who heads the new US command in Japan?"


def test_the_opening_question_is_answered_with_words_source_date_and_link(pullquote: Run) -> None:
    outcome = pullquote("ask", QUESTION)
    assert outcome.code == 0
    assert "three-star" in outcome.out or "three stars" in outcome.out
    assert "\xa02024 " in outcome.out
    assert ".example/" in outcome.out
    assert "#:~:text=" in outcome.out
    assert outcome.err == ""


def test_every_quote_in_json_is_a_slice_of_the_article_that_show_prints(pullquote: Run) -> None:
    reply = pullquote("ask", QUESTION, "--json").json
    assert reply["answered"] is True
    assert reply["reason"] is None
    assert reply["nearest"] == []
    assert 1 <= len(reply["quotes"]) <= 3
    places = {(quote["article"]["id"], quote["start"]) for quote in reply["quotes"]}
    assert len(places) == len(reply["quotes"])
    for quote in reply["quotes"]:
        text = pullquote("show", quote["article"]["id"], "--json").json["text"]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert quote["article"]["story"] == "us-japan-command"


@pytest.mark.parametrize(
    "question", ["who won the 2024 Tour de France?", "who is the president of Brazil?"]
)
def test_what_no_article_says_gets_an_honest_no(pullquote: Run, question: str) -> None:
    reply = pullquote("ask", question, "--json").json
    assert reply["answered"] is False
    assert reply["quotes"] == []
    assert reply["reason"] == "Nothing that is tracked answers this."
    assert pullquote("ask", question).out.startswith("Nothing that is tracked answers this.\n")


def test_a_question_can_be_kept_to_one_story(pullquote: Run) -> None:
    reply = pullquote("ask", QUESTION, "--story", "sweden-nato", "--json").json
    shown = reply["quotes"] + reply["nearest"]
    assert shown
    assert {quote["article"]["story"] for quote in shown} == {"sweden-nato"}


def test_what_was_published_after_the_day_of_asking_is_no_answer(pullquote: Run) -> None:
    assert pullquote("ask", QUESTION, "--json", "--asked-on", "2030-01-01").json["answered"]
    before = pullquote("ask", QUESTION, "--json", "--asked-on", "1999-12-31").json
    assert (before["answered"], before["nearest"]) == (False, [])


def test_top_says_how_many_quotes_there_are_at_most(pullquote: Run) -> None:
    assert len(pullquote("ask", QUESTION, "--top", "1", "--json").json["quotes"]) == 1


def test_a_wire_story_is_one_quote_with_also_in(pullquote: Run) -> None:
    reply = pullquote(
        "ask", "how many people might have fallen into the river?", "--top", "5", "--json"
    ).json
    assert any(quote["also_in"] for quote in reply["quotes"])
    ids = [quote["article"]["id"] for quote in reply["quotes"]]
    copies = [copy["id"] for quote in reply["quotes"] for copy in quote["also_in"]]
    assert not set(ids) & set(copies)


def test_several_questions_are_answered_one_after_another(pullquote: Run) -> None:
    outcome = pullquote("ask", "--json", stdin=f"{QUESTION}\n— …\nwhen did Sweden join NATO?\n")
    replies = [json.loads(line) for line in outcome.out.splitlines()]
    assert [reply["question"] for reply in replies] == [QUESTION, "when did Sweden join NATO?"]
    assert "the question has no words in it" in outcome.err
    assert outcome.code == 0


def test_the_stories_and_their_articles_are_listed(pullquote: Run) -> None:
    stories = pullquote("stories", "--json").json
    assert len(stories) >= 6
    assert all(story["articles"] >= 4 for story in stories)
    story = pullquote("story", "us-japan-command", "--json").json
    dates = [article["published"] for article in story["articles"]]
    assert dates == sorted(dates)
    assert pullquote("stories").out.count("\n") == len(stories) + 1
    assert "us-japan-command" in pullquote("story", "us-japan-command").out


def test_the_index_is_listed_and_sound(pullquote: Run) -> None:
    [generation] = pullquote("index", "list", "--json").json
    assert generation["current"] is True
    assert generation["id"] in pullquote("index", "list").out
    assert pullquote("index", "verify").out.startswith(f"generation {generation['id']} is sound")


def test_the_doctor_finds_nothing_to_do(pullquote: Run) -> None:
    outcome = pullquote("doctor")
    assert outcome.code == 0, outcome.out
    assert "problem" not in outcome.out


def test_nothing_changed_means_no_new_generation(pullquote: Run) -> None:
    report = pullquote("reindex", "--json").json
    assert (report["new_generation"], report["embedded"], report["kept"]) == (False, 0, 42)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ask", ""], 2, 'the question is empty; ask in words, for example: "who heads'),
        (["ask", "— … !"], 2, "the question has no words in it; ask in words"),
        (["ask", "x" * 10_000], 2, "the question has 10,000 characters; ask in at most 2,000"),
        (
            ["ask", QUESTION, "--asked-on", "last May"],
            2,
            "'last May' is no date; write it as 2023-12-01 or 2023-12-01T18:30",
        ),
        (["ask", QUESTION, "--top", "0"], 2, "0 quotes can't be shown; ask for 1 to 10"),
        (
            ["ask", QUESTION, "--story", "sweden-natu"],
            2,
            "there is no story 'sweden-natu'; did you mean 'sweden-nato'?",
        ),
        (["story", "mpox"], 2, "there is no story 'mpox'; did you mean 'mpox-2024'?"),
        (
            ["show", "us-japan-command/2024-07-28-command"],
            2,
            "there is no article 'us-japan-command/2024-07-28-command'; did you mean "
            "'us-japan-command/2024-07-28-command-announced'?",
        ),
        (
            ["reindex", "--story", "sweden-natu", "--dry-run"],
            1,
            f"no story 'sweden-natu' in {ROOT}/corpus; did you mean sweden-nato?",
        ),
        (["reindex", "--corpus", "nowhere"], 1, "no corpus folder at nowhere; "),
    ],
)
def test_a_slip_is_answered_in_one_line_with_the_next_step(
    pullquote: Run, arguments: list[str], code: int, message: str
) -> None:
    outcome = pullquote(*arguments)
    assert outcome.code == code
    assert outcome.out == ""
    assert outcome.err.startswith(f"pullquote: {message}")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["ask", QUESTION], ["stories"], ["story", "a"], ["show", "a"], ["index", "list"]],
)
def test_before_the_first_reindex_every_command_says_what_to_run(
    elsewhere: Run, arguments: list[str]
) -> None:
    outcome = elsewhere(*arguments)
    assert (outcome.code, outcome.err) == (
        1,
        "pullquote: nothing is indexed yet; run: pullquote reindex\n",
    )


def test_a_missing_corpus_is_named(elsewhere: Run) -> None:
    outcome = elsewhere("reindex")
    assert outcome.code == 1
    assert outcome.err.startswith("pullquote: no corpus folder at ")


def test_an_unknown_setting_is_refused_by_name(tmp_path: Path) -> None:
    outcome = run_in(tmp_path, tmp_path / "data", PULLQUOTE_TRESHOLD="0.3")("stories")
    assert (outcome.code, outcome.err) == (
        2,
        "pullquote: PULLQUOTE_TRESHOLD: there is no such setting; "
        "did you mean PULLQUOTE_THRESHOLD?\n",
    )


def test_an_index_of_another_model_is_refused_with_both_names(
    shipped: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other-model"
    other.mkdir()
    (other / "config.json").write_text("{}")
    outcome = run_in(ROOT, shipped, PULLQUOTE_MODEL=str(other))("ask", QUESTION)
    assert outcome.code == 1
    assert outcome.err.startswith(
        "pullquote: index was built with all-MiniLM-L6-v2, settings say other-model@"
    )
    assert outcome.err.endswith("; run: pullquote reindex --rebuild\n")


def test_logs_never_hold_the_words_of_a_question(shipped: Path) -> None:
    outcome = run_in(ROOT, shipped, PULLQUOTE_LOG_LEVEL="debug")("ask", "zebrafish command Japan")
    assert outcome.code == 0
    assert "zebrafish" not in outcome.err


@pytest.mark.parametrize(
    "command",
    [
        ["reindex"],
        ["ask"],
        ["stories"],
        ["story", "show"],
        ["story", "new"],
        ["show"],
        ["diff"],
        ["timeline"],
        ["track"],
        ["untrack"],
        ["refresh"],
        ["sources"],
        ["index"],
        ["index", "list"],
        ["index", "verify"],
        ["index", "rollback"],
        ["purge"],
        ["feedback"],
        ["doctor"],
        ["eval"],
    ],
)
def test_every_command_explains_itself_with_an_example(elsewhere: Run, command: list[str]) -> None:
    outcome = elsewhere(*command, "--help")
    assert outcome.code == 0
    assert command == ["index"] or "Example" in outcome.out


def test_a_terminal_in_german_quotes_as_one_in_english_and_tells_scripts_the_same(
    shipped: Path,
) -> None:
    english, german = (run_in(ROOT, shipped, PULLQUOTE_LANGUAGE=one) for one in ("en", "de"))
    for question, said in (
        (QUESTION, "Weitere Zitate"),
        ("who won the 2024 Tour de France?", "Nichts, was verfolgt wird, beantwortet das."),
    ):
        assert said in german("ask", question).out
        assert said not in english("ask", question).out
        assert german("ask", question, "--json").json == english("ask", question, "--json").json
    assert "Zeitleiste: " in german("timeline", "us-japan-command").out
    assert "Es gibt" not in german("ask", QUESTION, "--story", "mars").out
    assert "es gibt keine Geschichte 'mars'" in german("ask", QUESTION, "--story", "mars").err
    # The process of the tests goes on in English.
    english("stories")
