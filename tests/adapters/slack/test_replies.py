"""What people see of a reply: quotes with their source, what they can do, and what never is cut."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.slack.actions import Press, press_of
from adapters.slack.limits import size
from adapters.slack.replies import page_message, reply_message, sentence, shared_message
from bot import wording
from bot.checked import Checked
from bot.desk import Told
from bot.replies import Part, Remark, Standing
from tests.adapters.slack.newsroom import (
    ALICE,
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
    accepted,
    answered,
    article,
    not_answered,
    page,
    possible,
    quoted,
)

BOLD = "'bold'"


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


def test_a_private_reply_can_be_shared(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(answered(FIRST), private=True)) == golden


def test_no_answer_offers_the_nearest_passages(golden: SnapshotAssertion) -> None:
    assert accepted(reply_message(not_answered(FIRST, SECOND), private=False)) == golden


def test_no_answer_in_a_thread_offers_to_ask_all_stories(golden: SnapshotAssertion) -> None:
    told = not_answered(within="sweden-nato")
    assert accepted(reply_message(told, private=True)) == golden


def test_the_nearest_passages_are_not_dressed_as_an_answer(golden: SnapshotAssertion) -> None:
    shown = accepted(page_message(page(FIRST, SECOND, total=3, answering=False)))
    assert '"bold"' not in str(shown).replace("'", '"')
    assert shown == golden


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
    assert QUIET.words in str(accepted(page_message(turned)))
    assert QUIET.words in str(accepted(shared_message(turned, QUESTION, ALICE)))


def test_more_quotes_with_a_further_page(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(SECOND, THIRD, offset=3, total=9))) == golden


def test_the_last_page_has_no_more_quotes(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(THIRD, offset=8, total=9))) == golden


def test_a_shared_reply_says_who_asked_what(golden: SnapshotAssertion) -> None:
    assert accepted(shared_message(page(FIRST, total=2), QUESTION, ALICE)) == golden


def test_a_sentence_of_ours(golden: SnapshotAssertion) -> None:
    assert accepted(sentence("there is no story 'a <b> & c'; see the stories: /stories")) == golden


def test_quotes_that_are_gone_are_said_to_be(golden: SnapshotAssertion) -> None:
    assert accepted(page_message(page(offset=3, total=5))) == golden


def test_an_article_without_an_address_shows_its_title_unlinked() -> None:
    shown = reply_message(answered(quoted(UNLINKED, "It gains duties.")), private=False)
    byline = shown.blocks[0]["elements"][1]["elements"]
    assert [part["text"] for part in byline if part["text"] != " · "] == [
        "Evening Print",
        "“Command”",
        "28 July 2024",
        TITLES["us-japan-command"],
    ]
    assert {part["type"] for part in byline} == {"text"}


def test_an_article_without_a_date_a_source_and_a_title_still_says_where_it_is_from() -> None:
    bare = replace(WIRE, title=" ", source="", published=None, story="not-to-be-named-here")
    shown = reply_message(answered(quoted(bare, "It gains duties.")), private=False)
    assert shown.blocks[0]["elements"][1]["elements"] == [
        {"type": "link", "url": f"{WIRE.url}#:~:text=some%20words", "text": "untitled"}
    ]


def test_the_copies_of_many_papers_are_counted() -> None:
    papers = [replace(WIRE, id=f"p{n}", source=f"Paper {n % 12}") for n in range(30)]
    shown = reply_message(answered(replace(FIRST, also_in=tuple(papers))), private=False)
    line = "".join(part["text"] for part in shown.blocks[0]["elements"][2]["elements"])
    assert line == f"also in {', '.join(f'Paper {n}' for n in range(8))}, and 4 more"


def long_quote(characters: int, name: str = "long") -> Any:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text, "go on")


def test_quotes_that_do_not_fit_go_behind_the_button_and_none_is_cut() -> None:
    quotes = [long_quote(3_500, f"long-{n}") for n in range(5)]
    shown = reply_message(answered(*quotes, further=[FIRST]), private=True)
    accepted(shown)
    assert shown.shown == 3
    texts = ["".join(p["text"] for p in b["elements"][0]["elements"]) for b in shown.blocks[:3]]
    assert texts == [quote.text for quote in quotes[:3]]
    buttons = {one["action_id"]: one for one in shown.blocks[3]["elements"]}
    assert buttons["more_quotes"]["text"]["text"] == "More quotes (3)"
    assert {name: press_of(one["value"]) for name, one in buttons.items()} == {
        "more_quotes": Press("r1", 3),
        "context": Press("r1", 0, 3),
        "share": Press("r1", 0, 3, QUESTION),
    }
    assert shown.text.endswith("” (5 more quotes)")


def test_a_page_counts_on_from_where_it_begins() -> None:
    shown = page_message(page(SECOND, THIRD, offset=3, total=9))
    more = shown.blocks[-1]["elements"][0]
    assert (more["text"]["text"], press_of(more["value"])) == ("More quotes (4)", Press("r1", 5))


def test_a_quote_that_barely_fits_loses_its_copies_then_the_end_of_its_link() -> None:
    quote = replace(long_quote(12_000), also_in=(WIRE, UNLINKED))
    shown = reply_message(answered(quote), private=False)
    assert len(shown.blocks[0]["elements"]) == 2
    deep = replace(quote, link=f"{quote.article.url}#:~:text={'x' * 1_500}")
    shown = reply_message(answered(deep), private=False)
    (link,) = [p for p in shown.blocks[0]["elements"][1]["elements"] if p["type"] == "link"]
    assert (link["url"], link["text"]) == (quote.article.url, "A long story")
    assert shown.blocks[0]["elements"][0]["elements"][0]["text"] == "Words that "


def test_a_link_that_is_too_long_loses_its_end_and_still_leads_to_the_article() -> None:
    quote = replace(FIRST, link=f"{WIRE.url}#:~:text={'x' * 3_000}")
    shown = reply_message(answered(quote), private=False)
    accepted(shown)
    (link,) = [p for p in shown.blocks[0]["elements"][1]["elements"] if p["type"] == "link"]
    assert (link["url"], link["text"]) == (WIRE.url, WIRE.title)


def test_a_quote_too_long_for_any_message_is_named_and_linked_instead(
    golden: SnapshotAssertion,
) -> None:
    shown = reply_message(answered(long_quote(14_000), FIRST), private=False)
    assert accepted(shown) == golden
    assert shown.shown == 1
    assert wording.QUOTE_TOO_LONG in str(shown.blocks)


def test_the_plain_text_never_passes_a_part_of_a_quote_for_the_whole() -> None:
    quote = long_quote(6_000)
    shown = reply_message(answered(quote), private=False).text
    named = "The Long Read, 28 July 2024: “"
    assert shown.startswith(f"{named}Words that go on.")
    assert shown.endswith("…”")
    assert quote.text.startswith(shown.removeprefix(named).removesuffix("…”"))
    assert 3_000 < len(shown) < 4_000


def test_the_plain_text_of_a_long_name_and_question_stays_short() -> None:
    many = replace(WIRE, source="&" * 5_000)
    shown = shared_message(page(quoted(many, WIRE.text), total=1), "<" * 5_000, ALICE)
    accepted(shown)
    assert len(shown.text) < 4_000
    assert size(shown.blocks) < 13_200
