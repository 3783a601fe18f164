"""What the buttons do, in whatever chat they are pressed."""

from dataclasses import replace

import pytest

from bot import wording
from bot.commands.answering import needs_of, pressed, shared, work_of
from bot.commands.command import Right, Work
from bot.documents.actions import (
    Action,
    AskAll,
    Choice,
    Choose,
    Context,
    Help,
    More,
    Nearest,
    Rate,
    Share,
    Turn,
    story_mark,
)
from tests.bot.commands.conftest import HERE, Talk
from tests.bot.documents.drawn import drawn
from tests.bot.test_desk import DESK, JAPAN, SENTENCES

UNKNOWN = "f" * 32


def test_more_quotes_context_and_a_verdict(talk: Talk) -> None:
    told = talk.asks("who leads it?")
    assert SENTENCES[3] in talk.presses(More(told.id, 2))
    around = talk.presses(Context(told.id, 0, 1))
    assert SENTENCES[0] in around
    assert "**" in around
    assert "Noted: Helpful." in talk.presses(Rate(told.id, True))


def test_a_reply_is_shared_below_its_question_under_an_id_of_its_own(talk: Talk) -> None:
    told = talk.asks("who leads it?")
    out = shared(talk.conversation, HERE, Share(told.id, 1, "who leads it?"))
    assert "@U1 asked: who leads it?" in drawn(out.document)
    assert out.reply != told.id
    assert f"<helpful? {out.reply}>" in drawn(out.document)


@pytest.mark.parametrize(
    "action", [More(UNKNOWN, 0), Context(UNKNOWN, 0, 1), Nearest(UNKNOWN), Rate(UNKNOWN, True)]
)
def test_a_reply_that_is_not_known_any_more_says_so(talk: Talk, action: Action) -> None:
    assert wording.as_sentence(wording.NOT_KEPT()) in talk.presses(action)


def test_a_button_of_another_channel_shows_nothing(talk: Talk) -> None:
    told = talk.asks("who leads it?")
    elsewhere = replace(HERE, place=DESK)
    assert wording.as_sentence(wording.NOT_KEPT()) in talk.presses(More(told.id, 0), elsewhere)


def test_a_timeline_is_turned_until_its_story_may_be_spoken_of_no_more(talk: Talk) -> None:
    turn = Turn(story_mark(JAPAN.slug), 0, True)
    assert "newest first" in talk.presses(turn)
    talk.shelf.limit(JAPAN.slug, DESK.name)
    assert wording.as_sentence(wording.STORY_LEFT()) in talk.presses(turn)


def test_help_behind_a_button(talk: Talk) -> None:
    assert talk.presses(Help()) == talk.types("/help")


@pytest.mark.parametrize("action", [Share(UNKNOWN, 1), AskAll(UNKNOWN)])
def test_what_is_the_platforms_to_do_is_refused_loudly(talk: Talk, action: Action) -> None:
    with pytest.raises(ValueError, match="platform's to do"):
        pressed(talk.conversation, HERE, action)


def test_who_confirms_needs_the_right_again_and_who_cancels_none() -> None:
    assert needs_of(Choose(UNKNOWN, Choice.TRACK)) == (Right.TRACK,)
    assert needs_of(Choose(UNKNOWN, Choice.CANCEL)) == needs_of(More(UNKNOWN, 0)) == ()
    assert work_of(Rate(UNKNOWN, True)) is Work.BOOK
    assert work_of(More(UNKNOWN, 0)) is Work.ANSWER
