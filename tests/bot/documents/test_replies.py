"""What people see of a reply: quotes with their source, what they can do, and what never is cut."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import wording
from bot.checked import Checked
from bot.desk import Told
from bot.documents.actions import Cite, Context, Export, More, Share
from bot.documents.fitting import fitted
from bot.documents.replies import page_document, reply_document, shared_document
from bot.documents.tree import Buttons, Document, Fitted, Quotation
from bot.replies import Part, Remark, Standing
from tests.bot.documents.drawn import drawn
from tests.bot.newsroom import (
    ALICE,
    COPIED,
    FIRST,
    PLAIN,
    QUESTION,
    QUIET,
    REPLY,
    SECOND,
    THIRD,
    TITLES,
    UNLINKED,
    WIRE,
    answered,
    article,
    not_answered,
    page,
    possible,
    quoted,
)

ELSEWHERE = quoted(replace(WIRE, story="sweden-nato"), "It gains duties.")


def shown(told: Told, *, private: bool = False, repeated: bool = False) -> str:
    return drawn(reply_document(told, private=private, repeated=repeated))


def test_one_quote_with_its_source_and_the_story_named_once(snapshot: SnapshotAssertion) -> None:
    assert shown(answered(FIRST)) == snapshot


def test_three_quotes_and_more_behind_a_button(snapshot: SnapshotAssertion) -> None:
    told = answered(FIRST, SECOND, THIRD, further=[FIRST, SECOND])
    assert shown(told) == snapshot
    assert shown(told).count(TITLES["us-japan-command"]) == 1


def test_quotes_of_several_stories_name_each_theirs() -> None:
    told = shown(answered(FIRST, ELSEWHERE))
    assert told.count(f"_{TITLES['us-japan-command']}_") == 1
    assert told.count(f"_{TITLES['sweden-nato']}_") == 1


def test_the_other_papers_that_print_the_same_words(snapshot: SnapshotAssertion) -> None:
    assert shown(answered(COPIED)) == snapshot


def test_a_follow_up_says_which_story_it_stayed_with(snapshot: SnapshotAssertion) -> None:
    assert shown(answered(SECOND, within="us-japan-command")) == snapshot


def test_a_question_that_leaves_the_story_of_its_thread_says_so() -> None:
    told = shown(replace(answered(FIRST), left="sweden-nato"))
    assert wording.left_story(TITLES["sweden-nato"]) in told.splitlines()


def test_a_private_reply_can_be_shared_and_may_repeat_its_question() -> None:
    told = shown(answered(FIRST), private=True, repeated=True)
    assert f"<{wording.SHARE()} share:{REPLY}:1 ?>" in told
    assert f"({wording.ASKED()}{QUESTION})" in told.splitlines()
    assert "share:" not in shown(answered(FIRST))


def test_no_answer_offers_the_nearest_passages(snapshot: SnapshotAssertion) -> None:
    assert shown(not_answered(FIRST, SECOND)) == snapshot


def test_no_answer_in_a_thread_offers_to_ask_all_stories() -> None:
    assert f"<{wording.ASK_EVERYWHERE()} ask_all:{REPLY} ?>" in shown(
        not_answered(within="sweden-nato")
    )
    assert "ask_all" not in shown(not_answered(FIRST))


def test_the_nearest_passages_are_not_dressed_as_an_answer(snapshot: SnapshotAssertion) -> None:
    near = drawn(page_document(page(FIRST, SECOND, total=3, answering=False)))
    assert "**" not in near
    assert near == snapshot


def test_quotes_that_only_may_answer_are_said_to_and_none_of_their_words_is_bold(
    snapshot: SnapshotAssertion,
) -> None:
    told = shown(possible(FIRST, SECOND, further=[THIRD]), private=True)
    assert "**" not in told
    assert told == snapshot


@pytest.mark.parametrize("shared", [False, True])
def test_the_next_of_them_and_shared_ones_are_still_no_more_than_possible(shared: bool) -> None:
    line = wording.MAY_ANSWER()
    turned = page(THIRD, offset=2, total=3, answering=False, line=line)
    document = shared_document(turned, QUESTION, ALICE) if shared else page_document(turned)
    assert line in drawn(document).splitlines()
    assert "**" not in drawn(document)


def test_reports_that_differ_stand_together(snapshot: SnapshotAssertion) -> None:
    standings = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
    assert shown(answered(FIRST, SECOND, THIRD, standings=standings)) == snapshot


def test_what_earlier_reports_said_comes_below_the_newest() -> None:
    lines = shown(answered(FIRST, SECOND, standings=(Standing.PLAIN, Standing.EARLIER)))
    assert lines.index(FIRST.text[:30]) < lines.index(wording.EARLIER_REPORTS())
    assert lines.index(wording.EARLIER_REPORTS()) < lines.rindex(SECOND.text[-30:])


def test_of_two_questions_the_one_that_nothing_answers_is_named() -> None:
    told = shown(answered(FIRST, unanswered=(Part(2, "and what does it cost?"),)))
    assert wording.PART_UNANSWERED(part=wording.PARTS[1]()) in told.splitlines()


def test_a_remark_has_no_buttons() -> None:
    told = Told(REPLY, Remark("thanks!", "You're welcome."), TITLES)
    assert shown(told, private=True) == "(note) You're welcome.\nYou're welcome."


@pytest.mark.parametrize("checked", [QUIET, PLAIN], ids=["quietly", "plainly"])
def test_when_its_story_was_checked_stands_below_quotes_and_below_a_no(
    checked: Checked, snapshot: SnapshotAssertion
) -> None:
    assert shown(replace(answered(FIRST, SECOND), checked=checked)) == snapshot
    assert checked.words in shown(replace(not_answered(FIRST), checked=checked))
    turned = replace(page(THIRD, offset=2, total=3), checked=checked)
    assert checked.words in drawn(page_document(turned))
    assert checked.words in drawn(shared_document(turned, QUESTION, ALICE))


def test_more_quotes_with_a_further_page_and_the_last_without_one() -> None:
    turned = drawn(page_document(page(SECOND, THIRD, offset=3, total=9)))
    assert f"more:{REPLY}:5" in turned
    assert "more:" not in drawn(page_document(page(THIRD, offset=8, total=9)))


def test_a_shared_reply_says_who_asked_what(snapshot: SnapshotAssertion) -> None:
    assert drawn(shared_document(page(FIRST, total=2), QUESTION, ALICE)) == snapshot


def test_quotes_that_are_gone_are_said_to_be_and_others_may_follow(
    snapshot: SnapshotAssertion,
) -> None:
    assert drawn(page_document(page(offset=3, total=5))) == snapshot


def test_an_article_without_an_address_shows_its_title_unlinked() -> None:
    told = shown(answered(quoted(UNLINKED, "It gains duties.")))
    assert "Evening Print · “Command” · 2024-07-28" in told.splitlines()


def test_an_article_without_a_date_a_source_and_a_title_still_says_where_it_is_from() -> None:
    bare = replace(WIRE, title=" ", source="", published=None, story="not-to-be-named-here")
    told = shown(answered(quoted(bare, "It gains duties.")))
    assert f"[untitled]({WIRE.url}#:~:text=some%20words)" in told.splitlines()


def test_the_copies_of_many_papers_are_counted() -> None:
    papers = [replace(WIRE, id=f"p{n}", url="", source=f"Paper {n % 12}") for n in range(30)]
    told = shown(answered(replace(FIRST, also_in=tuple(papers))))
    named = ", ".join(f"Paper {n}" for n in range(8))
    assert f"(also in {named}, and 4 more)" in told.splitlines()


def long_quote(characters: int, name: str = "long") -> Any:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text, "go on")


def held(most: int, document: Document) -> Fitted:
    """As a platform that takes `most` characters of quotes and addresses draws it."""
    return fitted(document, lambda shown: shown, lambda shown: len(repr(shown.groups)) <= most)


def test_quotes_that_do_not_fit_go_behind_the_button_and_none_is_cut() -> None:
    quotes = [long_quote(3_500, f"long-{n}") for n in range(5)]
    told = answered(*quotes, further=[FIRST])
    drawing = held(13_200, reply_document(told, private=True))
    texts = [b.text for group in drawing.groups for b in group if isinstance(b, Quotation)]
    assert texts == [quote.text for quote in quotes[:3]]
    [row] = [part for part in drawing.below if isinstance(part, Buttons)]
    assert [one.action for one in row.buttons] == [
        More(REPLY, 3),
        Context(REPLY, 0, 3),
        Cite(REPLY, 0, 3),
        Export(REPLY, 0, 3, question=QUESTION),
        Share(REPLY, 3, QUESTION),
    ]
    assert drawing.summary.endswith("” (5 more quotes)")


def test_a_quote_that_barely_fits_loses_its_copies_then_the_end_of_its_link_then_its_words() -> (
    None
):
    quote = replace(long_quote(9_000), also_in=(WIRE, UNLINKED))
    deep = replace(quote, link=f"{quote.article.url}#:~:text={'x' * 1_500}")
    document = reply_document(answered(deep), private=False)
    sizes = [len(repr(held(most, document).groups)) for most in range(14_000, 1_000, -100)]
    assert sizes == sorted(sizes, reverse=True)
    forms = {repr(held(most, document).groups) for most in range(14_000, 1_000, -100)}
    whole = [form for form in forms if quote.text in form]
    assert len(whole) == 3
    assert sum("also in" in form for form in whole) == 1
    assert sum("xxxx" in form for form in whole) == 2
    assert all(wording.QUOTE_TOO_LONG() in form for form in forms if form not in whole)


def test_the_summary_names_the_source_before_the_words() -> None:
    summary = reply_document(answered(long_quote(6_000)), private=False).summary
    assert summary.startswith("The Long Read, 28\xa0July\xa02024: “Words that go on.")
