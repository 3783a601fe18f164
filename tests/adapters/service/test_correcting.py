"""Words that were quoted and read otherwise now are put right once, in the thread that saw them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.service.notifying import SETTLED
from bot.documents.notices import correction_document
from bot.notices import Correction, Spot
from bot.places import Place
from retrieval.articles import Article
from retrieval.errors import PullquoteError
from retrieval.links import quote_link
from retrieval.quotes import Quote
from tests.adapters.noticed import CHANNEL, Killed, Post, World, said, titles, world
from tests.adapters.storage.published import BRIDGE, NATO, article
from tests.bot.documents.drawn import drawn

STRUCK = "A container ship struck the harbour bridge late on Monday evening."
SIX = "Six workers who were mending the road are missing."
FIVE = "Five workers who were mending the road are missing."
FOUR = "Four workers who were mending the road are missing."
CLOSED = "The port is closed until further notice."
SHIP = article("ship", f"{STRUCK} {SIX} {CLOSED}")
PORT = article("port", "The mayor asked the city to pray. The school stays open.", 2)
OTHER = Place("slack", "T1", "C2")


def reads(article: Article, text: str) -> Article:
    return replace(article, text=text)


CORRECTED = reads(SHIP, f"{STRUCK} {FIVE} {CLOSED}")
AGAIN = reads(SHIP, f"{STRUCK} {FOUR} {CLOSED}")
GONE = reads(SHIP, f"{STRUCK} {CLOSED}")


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A world in which two articles are held and the bot has begun to look."""
    with world(tmp_path) as made:
        made.press.publish(SHIP, PORT)
        for platform in ("slack", "discord"):
            assert made.look(platform=platform) == []
        yield made


def quoted(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    end = start + len(words)
    link = quote_link(article.url, article.text, start, end)
    return Quote(article, start, end, words, (), link, 0.0, 1.0, ())


def test_words_that_changed_are_put_right_in_their_thread_once(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    correction = Correction(BRIDGE, CORRECTED, SIX, quoted(CORRECTED, FIVE), withdrawn=False)
    shown = drawn(correction_document(correction))
    assert told.look() == [Post(Spot(CHANNEL, "17.1", via="E1"), shown, uncertain=False)]
    told.passes(days=1)
    assert told.look() == told.look("b") == []


def test_a_reply_that_was_just_being_given_in_the_older_words_is_put_right_too(
    told: World,
) -> None:
    told.settled = SETTLED
    told.press.publish(CORRECTED)
    told.now = told.press.now
    assert told.look() == []
    told.shows(SHIP, SIX)
    told.passes(seconds=SETTLED.total_seconds() + 1)
    assert len(told.look()) == 1


def is_gone(article: Article, *, withdrawn: bool) -> str:
    """That six of the article isn't said any more."""
    return drawn(correction_document(Correction(BRIDGE, article, SIX, None, withdrawn)))


def test_words_that_are_gone_are_said_to_be(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(GONE)
    [post] = told.look()
    assert post.message == drawn(
        correction_document(Correction(BRIDGE, GONE, SIX, None, withdrawn=False))
    )


def test_an_article_that_was_withdrawn_is_said_to_be_as_it_was_last_held(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(reads(SHIP, f"{SHIP.text} The pilot was heard."))
    assert told.look() == []
    last = told.press.held["ship"]
    told.press.withdraw(last)
    [post] = told.look()
    assert post.message == drawn(
        correction_document(Correction(BRIDGE, last, SIX, None, withdrawn=True))
    )
    assert told.look() == []
    # It comes back: that is no news, and its words stand again.
    told.press.publish(SHIP)
    assert told.look() == []


def test_a_thread_that_knows_its_words_are_gone_hears_of_the_withdrawal_too(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(GONE)
    told.look()
    told.press.withdraw(GONE)
    [post] = told.look()
    assert post.message == drawn(
        correction_document(Correction(BRIDGE, GONE, SIX, None, withdrawn=True))
    )


def test_words_that_still_stand_are_not_put_right(told: World) -> None:
    told.shows(SHIP, STRUCK)
    told.shows(PORT, "The school stays open.", "s")
    told.press.publish(CORRECTED, replace(PORT, title="A prayer"))
    told.press.publish(reads(SHIP, f"{STRUCK}\n\n{FIVE}  {CLOSED}\n"))
    assert told.look() == []


def test_what_one_person_alone_saw_is_never_spoken_of(told: World) -> None:
    told.shows(SHIP, SIX, shown=0)
    told.press.publish(CORRECTED)
    assert told.look() == []


def test_a_command_that_began_no_thread_is_put_right_below_its_answer(told: World) -> None:
    told.shows(SHIP, SIX, thread="")
    told.press.publish(CORRECTED)
    assert [post.to for post in told.look()] == [Spot(CHANNEL, "17.2", via="E1")]


def test_a_channel_that_switched_it_off_is_not_told(told: World) -> None:
    told.shows(SHIP, SIX)
    told.shows(SHIP, SIX, "s", place=OTHER)
    told.switches.set_corrections(CHANNEL, False, told.now)
    told.press.publish(CORRECTED)
    assert [post.to.place for post in told.look()] == [OTHER]
    # Switched on again, it is told of what changes from then on.
    told.switches.set_corrections(CHANNEL, True, told.now)
    assert told.look() == []
    told.press.publish(AGAIN)
    assert [post.to.place for post in told.look()] == [CHANNEL, OTHER]


def test_a_thread_is_told_once_though_two_replies_showed_it_and_each_thread_is(
    told: World,
) -> None:
    told.shows(SHIP, SIX, "r")
    told.shows(SHIP, SIX, "s", message="17.3")
    told.shows(SHIP, SIX, "t", thread="18.1")
    # As somebody was answered from the corrected text, and somebody on another platform.
    told.shows(SHIP, STRUCK, "u", thread="19.1")
    told.shows(SHIP, SIX, "v", place=Place("discord", "", "9"), thread="")
    told.press.publish(CORRECTED)
    assert [post.to.thread for post in told.look()] == ["17.1", "18.1"]
    assert [post.to.place.platform for post in told.look(platform="discord")] == ["discord"]


def test_a_second_correction_of_a_sentence_is_told_again_and_a_change_elsewhere_is_not(
    told: World,
) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    assert said(told.look()) == [(SIX, FIVE)]
    told.press.publish(reads(SHIP, f"{STRUCK} {FIVE} The port opened again on Friday."))
    assert told.look() == []
    told.press.publish(AGAIN)
    assert said(told.look()) == [(SIX, FOUR)]
    # Who was answered meanwhile quoted other words.
    told.shows(AGAIN, FOUR, "s", thread="18.1")
    told.press.publish(GONE)
    assert [(post.to.thread, *said([post])) for post in told.look()] == [
        ("17.1", (SIX, None)),
        ("18.1", (FOUR, None)),
    ]


def test_what_changed_while_nobody_looked_is_told_in_its_order(told: World) -> None:
    told.shows(SHIP, SIX)
    for now in (CORRECTED, GONE):
        told.press.publish(now)
    assert said(told.look()) == [(SIX, FIVE), (SIX, None)]


def test_what_was_revised_before_the_bot_first_looked_is_not_told(told: World) -> None:
    told.shows(SHIP, SIX, place=Place("teams", "", "5"))
    told.press.publish(CORRECTED)
    assert told.look(platform="teams") == []
    told.press.publish(GONE)
    assert said(told.look(platform="teams")) == [(SIX, None)]


def test_what_was_purged_or_taken_out_of_the_corpus_is_not_spoken_of(told: World) -> None:
    told.shows(SHIP, SIX)
    told.shows(PORT, "The school stays open.", "s")
    told.press.publish(CORRECTED)
    told.press.purge(CORRECTED)
    told.press.publish(without=["port"])
    assert told.look() == []


def test_an_article_that_was_purged_while_it_was_being_told_is_not_told(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    told.board.kill = "writing"
    with pytest.raises(Killed):
        told.look()
    told.press.purge(CORRECTED)
    told.lease_ends()
    assert told.look("b") == []
    told.lease_ends()
    assert told.deliveries.take_over("slack-notices", "c", told.now, 15.0) == []


def test_a_story_that_was_limited_while_a_correction_was_being_told_is_not_told(
    told: World,
) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    told.board.kill = "writing"
    with pytest.raises(Killed):
        told.look()
    told.press.limit("bridge", OTHER.name)
    told.lease_ends()
    assert told.look("b") == []
    told.lease_ends()
    assert told.deliveries.take_over("slack-notices", "c", told.now, 15.0) == []


def test_a_story_that_may_not_be_spoken_of_there_any_more_is_not_put_right(told: World) -> None:
    told.shows(SHIP, SIX)
    told.shows(SHIP, SIX, "s", place=OTHER)
    told.press.limit("bridge", OTHER.name)
    told.press.publish(CORRECTED)
    assert [post.to.place for post in told.look()] == [OTHER]
    told.scopes.set_scope(OTHER, ["nato"], told.now)
    told.press.publish(GONE)
    assert told.look() == []


def test_an_article_that_moved_to_a_story_kept_from_the_channel_is_not_shown_there(
    told: World,
) -> None:
    told.shows(SHIP, SIX)
    told.press.limit(NATO.slug, OTHER.name)
    told.press.publish(replace(CORRECTED, story=NATO.slug))
    assert told.look() == []


def test_what_was_rolled_back_and_indexed_again_is_not_told_twice(told: World) -> None:
    told.shows(SHIP, SIX)
    first = told.press.publish()
    told.press.publish(CORRECTED)
    assert said(told.look()) == [(SIX, FIVE)]
    told.press.roll_back(first, SHIP, PORT)
    assert told.look() == []
    told.press.publish(CORRECTED)
    assert told.look() == []


# ------------------------------------------------------------------------------- once


@pytest.mark.parametrize(
    ("where", "uncertain"), [("writing", False), ("posting", True), ("posted", False)]
)
def test_what_a_dead_process_was_putting_right_another_does_once(
    told: World, where: str, uncertain: bool
) -> None:
    told.shows(SHIP, SIX)
    told.shows(SHIP, SIX, "s", thread="18.1")
    told.press.publish(CORRECTED)
    told.board.kill = where
    with pytest.raises(Killed):
        told.look("a")
    # The thread that the dead one had not come to need not wait for its lease.
    assert [post.to.thread for post in told.look("b")] == ["18.1"]
    told.lease_ends()
    told.look("b")
    told.lease_ends()
    assert told.look("c") == []
    [first] = [post for post in told.board.posts if post.to.thread == "17.1"]
    assert (said([first]), first.uncertain) == ([(SIX, FIVE)], uncertain)
    assert len(told.board.posts) == 2


def test_two_processes_that_look_at_once_put_it_right_once(told: World) -> None:
    for n in range(4):
        told.shows(SHIP, SIX, f"r{n}", thread=f"17.{n}")

    async def all_look() -> None:
        await asyncio.gather(*(told.bot(owner).look() for owner in "abcd"))

    told.press.publish(CORRECTED)
    posts = told.seen(all_look())
    assert sorted(post.to.thread for post in posts) == ["17.0", "17.1", "17.2", "17.3"]
    assert told.look() == []


# ------------------------------------------------------------------------------- faults


def test_nothing_is_lost_while_the_index_is_away_or_the_platform(told: World) -> None:
    told.shows(SHIP, SIX)
    told.away = True
    told.press.publish(CORRECTED)
    for _ in range(2):
        with pytest.raises(PullquoteError, match="run: pullquote reindex"):
            told.look()
    told.away = False
    told.board.unreachable = {"C1"}
    assert told.look() == []
    told.board.unreachable = set()
    told.lease_ends()
    [post] = told.look("b")
    assert (said([post]), post.uncertain) == ([(SIX, FIVE)], True)


def test_a_thread_that_is_gone_keeps_no_other_waiting(told: World) -> None:
    told.shows(SHIP, SIX)
    told.shows(SHIP, SIX, "s", place=OTHER)
    told.follow(place=OTHER)
    told.board.refuses = {"C1": "thread_not_found"}
    told.press.publish(CORRECTED, article("new", "Two ferries carry commuters until midnight."))
    posts = told.look()
    assert [post.to.place for post in posts] == [OTHER, OTHER]
    assert (said(posts), titles(posts)) == ([(SIX, FIVE)], [["new"]])
    told.board.refuses = {}
    told.lease_ends()
    assert told.look() == []


def test_a_reply_that_can_not_be_read_keeps_no_other_waiting(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = told.shows(SHIP, SIX, "broken")
    [quote] = broken.quotes
    told.replies.forget_replies(told.now.replace(year=2099))
    told.replies.keep(replace(broken, quotes=(replace(quote, start="?", end=None),)))  # type: ignore[arg-type]
    told.shows(SHIP, SIX, "s", thread="18.1")
    told.follow()
    told.press.publish(CORRECTED, article("new", "Two ferries carry commuters until midnight."))
    posts = told.look()
    assert (said(posts), titles(posts)) == ([(SIX, FIVE)], [["new"]])


def test_a_notice_that_can_not_be_written_keeps_no_other_waiting(told: World) -> None:
    vote = article("vote", "Hungary voted on Monday. Sweden waits.", story="nato")
    told.press.publish(vote)
    told.look()
    told.shows(SHIP, SIX)
    told.shows(vote, "Sweden waits.", "s", thread="18.1")
    told.board.breaks = {"bridge"}
    told.press.publish(CORRECTED, reads(vote, "Hungary voted on Monday. Sweden joins."))
    assert said(told.look()) == [("Sweden waits.", "Sweden joins.")]
    told.board.breaks = set()
    told.lease_ends()
    assert said(told.look()) == [(SIX, FIVE)]


def test_who_looks_at_the_desk_sees_which_corrections_were_sent_each_once(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    told.board.unreachable.add(CHANNEL.channel)
    told.look()
    assert told.sent.newest(10) == []
    told.board.unreachable.clear()
    told.passes(days=1)
    told.look()
    told.look("b")
    [sent] = told.sent.newest(10)
    reply, revision = told.replies.reply(sent.reply), told.happenings.revision(sent.revision)
    assert reply
    assert revision
    [correction] = told._newsdesk().corrections(reply, revision)
    assert (correction.old, correction.new and correction.new.text) == (SIX, FIVE)
    assert sent.number == 0
    # It is forgotten with the reply that it corrected.
    told.replies.forget_replies(sent.at)
    assert told.sent.newest(10) == []
    told.sent.note(sent)
    assert told.sent.newest(10) == []


def test_a_correction_that_a_chat_refuses_was_not_sent(told: World) -> None:
    told.shows(SHIP, SIX)
    told.press.publish(CORRECTED)
    told.board.refuses[CHANNEL.channel] = "no such channel"
    told.look()
    assert told.sent.newest(10) == []
