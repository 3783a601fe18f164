"""Replies are remembered for their buttons and threads, and what people thought of them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.purge import purge, purge_needles, traces
from bot.memory import Feedback, KeptQuote, KeptReply, Rated, Replies
from bot.places import Place
from bot.replies import Standing
from tests.adapters.storage.newsroom import Newsroom

NOW = datetime(2026, 3, 4, 12, 30, 0, 123456, tzinfo=UTC)
PLACE = Place("slack", "T1", "C1")
QUOTES = (
    KeptQuote("v1", 10, 90, ((0, 4), (7, 12)), 0.1 + 0.2, ("v2", "v3")),
    KeptQuote("v4", 0, 1, (), 1.0, (), Standing.EARLIER),
)


@pytest.fixture
def stored(database: Database) -> StoredReplies:
    return StoredReplies(database)


@pytest.fixture
def replies(stored: StoredReplies) -> Replies:
    return stored


@pytest.fixture
def feedback(stored: StoredReplies) -> Feedback:
    return stored


def minute(n: int) -> datetime:
    return NOW + timedelta(minutes=n)


def a_reply(id: str, n: int = 0, *, thread: str = "170.1", answered: bool = True) -> KeptReply:
    """One of the n-th minute."""
    story = "nato" if answered else ""
    return KeptReply(id, PLACE, thread, "170.2", "170.3", answered, story, QUOTES, minute(n))


def test_a_reply_comes_back_as_it_was(replies: Replies) -> None:
    given = a_reply("r")
    bare = KeptReply("bare", Place("discord", "", "9"), "", "", "", False, "", (), minute(1))
    perhaps = replace(given, id="perhaps", answered=False, possible=True)
    replies.keep(given)
    replies.keep(bare)
    replies.keep(perhaps)
    assert replies.reply("r") == given
    assert replies.reply("perhaps") == perhaps
    assert replies.reply("bare") == bare
    assert replies.reply("unknown") is None


def test_where_the_reply_stands_is_noted_when_it_was_sent(replies: Replies) -> None:
    replies.keep(replace(a_reply("r"), thread="", message=""))
    replies.keep(replace(a_reply("another"), thread="", message=""))
    replies.sent("r", "170.9", "171.0")
    replies.sent("unknown", "170.9", "171.0")
    assert replies.reply("r") == replace(a_reply("r"), thread="170.9", message="171.0")
    assert replies.spoke_in(PLACE, "170.9")
    assert replies.reply("another") == replace(a_reply("another"), thread="", message="")


def test_a_thread_goes_on_from_its_last_answer(replies: Replies) -> None:
    replies.keep(a_reply("old", 0))
    replies.keep(a_reply("newest", 2))
    replies.keep(a_reply("between", 1))
    replies.keep(a_reply("a no", 3, answered=False))
    replies.keep(a_reply("another thread", 4, thread="180.1"))
    assert replies.last_answer_in(PLACE, "170.1", "") == a_reply("newest", 2)
    assert replies.last_answer_in(PLACE, "190.1", "") is None
    perhaps = replace(a_reply("perhaps", 5), answered=False, possible=True)
    replies.keep(perhaps)
    assert replies.last_answer_in(PLACE, "170.1", "") == perhaps


def test_a_no_is_a_reply_in_the_thread_but_no_answer(replies: Replies) -> None:
    replies.keep(a_reply("a no", answered=False))
    assert replies.spoke_in(PLACE, "170.1")
    assert not replies.spoke_in(PLACE, "180.1")
    assert replies.last_answer_in(PLACE, "170.1", "") is None


@pytest.mark.parametrize("elsewhere", [Place("discord", "T1", "C1"), Place("slack", "T1", "C2")])
def test_the_same_ids_in_another_channel_are_another_thread(
    replies: Replies, elsewhere: Place
) -> None:
    replies.keep(a_reply("r"))
    assert replies.last_answer_in(elsewhere, "170.1", "") is None
    assert not replies.spoke_in(elsewhere, "170.1")
    assert replies.replies_to(elsewhere, "170.2") == []


def test_people_of_two_workspaces_go_on_with_one_thread_in_the_channel_they_share(
    replies: Replies,
) -> None:
    replies.keep(a_reply("r"))
    shared = Place("slack", "T2", "C1")
    assert replies.last_answer_in(shared, "170.1", "") == a_reply("r")
    assert replies.spoke_in(shared, "170.1")
    assert replies.replies_to(shared, "170.2") == [a_reply("r")]


def test_replies_outside_of_threads_and_to_commands_have_nothing_in_common(
    replies: Replies,
) -> None:
    replies.keep(replace(a_reply("r"), thread="", asked=""))
    assert replies.last_answer_in(PLACE, "", "") is None
    assert not replies.spoke_in(PLACE, "")
    assert replies.replies_to(PLACE, "") == []


def test_the_replies_to_a_message_come_newest_first(replies: Replies) -> None:
    replies.keep(a_reply("old", 0))
    replies.keep(a_reply("new", 2, answered=False))
    replies.keep(a_reply("between", 1))
    replies.keep(replace(a_reply("to another"), asked="999.9"))
    found = replies.replies_to(PLACE, "170.2")
    assert found == [a_reply("new", 2, answered=False), a_reply("between", 1), a_reply("old", 0)]


def test_a_verdict_can_be_changed_and_counts_once(replies: Replies, feedback: Feedback) -> None:
    replies.keep(a_reply("r"))
    assert feedback.rate("r", "U1", True, minute(1))
    assert feedback.rate("r", "U2", True, minute(2))
    assert feedback.rate("r", "U1", False, minute(3))
    assert feedback.rated(None, None, 10) == [Rated(a_reply("r"), 1, 1, minute(3))]
    assert feedback.rate("r", "U2", False, minute(4))
    assert feedback.rated(None, None, 10) == [Rated(a_reply("r"), 0, 2, minute(4))]


def test_a_reply_that_is_forgotten_can_not_be_rated(replies: Replies, feedback: Feedback) -> None:
    assert not feedback.rate("r", "U1", True, NOW)
    replies.keep(a_reply("r"))
    assert feedback.rate("r", "U1", True, NOW)
    assert replies.forget_replies(minute(1)) == 1
    assert not feedback.rate("r", "U1", True, NOW)
    assert feedback.rated(None, None, 10) == []


def test_the_newest_verdict_comes_first_and_can_be_kept_to_a_workspace(
    replies: Replies, feedback: Feedback
) -> None:
    unrated = a_reply("unrated")
    first, second = a_reply("first"), a_reply("second", 5)
    other_team = replace(a_reply("third"), place=Place("slack", "T2", "C1"))
    discord = replace(a_reply("fourth"), place=Place("discord", "T1", "C1"))
    for n, reply in enumerate((unrated, first, second, other_team, discord)):
        replies.keep(reply)
        if reply is not unrated:
            feedback.rate(reply.id, "U1", n % 2 == 0, minute(n))
    feedback.rate("first", "U2", True, minute(9))
    rated = [
        Rated(first, 1, 1, minute(9)),
        Rated(discord, 1, 0, minute(4)),
        Rated(other_team, 0, 1, minute(3)),
        Rated(second, 1, 0, minute(2)),
    ]
    assert feedback.rated(None, None, 10) == rated
    assert feedback.rated(None, None, 2) == rated[:2]
    assert feedback.rated("slack", None, 10) == [rated[0], rated[2], rated[3]]
    assert feedback.rated("slack", "T1", 10) == [rated[0], rated[3]]
    assert feedback.rated("slack", "T1", 1) == [rated[0]]
    assert feedback.rated("discord", "T2", 10) == []


def test_a_person_who_asks_for_it_is_forgotten(replies: Replies, feedback: Feedback) -> None:
    for id in ("r", "s", "t"):
        replies.keep(a_reply(id))
        feedback.rate(id, "U1", True, minute(1))
    feedback.rate("r", "U2", False, minute(0))
    assert feedback.forget_person("U1") == 3
    assert feedback.forget_person("U1") == 0
    assert feedback.rated(None, None, 10) == [Rated(a_reply("r"), 0, 1, minute(0))]
    assert replies.reply("t") == a_reply("t")


def test_old_replies_are_forgotten_with_what_was_thought_of_them(
    replies: Replies, feedback: Feedback
) -> None:
    for n in range(3):
        replies.keep(a_reply(f"r{n}", n))
        feedback.rate(f"r{n}", "U1", True, minute(10))
    assert replies.forget_replies(minute(2)) == 2
    assert [replies.reply(f"r{n}") for n in range(3)] == [None, None, a_reply("r2", 2)]
    assert feedback.rated(None, None, 10) == [Rated(a_reply("r2", 2), 1, 0, minute(10))]
    assert feedback.forget_person("U1") == 1


def test_people_who_press_the_buttons_at_once_all_count(
    replies: Replies, feedback: Feedback
) -> None:
    replies.keep(a_reply("r"))

    def press(n: int) -> bool:
        return feedback.rate("r", f"U{n % 20}", n % 20 < 5, minute(n % 20))

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(press, range(60)))
    assert feedback.rated(None, None, 10) == [Rated(a_reply("r"), 5, 15, minute(19))]


def test_a_purge_leaves_no_word_of_what_was_quoted_asked_and_rated(newsroom: Newsroom) -> None:
    secret = "The witness, whose name the court withheld, spoke for two hours."
    newsroom.write("bridge/secret.md", secret, title="What the witness said in court")
    newsroom.reindex()
    needles = purge_needles(newsroom.catalog, articles=["bridge/secret"])
    [version] = newsroom.catalog.versions_by_id(["bridge/secret"], None)
    quote = KeptQuote(version, 0, len(secret), ((0, 11),), 0.9, ())
    replies = StoredReplies(newsroom.catalog.database)
    deliveries = StoredDeliveries(newsroom.catalog.database)
    kept = replace(a_reply("r"), story="bridge", quotes=(quote,))
    replies.keep(kept)
    replies.rate("r", "U1", True, NOW)
    # Somebody pasted the very sentence and asked for quotes; one such question is not yet answered.
    for key in ("answered", "open"):
        assert deliveries.claim(key, {"text": secret}, "a", NOW, 60.0)
    deliveries.finish("answered", "a", 0)

    purge(newsroom.data, newsroom.catalog, newsroom.now, articles=["bridge/secret"])
    # Their own words in a question that waits for its answer are no false alarm.
    assert "catalog.sqlite3" in {path.name for path in traces(newsroom.data, needles)}
    deliveries.finish("open", "a", 0)
    newsroom.catalog.erasure.compact()
    assert traces(newsroom.data, needles) == []
    assert replies.reply("r") == kept
    assert newsroom.catalog.articles_of([version]) == {}
    assert replies.rated(None, None, 10) == [Rated(kept, 1, 0, NOW)]


# ------------------------------------------------------------------- what everybody saw

OLD, NEW, OTHER = "0" * 32, "1" * 32, "2" * 32


def showing(id: str, n: int, *versions: str, shown: int = 1) -> KeptReply:
    """One of the n-th minute that shows the first of its quotes of these versions."""
    quotes = tuple(KeptQuote(version, 0, 9, (), 1.0, (NEW,)) for version in versions)
    return replace(a_reply(id, n), quotes=quotes, shown=shown, via="E1")


def test_replies_that_showed_a_changed_article_are_found_oldest_first(replies: Replies) -> None:
    of_new, of_old = showing("r", 2, NEW), showing("s", 1, OTHER, OLD, shown=2)
    further = showing("further", 0, OTHER, OLD)
    unshown = showing("a no", 0, OLD, shown=0)
    unsent = replace(showing("unsent", 0, OLD), message="")
    elsewhere = replace(showing("discord", 3, OLD), place=Place("discord", "", "9"))
    for reply in (of_new, of_old, further, unshown, unsent, elsewhere):
        replies.keep(reply)
    assert replies.showing("slack", [OLD, NEW]) == [of_old, of_new]
    assert replies.showing("slack", [OLD]) == [of_old]
    # A copy that a quote only names is not what people read.
    assert replies.showing("slack", [NEW]) == [of_new]
    assert replies.showing("slack", [OTHER]) == [further, of_old]
    assert replies.showing("discord", [OLD]) == [elsewhere]
    assert replies.showing("slack", []) == []


def test_a_reply_counts_as_seen_from_when_it_was_sent(replies: Replies) -> None:
    replies.keep(replace(showing("r", 0, OLD), thread="", message=""))
    assert replies.showing("slack", [OLD]) == []
    replies.sent("r", "170.1", "170.3")
    assert replies.showing("slack", [OLD]) == [showing("r", 0, OLD)]


def test_an_article_that_has_changed_a_thousand_times_is_looked_for_too(replies: Replies) -> None:
    versions = [f"{n:032x}" for n in range(1_200)]
    kept = [showing("r", 0, versions[0]), showing("s", 1, versions[-1])]
    for reply in kept:
        replies.keep(reply)
    assert replies.showing("slack", versions) == kept
