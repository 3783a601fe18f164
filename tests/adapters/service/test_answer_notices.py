"""Who waits for an answer is told once, in private, when a new article gives it with confidence."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.service import answer_notices
from bot import gaps_wording
from bot.commands.command import Caller
from bot.desk import Asked, NotKept, Told
from bot.gaps import AskedIn
from bot.notices import Spot
from bot.places import Place
from bot.replies import NoAnswer
from bot.waiting import MOST_WISHES, Wanted, Wish, wish_for
from retrieval.articles import Article
from retrieval.errors import WrongUse
from retrieval.quotes import Quote
from tests.adapters.noticed import CHANNEL, Killed, World, world
from tests.adapters.storage.published import article

HELD = article("held", "A container ship struck the harbour bridge late on Monday evening.")
FERRY = article("ferry", "Two ferries now carry commuters across the river until midnight.", 2)
VOTE = article("vote", "Hungary's parliament voted for the accession of Sweden.", story="nato")
ASKED = "until when do ferries run?"
ALICE = Caller("U1", CHANNEL, "E1")
BOB = Caller("U2", CHANNEL, "E1")


def quoted(of: Article, confidence: float = 0.9) -> Quote:
    return Quote(of, 0, len(of.text), of.text, (), of.url, 1.0, confidence, ())


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.press.publish(HELD)
        made.passes(minutes=2)  # the press's clock runs ahead
        yield made


def asks(told: World, text: str = ASKED, place: Place = CHANNEL) -> Told:
    answer = told.desk.answer(Asked(text, place, person="U1"), told.now)
    assert isinstance(answer.reply, NoAnswer)
    return answer


def waits(told: World, no: Told, by: Caller = ALICE, text: str = ASKED) -> Wish:
    reply = told.desk.kept_reply(no.id, by.place)
    return wish_for(told.desk, told.wishes, Wanted(reply, text, ""), by, told.now)


def arrives(told: World, new: Article = FERRY, confidence: float = 0.9) -> None:
    told.passes(minutes=10)
    while told.press.now < told.now:
        told.press.published += 1
    told.press.publish(new)
    told.now = told.press.now + timedelta(minutes=1)
    told.finder.found = [quoted(new, confidence)]


def test_who_waits_is_told_once_in_private_with_their_question_and_the_quotes(told: World) -> None:
    no = asks(told)
    assert no.may_wait
    waits(told, no)
    waits(told, no)  # pressed twice
    assert told.look() == []
    arrives(told)
    [post] = told.look()
    assert post.to == Spot(CHANNEL, via="E1", person="U1")
    assert ASKED in post.message
    assert FERRY.text in post.message
    assert gaps_wording.told_once() in post.message
    for days in range(3):
        told.passes(days=days)
        assert told.look() == []
    # It was kept for this alone.
    assert told.wishes.question(no.id) is None


def test_each_who_waits_is_told_and_the_question_is_looked_for_once(told: World) -> None:
    no = asks(told)
    waits(told, no)
    waits(told, no, BOB)
    arrives(told)
    told.finder.asked.clear()
    posts = told.look()
    assert sorted(post.to.person for post in posts) == ["U1", "U2"]
    assert len(told.finder.asked) == 1 + len(posts)  # and again as each is told


def test_an_article_of_before_the_question_is_no_answer_whatever_its_confidence(
    told: World,
) -> None:
    waits(told, asks(told))
    arrives(told)
    told.finder.found = [quoted(HELD)]
    assert told.look() == []
    told.finder.found = [quoted(FERRY)]
    assert told.look() == []  # what arrived was looked at
    crane = article("crane", "The crane arrived. Ferries run until one o'clock now.", 3)
    arrives(told, crane)
    assert len(told.look()) == 1


def test_what_only_may_answer_tells_nobody(told: World) -> None:
    waits(told, asks(told))
    arrives(told, confidence=0.4)
    assert told.look() == []


def test_an_article_that_came_between_the_question_and_the_press_counts(told: World) -> None:
    no = asks(told)
    arrives(told)
    waits(told, no)
    assert len(told.look()) == 1


def test_until_the_newest_index_is_served_nothing_is_looked_at(told: World) -> None:
    waits(told, asks(told))
    arrives(told)
    told.up_to_date = False
    assert told.look() == []
    told.up_to_date = True
    assert len(told.look()) == 1


@pytest.mark.parametrize("where", ["writing", "posting", "posted"])
def test_killed_while_it_tells_an_answer_it_is_told_once(told: World, where: str) -> None:
    waits(told, asks(told))
    arrives(told)
    told.board.kill = where
    with pytest.raises(Killed):
        told.look()
    told.lease_ends()
    told.look("b")
    told.look("c")
    assert len(told.board.posts) == 1
    assert told.wishes.wishes_of("slack", "U1") == []


def test_two_processes_that_look_at_once_tell_an_answer_once(told: World) -> None:
    waits(told, asks(told))
    waits(told, asks(told, "when do the ferries stop?"), BOB, "when do the ferries stop?")
    arrives(told)

    async def several() -> None:
        await asyncio.gather(*(told.bot(owner).look() for owner in "abcd"))

    assert sorted(post.to.person for post in told.seen(several())) == ["U1", "U2"]
    assert told.look() == []


def test_a_story_that_is_limited_to_another_channel_answers_nobody_here(told: World) -> None:
    waits(told, asks(told))
    arrives(told)
    told.press.limit("bridge", "slack:C9")
    assert told.look() == []


def test_a_story_that_is_limited_while_it_is_told_is_told_once_it_may_be(told: World) -> None:
    waits(told, asks(told))
    arrives(told)
    told.board.kill = "posting"
    with pytest.raises(Killed):
        told.look()
    told.press.limit("bridge", "slack:C9")
    told.lease_ends()
    assert told.look("b") == []
    told.press.limit("bridge")
    arrives(told, article("crane", "Ferries run until one o'clock now.", 3))
    assert len(told.look("b")) == 1


def test_a_scope_that_leaves_the_story_out_holds_for_answers_too(told: World) -> None:
    waits(told, asks(told))
    told.desk.set_scope(CHANNEL, ["nato"], told.now)
    arrives(told)
    assert told.look() == []


def test_what_somebody_takes_back_is_not_told(told: World) -> None:
    wish = waits(told, asks(told))
    assert told.wishes.take_back("U2", [wish.id]) == 0
    assert told.wishes.take_back("U1", [wish.id]) == 1
    assert told.wishes.question(wish.question.id) is None
    arrives(told)
    assert told.look() == []


def test_whoever_is_forgotten_is_told_nothing(told: World) -> None:
    waits(told, asks(told))
    assert told.questions.forget_asker("slack", "U1") == 1
    arrives(told)
    assert told.look() == []


def test_after_its_days_nobody_waits_any_more(told: World) -> None:
    wish = waits(told, asks(told))
    told.questions.forget_questions(wish.question.until, wish.question.at)
    assert told.wishes.wishes_of("slack", "U1") == []
    arrives(told)
    assert told.look() == []


def test_where_no_private_message_is_taken_they_find_that_it_is_answered(told: World) -> None:
    no = asks(told)
    waits(told, no)
    told.board.refuses_people["U1"] = "the person takes no direct messages from me"
    arrives(told)
    assert told.look() == []
    [wish] = told.wishes.wishes_of("slack", "U1")
    assert wish.refused == "the person takes no direct messages from me"
    told.passes(days=1)
    assert told.look() == []


def test_a_chat_that_is_away_is_tried_again(told: World) -> None:
    waits(told, asks(told))
    arrives(told)
    told.board.unreachable.add("U1")
    assert told.look() == []
    told.board.unreachable.clear()
    told.lease_ends()
    assert len(told.look()) == 1


def test_a_listed_gap_is_marked_answered_and_stays_listed(told: World) -> None:
    told.questions.set_keeps(CHANNEL, keeps=True, everywhere=False, at=told.now)
    no = asks(told)
    arrives(told, VOTE)
    told.finder.found = []
    assert told.look() == []
    [listed] = told.questions.listed(AskedIn(), 9)
    assert listed.answered is None
    waits(told, no, BOB)
    arrives(told)
    assert [post.to.person for post in told.look()] == ["U2"]
    [listed] = told.questions.listed(AskedIn(), 9)
    assert (listed.id, listed.article) == (no.id, "ferry")
    assert listed.answered is not None


def test_when_it_is_switched_off_who_waits_waits_on(told: World) -> None:
    told.questions.set_keeps(CHANNEL, keeps=True, everywhere=False, at=told.now)
    waits(told, asks(told))
    asks(told, "who else?")
    told.questions.set_keeps(CHANNEL, keeps=False, everywhere=False, at=told.now)
    assert told.questions.listed(AskedIn(), 9) == []
    arrives(told)
    assert len(told.look()) == 1


def test_of_a_thousand_that_wait_each_look_takes_a_few(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_notices, "LOOKED_AT_ONCE", 3)
    for number in range(7):
        text = f"who is number {number}?"
        waits(told, asks(told, text), Caller(f"U{number}", CHANNEL), text)
    arrives(told, VOTE, confidence=0.1)
    told.finder.asked.clear()
    for looked in (3, 6, 7, 7):
        assert told.look() == []
        assert len(told.finder.asked) == looked


def test_what_came_in_other_stories_is_no_reason_to_search(told: World) -> None:
    told.press.limit("nato", "slack:C9")
    waits(told, asks(told))
    arrives(told, VOTE)
    told.finder.asked.clear()
    assert told.look() == []
    assert told.finder.asked == []


def test_nobody_waits_for_what_was_answered_or_for_too_much(told: World) -> None:
    told.finder.found = [quoted(HELD)]
    answer = told.desk.answer(Asked(ASKED, CHANNEL), told.now)
    assert not answer.may_wait
    with pytest.raises(NotKept):
        waits(told, answer)
    told.finder.found = []
    for number in range(MOST_WISHES):
        waits(told, asks(told, f"who is number {number}?"), text=f"who is number {number}?")
    with pytest.raises(WrongUse, match="already"):
        waits(told, asks(told))
    assert waits(told, asks(told), BOB)


@pytest.mark.parametrize(
    "text", ["what happened last week?", "what happened yesterday?", "cut off he…", ""]
)
def test_what_could_never_be_told_is_refused_with_why(told: World, text: str) -> None:
    no = asks(told)
    with pytest.raises(WrongUse):
        waits(told, no, text=text)
