"""The operator looks at what people thought of replies, and erases what a person said."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.kept_replies import StoredReplies
from bot.memory import KeptQuote, KeptReply
from bot.places import Place
from retrieval.articles import Article
from tests.e2e.command import Run

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
VOTE = Article(
    id="nato/vote",
    story="nato",
    title="Hungary \x1b[31mvotes",
    url="https://wire.example/vote",
    source="The [bold] Wire",
    authors=(),
    published=datetime(2024, 2, 26, tzinfo=UTC),
    text="Hungary's parliament voted. It took 20 months.",
)
QUOTE = KeptQuote(VOTE.version, 0, 27, ((0, 9),), 0.9, ())
ANSWER = KeptReply(
    "r1", Place("slack", "T1", "C0123"), "170.1", "170.1", "170.2", True, "nato", (QUOTE,), NOW
)
# Its article is gone, and so is whatever came near.
NO = replace(ANSWER, id="r2", place=Place("slack", "T1", "D9"), answered=False, story="", quotes=())
OLD = replace(ANSWER, id="r3", quotes=(replace(QUOTE, version="purged"),))


@pytest.fixture
def rated(tmp_path: Path, elsewhere: Run) -> Run:
    """`pullquote` where three replies were rated."""
    with closing(open_catalog(None, tmp_path / "data")) as catalog:
        _rate(catalog)
    return elsewhere


def _rate(catalog: Catalog) -> None:
    catalog.add_versions([(VOTE, [])], NOW)
    replies = StoredReplies(catalog.database)
    for reply in (ANSWER, NO, OLD):
        replies.keep(reply)
    verdicts = [("r3", "U1", True), ("r2", "U1", False), ("r1", "U2", False), ("r1", "U1", True)]
    for day, (id, person, helpful) in enumerate(verdicts):
        assert replies.rate(id, person, helpful, NOW + timedelta(days=day))


def test_the_newest_verdict_stands_first_with_what_was_quoted(rated: Run) -> None:
    outcome = rated("feedback")
    assert (outcome.code, outcome.err) == (0, "")
    assert [" ".join(line.split()) for line in outcome.out.splitlines()] == [
        "Rated Place Helpful Not Story First quote from",
        "7 March 2026 slack:C0123 1 1 nato The [bold] Wire · Hungary \ufffd[31mvotes",
        "5 March 2026 slack:D9 0 1 (no answer) -",
        "4 March 2026 slack:C0123 1 0 nato -",
    ]


def test_scripts_get_an_object_a_reply(rated: Run) -> None:
    [first, second, third] = rated("feedback", "--json").json
    assert first == {
        "reply": "r1",
        "rated": "2026-03-07T12:30:00+00:00",
        "place": "slack:C0123",
        "team": "T1",
        "helpful": 1,
        "not_helpful": 1,
        "answered": True,
        "possible": False,
        "story": "nato",
        "article": {
            "id": "nato/vote",
            "title": VOTE.title,
            "url": "https://wire.example/vote",
            "source": VOTE.source,
            "authors": [],
            "published": "2024-02-26",
            "updated": None,
            "updated_by": None,
            "story": "nato",
            "language": "en",
        },
    }
    assert second == {
        "reply": "r2",
        "rated": "2026-03-05T12:30:00+00:00",
        "place": "slack:D9",
        "team": "T1",
        "helpful": 0,
        "not_helpful": 1,
        "answered": False,
        "possible": False,
        "story": None,
        "article": None,
    }
    assert third["article"] is None
    assert rated("feedback", "--json", "--limit", "2").json == [first, second]


def test_a_person_is_forgotten_and_the_others_stay(rated: Run) -> None:
    outcome = rated("feedback", "--forget", "U1")
    assert (outcome.code, outcome.out) == (0, "erased: 3 verdicts and 0 questions of U1\n")
    [left] = rated("feedback", "--json").json
    assert (left["reply"], left["helpful"], left["not_helpful"]) == ("r1", 0, 1)
    assert rated("feedback", "--forget", "U2").out == "erased: 1 verdict and 0 questions of U2\n"
    assert rated("feedback", "--forget", "[U1]\x1b", "--json").json == {
        "person": "[U1]\x1b",
        "forgotten": 0,
        "questions": 0,
    }
    assert (
        rated("feedback", "--forget", "[U1]\x1b").out
        == "erased: 0 verdicts and 0 questions of [U1]\ufffd\n"
    )
    assert rated("feedback", "--json").json == []


def test_before_the_first_verdict_it_says_so(elsewhere: Run) -> None:
    outcome = elsewhere("feedback")
    assert (outcome.code, outcome.out, outcome.err) == (0, "nobody has rated a reply yet\n", "")
    assert elsewhere("feedback", "--json").json == []


def test_a_list_of_no_replies_is_refused(elsewhere: Run) -> None:
    outcome = elsewhere("feedback", "--limit", "0")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "pullquote: 0 replies can't be listed; ask for 1 or more\n",
    )
