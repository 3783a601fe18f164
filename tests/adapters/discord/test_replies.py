"""What people see of a reply: quotes with their source, what they can do, and what never is cut."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from adapters.discord.rendering import question_of
from bot.desk import Told
from bot.replies import Answer, NoAnswer
from retrieval.quotes import Quote
from tests.adapters.discord.drawn import reply_message, shared_message
from tests.adapters.discord.newsroom import (
    ALICE,
    REPLY,
    accepted,
    answered,
    not_answered,
    page,
)
from tests.adapters.discord.reader import Piece, quotes, read, shown
from tests.bot.newsroom import COPIED, FIRST, QUESTION, UNLINKED, WIRE, article, quoted

BOLD = "**"


def test_a_reader_sees_the_quote_its_answer_in_bold_and_where_it_stands() -> None:
    seen, story = read(reply_message(answered(COPIED), private=False).components)
    bold, small = frozenset(["bold"]), frozenset(["small"])
    assert story == [Piece("The US joint command in Japan", frozenset(["italic", "small"]))]
    assert seen == [
        Piece("The new headquarters will be led by ", quote=1),
        Piece("a three-star officer", bold, quote=1),
        Piece(
            " and will answer to the commander of US Indo-Pacific Command in Hawaii.", quote=1
        ),
        Piece("Harborline Wire · "),
        Piece(WIRE.title, link=f"{WIRE.url}#:~:text=some%20words"),
        Piece(" · "),
        Piece("<t:1722160800:D>", acts="timestamp"),
        Piece("\n"),
        Piece("also in ", small),
        Piece("Morning Mail", small, link="https://copy.example/2024/07/28"),
        Piece(", Evening Print", small),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        "Is it <@123> or *them*? \\o/ `x` https://x.example/?a_b",
        "-# small: You asked: # big",
        "مَن يقود القيادة؟",
    ],
)
def test_the_question_of_a_private_reply_is_found_again_when_it_is_shared(question: str) -> None:
    for told in (answered(FIRST), not_answered(within="sweden-nato")):
        asked = replace(told, reply=replace(told.reply, question=question))
        message = reply_message(asked, private=True)
        assert question_of(message.components) == question


def test_an_overlong_question_comes_back_cut() -> None:
    told = answered(FIRST)
    asked = replace(told, reply=replace(told.reply, question="why, " * 300))
    found = question_of(reply_message(asked, private=True).components)
    assert found.endswith("why,…")
    assert 580 <= len(found) <= 600


def test_a_public_reply_repeats_no_question() -> None:
    assert question_of(reply_message(answered(FIRST), private=False).components) == ""


def test_a_quote_that_pretends_to_be_a_question_is_not_taken_for_one() -> None:
    fake = quoted(replace(WIRE, text="-# You asked: who?", source="-# You asked: who?"), "-# You")
    assert question_of(reply_message(answered(fake), private=False).components) == ""


def test_a_title_that_cannot_be_a_link_stands_beside_one() -> None:
    bold = replace(WIRE, title="*Breaking*: 🚀 lifts off")
    seen, _ = read(reply_message(answered(quoted(bold, WIRE.text)), private=False).components)
    assert shown(seen[1:]).startswith("Harborline Wire · “*Breaking*: 🚀 lifts off” (open) · ")
    assert [(piece.text, piece.link) for piece in seen if piece.link] == [
        ("open", f"{WIRE.url}#:~:text=some%20words")
    ]


def published(moment: datetime) -> int:
    """The second that a reply's timestamp names."""
    quote = quoted(replace(WIRE, published=moment), WIRE.text)
    seen, _ = read(reply_message(answered(quote), private=False).components)
    (stamp,) = [piece.text for piece in seen if piece.acts == "timestamp"]
    return int(stamp.split(":")[1])


@pytest.mark.parametrize("hours", [-10, -5, 0, 5.5, 9, 12, 13, 13.75])
def test_a_date_without_a_time_is_the_same_day_wherever_it_is_read(hours: float) -> None:
    stamp = published(datetime(2024, 7, 28, tzinfo=UTC))
    there = datetime.fromtimestamp(stamp, timezone(timedelta(hours=hours)))
    assert there.date().isoformat() == "2024-07-28"


@pytest.mark.parametrize("hours", [9, -5])
def test_the_day_is_the_one_that_the_paper_printed(hours: int) -> None:
    moment = datetime(2024, 7, 28, 23, 15, tzinfo=timezone(timedelta(hours=hours)))
    assert published(moment) == int(datetime(2024, 7, 28, 10, tzinfo=UTC).timestamp())


def long_quote(characters: int, name: str = "long") -> Quote:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text, "go on")


def links_of(message: Any) -> list[tuple[str, str]]:
    seen = [piece for some in read(message.components) for piece in some]
    return [(piece.text, piece.link) for piece in seen if piece.link]


def test_a_quote_that_barely_fits_loses_its_copies_then_the_end_of_its_link() -> None:
    quote = replace(long_quote(3_780), also_in=(WIRE, UNLINKED))
    message = reply_message(answered(quote), private=False)
    accepted(message)
    assert links_of(message) == [("A long story", quote.link)]
    deep = replace(quote, link=f"{quote.article.url}#:~:text={'x' * 400}")
    message = reply_message(answered(deep), private=False)
    accepted(message)
    assert links_of(message) == [("A long story", quote.article.url)]
    assert quotes(read(message.components)[0]) == [quote.text]


def test_a_link_longer_than_a_link_button_allows_stays_clickable() -> None:
    deep = replace(FIRST, link=f"{WIRE.url}#:~:text={'x' * 1_000}")
    message = reply_message(answered(deep), private=False)
    accepted(message)
    assert links_of(message) == [(WIRE.title, deep.link)]


def test_a_link_that_is_too_long_loses_its_end_and_still_leads_to_the_article() -> None:
    quote = replace(FIRST, link=f"{WIRE.url}#:~:text={'x' * 3_000}")
    message = reply_message(answered(quote), private=False)
    accepted(message)
    assert links_of(message) == [(WIRE.title, WIRE.url)]


def test_brackets_in_an_address_do_not_end_its_link() -> None:
    url = "https://wire.example/Stars_(rank)/a(b"
    quote = replace(
        quoted(replace(WIRE, url=url), WIRE.text), link=f"{url}#:~:text=it%27s%2C%20(x)"
    )
    assert links_of(reply_message(answered(quote), private=False)) == [
        (WIRE.title, "https://wire.example/Stars_%28rank%29/a%28b#:~:text=it's%2C%20%28x%29")
    ]


def test_a_reply_of_which_everything_is_too_long_is_still_sent() -> None:
    stars = "*" * 5_000
    long = replace(WIRE, title=stars, source=stars, text=stars, url=f"{WIRE.url}/{'x' * 1_400}")
    for reply in (
        Answer(stars, "g1", 0.9, (quoted(long, stars),), ()),
        NoAnswer(stars, "g1", 0.1, f"No article is tracked in {stars}.", ()),
    ):
        told = Told(REPLY, reply, {WIRE.story: stars}, WIRE.story)
        message = reply_message(told, private=True)
        accepted(message)
        assert re.fullmatch(r"\*{300,}…", question_of(message.components))
    accepted(shared_message(page(quoted(long, stars), total=1), stars, ALICE))


def test_a_story_with_an_endless_name_leaves_room_for_the_quote() -> None:
    told = replace(answered(FIRST, within=WIRE.story), titles={WIRE.story: "*&" * 5_000})
    message = reply_message(told, private=True)
    accepted(message)
    assert [text for seen in read(message.components) for text in quotes(seen)] == [FIRST.text]
