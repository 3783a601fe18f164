"""docs/json.md lists what `--json` prints, field by field. Real model, localhost site."""

import dataclasses
import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.open_questions import StoredQuestions
from bot.gaps import OpenQuestion
from bot.memory import KeptQuote, KeptReply
from bot.places import Place
from bot.replies import Part
from docs.reference import commands
from tests.e2e.command import ROOT, run_in
from tests.e2e.tracked import newsroom

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
ARTICLE = {"id": "ferry/one", "title": "Ferry", "text": "The ferry sank at its berth on Monday."}
QUESTION = {"id": "q", "question": "When did the ferry sink?", "answerable": False}


def fields(section: str) -> set[str]:
    """The fields in the section's table."""
    body = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    found = set(re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE))
    assert found, section
    return found


def row(field: str) -> str:
    """What is said of a field of `refresh`."""
    body = PAGE.partition("\n## refresh\n")[2].partition("\n## ")[0]
    return next(line for line in body.splitlines() if line.startswith(f"| `{field}` |"))


@pytest.fixture(scope="module")
def printed(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command printed, by its section."""
    folder = tmp_path_factory.mktemp("json")
    with newsroom(shipped, folder) as room:
        run = run_in(
            folder,
            room.data,
            PULLQUOTE_CORPUS=str(room.corpus),
            PULLQUOTE_ALLOWED_NETWORKS="127.0.0.0/8",
            PULLQUOTE_HOST_PAUSE="0",
        )

        def of(*arguments: str) -> Any:
            return run(*arguments, "--json").json

        asked = of("ask", "Where did the ferry sink?", "--cite")
        said: dict[str, Any] = {"ask": asked}
        said["A quote"] = (asked["quotes"] or asked["nearest"])[0]
        said["An article"] = said["A quote"]["article"]
        # Nobody speaks in these small stories.
        said["said"] = run_in(ROOT, shipped)("said", "Hegseth", "--cite", "--json").json
        said["An utterance"] = said["said"]["utterances"][0]
        said["stories"] = of("stories")[0]
        said["story"] = of("story", "ferry")
        said["show"] = of("show", "ferry/one")
        taken = run("export", "Where did the ferry sink?", "--format", "json", "-o", "-")
        said["An evidence pack"] = taken.json
        said["A packed quote"] = said["An evidence pack"]["quotes"][0]
        said["A packed article"] = said["A packed quote"]["article"]
        run("export", "--story", "ferry", "-o", str(folder / "ferry.html"))
        said["verify"] = of("verify", str(folder / "ferry.html"))
        said["A checked quote"] = said["verify"]["quotes"][0]
        said["timeline"] = of("timeline", "ferry")
        said["A development"] = said["timeline"]["developments"][0]
        path = room.corpus / "ferry" / "one.md"
        path.write_text(path.read_text().replace("Monday", "Tuesday"))
        said["reindex"] = of("reindex")
        said["diff"] = of("diff", "ferry/one")
        said["A change"] = said["diff"]["changes"][0]
        said["track"] = of("track", room.feed, "--story", "ferry")
        said["An item"] = said["track"]["items"][0]
        said["refresh"] = of("refresh")
        said["sources"] = of("sources")[0]
        file = str(folder / "kept.zip")
        said["backup"] = of("backup", file)
        elsewhere = run_in(folder, folder / "elsewhere", PULLQUOTE_CORPUS=str(folder / "stories"))
        said["restore"] = elsewhere("restore", file, "--json").json
        said["index verify"] = of("index", "verify")
        said["index list"] = of("index", "list")[0]
        said["index rollback"] = of("index", "rollback")
        _rate(room.data)
        said["feedback"] = of("feedback")[0]
        said["gaps"] = of("gaps")[0]
        said["purge"] = of("purge", "ferry/one")
        said["doctor"] = of("doctor")[0]
        articles, questions = folder / "a.jsonl", folder / "q.jsonl"
        articles.write_text(json.dumps(ARTICLE))
        questions.write_text(json.dumps(QUESTION))
        said["eval"] = of("eval", "--articles", str(articles), "--questions", str(questions))
    return said


def _rate(data: Path) -> None:
    quote = KeptQuote("gone", 0, 27, (), 0.9, ())
    place = Place("slack", "T1", "C1")
    reply = KeptReply("r1", place, "1", "1", "2", True, "ferry", (quote,), NOW)
    with closing(open_catalog(None, data)) as catalog:
        replies = StoredReplies(catalog.database)
        replies.keep(reply)
        replies.rate("r1", "U1", True, NOW)
        until = NOW + timedelta(days=30)
        asked = OpenQuestion("0" * 32, place, "ferry", "can dogs ride?", NOW, until)
        StoredQuestions(catalog.database).keep(asked)


def test_every_field_that_is_printed_is_in_the_reference(printed: dict[str, Any]) -> None:
    listed = {section: fields(section) for section in printed if section not in _MADE_OF_OTHERS}
    an_article = listed["An article"]
    of_a_story = printed["story"]["articles"][0]
    assert {section: set(printed[section]) for section in listed} == listed
    assert set(printed["story"]) == listed["stories"]
    assert set(of_a_story) == an_article | fields("story")
    assert set(printed["show"]) == set(of_a_story) | fields("show")
    assert set(printed["index rollback"]) == listed["index list"]
    assert {field.name for field in dataclasses.fields(Part)} == fields("A part of a question")
    for kind in ("sources", "pages"):
        assert set(printed["refresh"][kind][0]) <= set(re.findall(r"`(\w+)`", row(kind)))


_MADE_OF_OTHERS = frozenset(("story", "show", "index rollback"))


def test_every_command_that_prints_json_is_in_the_reference(printed: dict[str, Any]) -> None:
    named = {
        shown.name.removeprefix("pullquote ")
        for shown in commands()
        if any("--json" in one.opts for one in shown.parameters)
    }
    # Discord itself would have to be asked, and another folder's index to be lost.
    assert named - set(printed) == {"discord sync", "index adopt"}
    assert fields("discord sync") == {"guild", "commands"}
    assert fields("index adopt") == {"data"}
