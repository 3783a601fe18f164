"""`pullquote ask --cite` and `pullquote said --cite`: what is quoted, ready to copy."""

from pathlib import Path

from tests.adapters.slack.hostile import HOSTILE
from tests.e2e.command import ROOT, Run, run_in
from tests.e2e.corpora import write_hostile

COMMANDER = "who heads the new US command in Japan?"
HEAD = "To copy, as a line and in the style of the APA:"


def test_each_quote_that_is_shown_is_cited_below_the_answer_as_export_cites_it(
    pullquote: Run,
) -> None:
    plain = pullquote("ask", COMMANDER, "--top", "2").out
    cited = pullquote("ask", COMMANDER, "--top", "2", "--cite").out
    shown, head, citations = cited.partition(f"\n{HEAD}\n")
    assert (shown, head) == (plain, f"\n{HEAD}\n")
    packed = pullquote("export", COMMANDER, "--top", "2", "--format", "json", "-o", "-").json[
        "quotes"
    ]
    forms = [one["citation"][form] for one in packed for form in ("plain", "apa")]
    assert len(forms) == 4
    assert citations == "".join(f"\n{one}\n" for one in forms)


def test_scripts_get_a_citation_with_each_quote_and_only_if_they_ask_for_it(
    pullquote: Run,
) -> None:
    for question in (COMMANDER, "which ice cream did the mayor of Lisbon prefer?"):
        packed = pullquote("export", question, "--format", "json", "-o", "-").json["quotes"]
        found = pullquote("ask", question, "--cite", "--json").json
        quotes = found["quotes"] or found["nearest"]
        assert [one["citation"] for one in quotes] == [one["citation"] for one in packed]
        without = pullquote("ask", question, "--json").json
        assert all("citation" not in one for one in without["quotes"] + without["nearest"])


def test_what_somebody_said_is_cited_too(pullquote: Run) -> None:
    [said] = pullquote("said", "Stoltenberg", "--top", "1", "--cite", "--json").json["utterances"]
    told = pullquote("said", "Stoltenberg", "--top", "1", "--cite").out
    assert said["citation"]["csl"]["title"] == said["article"]["title"]
    assert f"\n{said['citation']['plain']}\n\n{said['citation']['apa']}\n" in told


def test_where_nothing_is_quoted_nothing_is_cited(pullquote: Run) -> None:
    for asked in (("ask", "thanks!"), ("said", "Zaphod Beeblebrox")):
        outcome = pullquote(*asked, "--cite")
        assert outcome.code == 0
        assert HEAD not in outcome.out


def test_no_article_acts_on_the_terminal_by_how_it_is_cited(tmp_path: Path) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_hostile(corpus)
    run = run_in(ROOT, data)
    run("reindex", "--corpus", str(corpus))
    for number in range(0, len(HOSTILE), 10):
        told = run(
            "ask", f"what is the number of the marmot {number}?", "--cite", "--top", "10"
        ).out
        assert HEAD in told
        assert not {sign for sign in told if ord(sign) < 32 and sign != "\n"}
        assert not {sign for sign in told if 0x202A <= ord(sign) <= 0x202E}
