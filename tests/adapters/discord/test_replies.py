"""What people see of a reply: quotes with their source, what they can do, and what never is cut."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.discord.markdown import escaped
from adapters.discord.rendering import question_of
from bot import wording
from bot.checked import Checked
from bot.desk import Told
from bot.documents.actions import Context, More, Rate, Share, action_of
from bot.replies import Answer, NoAnswer, Part, Remark, Standing
from retrieval.quotes import Quote
from tests.adapters.discord.drawn import page_message, reply_message, sentence, shared_message
from tests.adapters.discord.newsroom import (
    ALICE,
    REPLY,
    accepted,
    answered,
    buttons_of,
    not_answered,
    page,
    possible,
)
from tests.adapters.discord.reader import Piece, quotes, read, shown
from tests.adapters.slack.newsroom import (
    COPIED,
    FIRST,
    PLAIN,
    QUESTION,
    QUIET,
    SECOND,
    THIRD,
    TITLES,
    UNLINKED,
    WIRE,
    article,
    quoted,
)

BOLD = "**"


def test_one_quote_with_its_source(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(answered(FIRST), private=False)) == golden


def test_three_quotes_and_more_behind_a_button(golden: SnapshotAssertion) -> None:
    told = answered(FIRST, SECOND, THIRD, further=[FIRST, SECOND])
    assert accepted(reply_message(told, private=False)) == golden


def test_the_other_papers_that_print_the_same_words(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(answered(COPIED), private=False)) == golden


def test_a_follow_up_says_which_story_it_stayed_with(golden: SnapshotAssertion) -> None:
    told = answered(SECOND, within="us-japan-command")
    assert accepted(reply_message(told, private=False)) == golden


def test_a_private_reply_repeats_the_question_and_can_be_shared(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(answered(FIRST), private=True)) == golden


def test_no_answer_offers_the_nearest_passages(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(not_answered(FIRST, SECOND), private=False)) == golden


@pytest.mark.parametrize("checked", [QUIET, PLAIN], ids=["quietly", "plainly"])
def test_when_its_story_was_checked_stands_below_the_quotes(
    checked: Checked, golden: SnapshotAssertion
) -> None:
    told = replace(answered(FIRST, SECOND), checked=checked)
    assert accepted(reply_message(told, private=False)) == golden


def test_a_no_says_it_too(golden: SnapshotAssertion) -> None:
    told = replace(not_answered(FIRST), checked=PLAIN)
    assert accepted(reply_message(told, private=False)) == golden


def test_more_of_a_reply_and_a_shared_one_say_it_too() -> None:
    turned = replace(page(THIRD, offset=2, total=3), checked=QUIET)
    for message in (page_message(turned), shared_message(turned, QUESTION, ALICE)):
        accepted(message)
        said = f"-# *{TITLES[WIRE.story]}* · {escaped(QUIET.words)}"
        assert said in [part.get("content") for part in message.components]


def test_no_answer_to_a_follow_up_offers_to_ask_all_stories(golden: SnapshotAssertion) -> None:
    told = not_answered(within="sweden-nato")
    assert accepted(reply_message(told, private=False)) == golden


def test_the_nearest_passages_are_not_dressed_as_an_answer(golden: SnapshotAssertion) -> None:
    message = page_message(page(FIRST, SECOND, total=3, answering=False))
    assert "**" not in str(message.components)
    assert accepted(message) == golden


def test_quotes_that_only_may_answer_are_said_to_and_none_of_their_words_is_bold(
    golden: SnapshotAssertion,
) -> None:
    shown = accepted(reply_message(possible(FIRST, SECOND, further=[THIRD]), private=True))
    assert BOLD not in str(shown)
    assert shown == golden


def test_the_next_of_them_are_still_no_more_than_possible(golden: SnapshotAssertion) -> None:
    line = wording.MAY_ANSWER
    turned = page(THIRD, offset=2, total=3, answering=False, line=line)
    shown = accepted(page_message(turned))
    assert BOLD not in str(shown)
    assert shown == golden


def test_shared_they_are_called_possible_too(golden: SnapshotAssertion) -> None:
    first = page(FIRST, total=2, answering=False, line=wording.MAY_ANSWER)
    shown = accepted(shared_message(first, QUESTION, ALICE))
    assert BOLD not in str(shown)
    assert shown == golden


def test_reports_that_differ_stand_together(golden: SnapshotAssertion) -> None:
    standings = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    told = answered(FIRST, SECOND, THIRD, standings=standings)
    assert accepted(reply_message(told, private=False)) == golden


def test_what_earlier_reports_said_comes_below_the_newest(golden: SnapshotAssertion) -> None:
    standings = (Standing.PLAIN, Standing.EARLIER)
    told = answered(FIRST, SECOND, standings=standings)
    assert accepted(reply_message(told, private=False)) == golden


def test_of_two_questions_the_one_that_nothing_answers_is_named(golden: SnapshotAssertion) -> None:
    told = answered(FIRST, unanswered=(Part(2, "and what does it cost?"),))
    assert accepted(reply_message(told, private=False)) == golden


def test_a_remark_has_no_buttons(golden: SnapshotAssertion) -> None:
    told = Told("r1", Remark("thanks!", "You're welcome."), TITLES)
    shown = accepted(reply_message(told, private=True))
    assert shown == golden
    assert shown == accepted(sentence("You're welcome."))


def test_more_quotes_with_a_further_page(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(SECOND, THIRD, offset=3, total=9))) == golden


def test_the_last_page_has_no_more_quotes(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(THIRD, offset=8, total=9))) == golden


def test_a_shared_reply_says_who_asked_what(golden: SnapshotAssertion) -> None:
    assert accepted(shared_message(page(FIRST, total=2), QUESTION, ALICE)) == golden


def test_a_sentence_of_ours(golden: SnapshotAssertion) -> None:
    assert accepted(sentence("there is no story 'a_b *c*'; see the stories: /stories")) == golden


def test_quotes_that_are_gone_are_said_to_be(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(offset=3, total=5))) == golden


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


def test_an_article_without_an_address_shows_its_title_unlinked() -> None:
    message = reply_message(answered(quoted(UNLINKED, "It gains duties.")), private=False)
    seen, _ = read(message.components)
    assert shown(seen[1:]) == ("Evening Print · “Command” · <t:1722160800:D>")
    assert [piece.link for piece in seen if piece.link] == []


def test_a_title_that_cannot_be_a_link_stands_beside_one() -> None:
    bold = replace(WIRE, title="*Breaking*: 🚀 lifts off")
    seen, _ = read(reply_message(answered(quoted(bold, WIRE.text)), private=False).components)
    assert shown(seen[1:]).startswith("Harborline Wire · “*Breaking*: 🚀 lifts off” (open) · ")
    assert [(piece.text, piece.link) for piece in seen if piece.link] == [
        ("open", f"{WIRE.url}#:~:text=some%20words")
    ]


def test_an_article_without_a_date_a_source_and_a_title_still_says_where_it_is_from() -> None:
    bare = replace(WIRE, title=" ", source="", published=None, story="not-to-be-named-here")
    (seen,) = read(reply_message(answered(quoted(bare, WIRE.text)), private=False).components)
    assert seen[1:] == [Piece("untitled", link=f"{WIRE.url}#:~:text=some%20words")]


def test_the_copies_of_many_papers_are_counted() -> None:
    papers = [replace(WIRE, id=f"p{n}", source=f"Paper {n % 12}") for n in range(30)]
    message = reply_message(answered(replace(FIRST, also_in=tuple(papers))), private=False)
    line = shown(read(message.components)[0]).rpartition("\n")[2]
    assert line == f"also in {', '.join(f'Paper {n}' for n in range(8))}, and 4 more"


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


def test_quotes_that_do_not_fit_go_behind_the_button_and_none_is_cut() -> None:
    long = [long_quote(1_200, f"long-{n}") for n in range(5)]
    message = reply_message(answered(*long, further=[FIRST]), private=True)
    accepted(message)
    texts = [text for seen in read(message.components) for text in quotes(seen)]
    assert texts == [quote.text for quote in long[:2]]
    assert {label: action_of(id) for label, id in buttons_of(message).items()} == {
        "More quotes (4)": More(REPLY, 2),
        "Context": Context(REPLY, 0, 2),
        "Helpful": Rate(REPLY, helpful=True),
        "Not helpful": Rate(REPLY, helpful=False),
        "Share in channel": Share(REPLY, 2),
    }


def test_a_page_counts_on_from_where_it_begins() -> None:
    pressed = buttons_of(page_message(page(SECOND, THIRD, offset=3, total=9)))
    assert action_of(pressed["More quotes (4)"]) == More(REPLY, 5)


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


def test_a_quote_too_long_for_any_message_is_named_and_linked_instead(
    golden: SnapshotAssertion,
) -> None:
    message = reply_message(answered(long_quote(4_500), FIRST), private=False)
    assert accepted(message) == golden
    (seen, _) = read(message.components)
    assert shown(seen).startswith(wording.QUOTE_TOO_LONG)


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
