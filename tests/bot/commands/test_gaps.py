"""Whether unanswered questions are kept, what admins read of them, and how people erase theirs."""

from dataclasses import replace

import pytest

from bot import gaps_wording, weekly_wording
from bot.documents.actions import TellMe, Untell, story_mark
from bot.gaps import AskedIn
from bot.places import Place
from tests.bot.commands.conftest import HERE, Talk
from tests.bot.test_desk import DESK, JAPAN, SECRET, quote
from tests.bot.test_desk import DW as HELD

DOGS, CATS = "can dogs ride the ferry?", "can cats ride the ferry?"
THERE = replace(HERE, place=DESK)


@pytest.fixture
def silent(talk: Talk) -> Talk:
    """Nothing that is tracked answers."""
    talk.shelf.found = [quote(HELD, 2, 0.1)]
    return talk


def test_questions_are_kept_once_an_admin_says_so_and_help_says_it(silent: Talk) -> None:
    assert gaps_wording.not_kept_here() in silent.types("/questions")
    assert gaps_wording.not_kept_here() in silent.types("/help")
    silent.asks(DOGS)
    assert gaps_wording.kept_here(30) in silent.types("/questions on")
    assert gaps_wording.kept_here(30) in silent.types("/help")
    assert gaps_wording.no_gaps() in silent.types("/gaps")
    silent.asks(DOGS)
    listed = silent.types("/gaps")
    assert f"**{DOGS}**" in listed
    assert "asked once, on 4 March 2026" in listed
    assert JAPAN.title in listed


def test_what_is_answered_or_no_question_is_not_kept(silent: Talk) -> None:
    silent.types("/questions on")
    silent.shelf.found = [quote(HELD)]
    silent.asks("who heads it?")
    silent.shelf.found = [quote(HELD, 1, 0.4)]
    silent.asks("who may head it?")
    silent.shelf.found = []
    silent.asks("thanks!")
    assert gaps_wording.no_gaps() in silent.types("/gaps")


def test_what_is_asked_often_comes_first_and_other_words_are_shown(silent: Talk) -> None:
    silent.types("/questions on")
    for text in (CATS, DOGS, "can dogs ride the ferry", DOGS):
        silent.asks(text)
    listed = silent.types("/gaps")
    assert listed.index("asked 3 times, on 4 March 2026") < listed.index("asked once")
    assert listed.index(DOGS) < listed.index(CATS)
    assert "also: can dogs ride the ferry" in listed


def test_switching_off_erases_them_and_says_so(silent: Talk) -> None:
    silent.types("/questions on everywhere")
    silent.asks(DOGS)
    assert gaps_wording.keeping_ended_everywhere(1) in silent.types("/questions off everywhere")
    assert gaps_wording.no_gaps() in silent.types("/gaps")
    silent.asks(DOGS)
    assert gaps_wording.keeping_ended(0) in silent.types("/questions off")


def test_other_channels_are_read_on_request_but_none_that_a_story_is_limited_to(
    silent: Talk,
) -> None:
    silent.types("/questions on everywhere")
    other = Place("slack", HERE.place.team, "C77")
    silent.asks(DOGS, other)
    silent.asks("where do the secret otters sleep?", DESK)
    assert gaps_wording.no_gaps() in silent.types("/gaps")
    seen = silent.types("/gaps everywhere")
    assert (DOGS in seen, "otters" in seen) == (True, False)
    assert "otters" in silent.types("/gaps", THERE)


def test_a_question_near_to_a_story_that_was_limited_since_is_not_shown(silent: Talk) -> None:
    silent.types("/questions on")
    silent.asks(DOGS)
    silent.shelf.limit("japan", DESK.name)
    assert DOGS not in silent.types("/gaps")
    assert gaps_wording.no_gaps() in silent.types("/gaps here nato")


def test_a_secret_story_can_not_be_asked_for(silent: Talk) -> None:
    assert "no story" in silent.types(f"/gaps here {SECRET.slug}")


def test_who_asked_has_it_erased(silent: Talk) -> None:
    silent.types("/questions on")
    told = silent.asks(DOGS)
    silent.conversation.feedback.rate(told.id, HERE.person, False, silent.conversation.now())
    assert gaps_wording.forgotten(0, 0) in silent.types("/forget", replace(HERE, person="U2"))
    assert DOGS in silent.types("/gaps")
    assert gaps_wording.forgotten(1, 1) in silent.types("/forget")
    assert gaps_wording.no_gaps() in silent.types("/gaps")


def test_where_it_is_ruled_out_no_admin_can_switch_it_on(silent: Talk) -> None:
    gaps = silent.conversation.gaps
    never = replace(gaps, keeper=replace(gaps.keeper, keeping="never"))
    silent.conversation = replace(silent.conversation, gaps=never)
    assert "has ruled out that questions are kept" in silent.types("/questions on")
    assert gaps.keeper.kept.listed(AskedIn(), 9) == []


def test_who_waits_sees_what_they_wait_for_and_takes_it_back(silent: Talk) -> None:
    told = silent.asks(DOGS)
    pressed = silent.presses(TellMe(told.id, "", DOGS))
    assert gaps_wording.will_tell("3 April 2026") in pressed
    assert silent.presses(TellMe(told.id, "", DOGS)) == pressed  # twice
    assert DOGS in silent.types("/waiting")
    other = replace(HERE, person="U2")
    assert gaps_wording.nothing_waited_for() in silent.types("/waiting", other)
    [wish] = silent.conversation.wishes.wishes_of("slack", "U1")
    assert gaps_wording.not_waiting() in silent.presses(Untell(wish.id), other)
    assert gaps_wording.wont_tell() in silent.presses(Untell(wish.id))
    assert gaps_wording.not_waiting() in silent.presses(Untell(wish.id))
    silent.presses(TellMe(told.id, "", DOGS))
    assert gaps_wording.all_taken_back(1) in silent.types("/waiting off")
    assert gaps_wording.nothing_waited_for() in silent.types("/waiting")


def test_a_follow_up_is_waited_for_with_the_story_of_its_thread(silent: Talk) -> None:
    told = silent.asks(DOGS)
    silent.presses(TellMe(told.id, story_mark("japan"), DOGS))
    [wish] = silent.conversation.wishes.wishes_of("slack", "U1")
    assert (wish.question.story, wish.question.follow_up) == ("japan", True)


def test_a_button_of_another_channel_has_nobody_wait(silent: Talk) -> None:
    told = silent.asks(DOGS)
    assert "too old for its buttons" in silent.presses(TellMe(told.id, "", DOGS), THERE)


def test_an_article_is_shown_whatever_a_question_tries(silent: Talk) -> None:
    silent.types("/questions on")
    silent.asks("**who** <!channel> [is](https://evil.example)\u202e it?")
    assert "\u202e" not in silent.types("/gaps")


def test_an_admin_sets_the_weekly_note_sees_it_and_ends_it(talk: Talk) -> None:
    assert weekly_wording.note_off() in talk.types("/note")
    assert "weekly on Friday at 08:00 Asia/Tokyo" in talk.types(
        "/note weekly on friday at 8", replace(HERE, zone="Asia/Tokyo")
    )
    assert "weekly on Friday" in talk.types("/note")
    assert "a note comes once a week" in talk.types("/note daily").casefold()
    assert weekly_wording.note_ended() in talk.types("/note off")
    assert weekly_wording.note_off() in talk.types("/note off")
