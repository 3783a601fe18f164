"""What the terminal shows: quotes with their sources, and nothing article text could act by."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from adapters.cli.replies import print_reply
from adapters.cli.terminal_text import harmless
from adapters.rendering.json_output import reply_object
from bot.checked import Checked
from bot.freshness import Freshness
from bot.replies import Answer, NoAnswer, Part, Possible, Remark, Reply, Standing
from retrieval.articles import Article
from retrieval.quotes import Quote

TITLES = {"us-japan-command": "US command in Japan"}
TEXT = "The center would be headed by a three-star commander."
ARTICLE = Article(
    "dw-1",
    "us-japan-command",
    "New command center",
    "https://dw.example/1",
    "DW",
    ("A. Writer",),
    datetime(2024, 7, 28, tzinfo=UTC),
    TEXT,
)
COPY = Article("ap-1", "us-japan-command", "Center", "", "AP", (), None, TEXT)
QUOTE = Quote(
    ARTICLE, 0, len(TEXT), TEXT, ((32, 52),), "https://dw.example/1#:~:text=x", 2.5, 0.91, (COPY,)
)
OTHER, THIRD = replace(QUOTE, link="", also_in=()), replace(QUOTE, also_in=())
ANSWER = Answer("who heads it?", "g1", 0.91, (QUOTE,), (QUOTE, QUOTE))
NO_ANSWER = NoAnswer("who won?", "g1", 0.1, "Nothing that is tracked answers this.", (QUOTE,))


def shown(reply: Reply, *, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=100, force_terminal=color, color_system="standard" if color else None
    )
    print_reply(console, reply, TITLES)
    return out.getvalue()


def test_an_answer_shows_words_source_title_date_author_story_copies_and_link() -> None:
    assert shown(ANSWER) == (
        "\n"
        "  “The center would be headed by a three-star commander.”\n"
        "  DW · New command center · 28\xa0July\xa02024 · by A. Writer\n"
        "  also in AP\n"
        "  https://dw.example/1#:~:text=x\n"
        "\n"
        "US command in Japan [us-japan-command]\n"
        "More quotes (2): ask with --top\n"
    )


def test_the_answering_words_are_bold() -> None:
    assert "\x1b[1;32mthree-star commander\x1b[0m" in shown(ANSWER, color=True)


def test_a_no_is_said_first_and_what_is_near_is_not_dressed_as_an_answer() -> None:
    lines = shown(NO_ANSWER).splitlines()
    assert lines[:2] == [
        "Nothing that is tracked answers this.",
        "Nearest passages, which may not answer:",
    ]
    assert "\x1b[1;32m" not in shown(NO_ANSWER, color=True)


def test_a_link_is_never_broken_over_lines() -> None:
    link = "https://dw.example/" + "very-long-" * 30
    quote = Quote(ARTICLE, 0, len(TEXT), TEXT, (), link, 1.0, 0.9, ())
    assert f"  {link}\n" in shown(Answer("q", "g", 0.9, (quote,), ()))


def test_article_text_cannot_drive_the_terminal() -> None:
    hostile = "Read\x1b]8;;https://evil.example\x07this\x1b[2J\u202egnp\r[bold]now[/bold]."
    text = harmless(hostile)
    assert len(text) == len(hostile)
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
    quote = Quote(ARTICLE, 0, len(hostile), hostile, (), "", 1.0, 0.9, ())
    printed = shown(Answer("q", "g", 0.9, (quote,), ()))
    assert "\x1b" not in printed
    assert "[bold]now[/bold]." in printed


def test_emoji_and_scripts_that_join_letters_are_left_as_they_are() -> None:
    text = "👨‍👩‍👧 می‌خواهم\n\tनमस्ते"
    assert harmless(text) == text


def test_the_json_object_holds_everything_a_script_needs() -> None:
    article: dict[str, object] = {
        "id": "dw-1",
        "title": "New command center",
        "url": "https://dw.example/1",
        "source": "DW",
        "authors": ["A. Writer"],
        "published": "2024-07-28",
        "updated": None,
        "updated_by": None,
        "story": "us-japan-command",
        "language": "en",
    }
    copy: dict[str, object] = {
        "id": "ap-1",
        "title": "Center",
        "url": "",
        "source": "AP",
        "authors": [],
        "published": None,
        "updated": None,
        "updated_by": None,
        "story": "us-japan-command",
        "language": "en",
    }
    quote = {
        "text": TEXT,
        "start": 0,
        "end": len(TEXT),
        "highlight": [[32, 52]],
        "link": "https://dw.example/1#:~:text=x",
        "score": 2.5,
        "confidence": 0.91,
        "standing": "plain",
        "article": article,
        "also_in": [copy],
    }
    assert reply_object(ANSWER) == {
        "question": "who heads it?",
        "answered": True,
        "possible": False,
        "confidence": 0.91,
        "reason": None,
        "remark": None,
        "generation": "g1",
        "differing": None,
        "quotes": [quote],
        "more": 2,
        "unsure": [],
        "unanswered": [],
        "nearest": [],
        "checked": None,
        "stale": None,
    }
    possible = Possible("who heads it?", "g1", 0.4, (QUOTE,), ())
    assert reply_object(possible) == reply_object(ANSWER) | {
        "answered": False,
        "possible": True,
        "confidence": 0.4,
        "more": 0,
    }
    assert reply_object(NO_ANSWER) == {
        "question": "who won?",
        "answered": False,
        "possible": False,
        "confidence": 0.1,
        "reason": "Nothing that is tracked answers this.",
        "remark": None,
        "generation": "g1",
        "differing": None,
        "quotes": [],
        "more": 0,
        "unsure": [],
        "unanswered": [],
        "nearest": [quote],
        "checked": None,
        "stale": None,
    }
    assert reply_object(Remark("thanks!", "You're welcome.")) == {
        "question": "thanks!",
        "answered": False,
        "possible": False,
        "confidence": 0.0,
        "reason": None,
        "remark": "You're welcome.",
        "generation": None,
        "differing": None,
        "quotes": [],
        "more": 0,
        "unsure": [],
        "unanswered": [],
        "nearest": [],
        "checked": None,
        "stale": None,
    }


@pytest.mark.parametrize(
    ("standings", "differing"),
    [
        ((Standing.VALUE, Standing.VALUE), "unsettled"),
        ((Standing.PLAIN, Standing.EARLIER), "replaced"),
    ],
)
def test_scripts_see_how_reports_differ(standings: tuple[Standing, ...], differing: str) -> None:
    shown = reply_object(Answer("how many?", "g1", 0.9, (QUOTE, OTHER), (), standings))
    assert shown["differing"] == differing
    quotes = shown["quotes"]
    assert isinstance(quotes, list)
    assert [quote["standing"] for quote in quotes] == [standing.value for standing in standings]


def test_quotes_that_only_may_answer_are_said_to_and_nothing_in_them_is_marked() -> None:
    possible = Possible("who heads it?", "g1", 0.4, (QUOTE,), (QUOTE,))
    assert shown(possible).splitlines()[:3] == ["This may answer:", "", f"  “{TEXT}”"]
    assert "\x1b[1" in shown(replace(ANSWER, further=()), color=True)
    assert "\x1b[1" not in shown(replace(possible, further=()), color=True)
    assert "More quotes (1): ask with --top" in shown(possible)


def test_reports_that_differ_stand_under_a_line_that_says_so() -> None:
    values = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    printed = shown(Answer("how many?", "g1", 0.9, (QUOTE, OTHER, THIRD), (), values))
    lines = [line.strip() for line in printed.splitlines()]
    found = [lines.index(one) for one in ("Reports differ:", f"“{TEXT}”", "Other quotes:")]
    assert found == sorted(found)
    replaced = (Standing.PLAIN, Standing.EARLIER)
    printed = shown(Answer("how many?", "g1", 0.9, (QUOTE, OTHER), (), replaced))
    lines = [line.strip() for line in printed.splitlines()]
    assert lines[:2] == ["", f"“{TEXT}”"]
    assert "Earlier reports said:" in lines


def test_of_two_questions_what_is_left_open_is_said_below() -> None:
    parts = (Part(2, "why?"), Part(3, "when?"))
    reply = Answer("who? why? when?", "g1", 0.9, (QUOTE,), (), (), parts[:1], parts[1:])
    assert shown(reply).splitlines()[-3:-1] == [
        "These quotes may not answer “why?”.",
        "Nothing that is tracked answers “when?”.",
    ]
    assert reply_object(reply)["unanswered"] == [{"number": 3, "text": "when?"}]


def test_a_remark_is_one_sentence() -> None:
    assert shown(Remark("thanks!", "You're welcome.")) == "You're welcome.\n"


READ = datetime(2024, 8, 1, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fresh", "words"),
    [
        (Freshness(READ, 2, 0, None), "Last checked 1 August 2024 at 14:05 UTC"),
        (
            Freshness(READ, 1, 1, READ),
            "Not checked since 1 August 2024 at 14:05 UTC: what is newer isn't known here.",
        ),
    ],
)
def test_when_its_stories_were_checked_is_said_below_quotes(fresh: Freshness, words: str) -> None:
    out = io.StringIO()
    checked = Checked(words, plain=fresh.stale, fresh=fresh)
    print_reply(Console(file=out, width=100), ANSWER, TITLES, checked)
    below = out.getvalue().rpartition("text=x\n\n")[2].splitlines()
    assert below[0].startswith(TITLES["us-japan-command"])
    assert words in (below[1] if fresh.stale else below[0].partition(" · ")[2])
    printed = reply_object(ANSWER, checked)
    assert (printed["checked"], printed["stale"]) == ("2024-08-01T14:05:00+00:00", fresh.stale)
