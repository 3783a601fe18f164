"""A question is answered once, however often it arrives and whatever happens to who answers it."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from sqlalchemy import select

from adapters.storage.catalog import open_catalog
from adapters.storage.database import Database, open_database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.purge import traces
from adapters.storage.tables.chats import deliveries as table
from bot.memory import Deliveries, Delivery, State
from tests.adapters.storage.answering import LEASE, NOW

ROOT = Path(__file__).parents[3]
KEY = "slack:T1:C1:1700000000.000100"
ASKED = {"text": "who heads the command?", "channel": "C1"}
EDITED = {"text": "who heads the new command?", "channel": "C1"}
LATER = NOW + timedelta(seconds=LEASE)
T = TypeVar("T")


@pytest.fixture
def deliveries(database: Database) -> Deliveries:
    return StoredDeliveries(database)


@pytest.fixture
def replica(url: str, database: Database, tmp_path: Path) -> Iterator[Deliveries]:
    """The same deliveries over connections of its own, as another process has them."""
    with closing(open_database(url, tmp_path)) as second:
        yield StoredDeliveries(second)


def claimed(deliveries: Deliveries, key: str = KEY, owner: str = "a") -> None:
    assert deliveries.claim(key, ASKED, owner, NOW, LEASE)


def row(database: Database, key: str = KEY) -> tuple[object, ...]:
    """(state, revision, attempts, owner, lease_ends, payload, at) as they are stored."""
    c = table.c
    query = select(c.state, c.revision, c.attempts, c.owner, c.lease_ends, c.payload, c.at)
    with database.reading() as connection:
        return tuple(connection.execute(query.where(c.key == key)).one())


def test_a_question_that_arrives_again_is_not_answered_again(
    deliveries: Deliveries, database: Database
) -> None:
    claimed(deliveries)
    assert not deliveries.claim(KEY, EDITED, "b", LATER, LEASE)
    assert row(database) == ("open", 0, 0, "a", LATER, ASKED, NOW)
    assert deliveries.begin_sending(KEY, "a", 0) == Delivery(KEY, ASKED, State.SENDING, 0, 0)
    assert not deliveries.claim(KEY, ASKED, "b", LATER, LEASE)
    assert deliveries.finish(KEY, "a", 0) is None
    assert not deliveries.claim(KEY, ASKED, "a", LATER, LEASE)
    assert row(database) == ("done", 0, 0, "a", LATER, {}, NOW)


def test_a_question_of_odd_characters_comes_back_as_it_was(deliveries: Deliveries) -> None:
    odd = {"text": "naïve 🇯🇵 \0 \ud800 “quoted” \\u0041 \n", "nested": [{"n": 1.5}, None, True]}
    assert deliveries.claim("odd", odd, "a", NOW, LEASE)
    assert deliveries.begin_sending("odd", "a", 0) == Delivery("odd", odd, State.SENDING, 0, 0)


def test_an_edit_before_the_answer_is_sent_is_found_when_it_would_be(
    deliveries: Deliveries,
) -> None:
    claimed(deliveries)
    assert deliveries.amend(KEY, EDITED, "b", LATER, LEASE) is None
    reworded = Delivery(KEY, EDITED, State.OPEN, 1, 0)
    assert deliveries.begin_sending(KEY, "a", 0) == reworded
    assert deliveries.begin_sending(KEY, "a", 1) == Delivery(KEY, EDITED, State.SENDING, 1, 0)
    assert deliveries.finish(KEY, "a", 1) is None


def test_an_edit_while_the_answer_is_sent_is_to_be_answered_in_its_place(
    deliveries: Deliveries, database: Database
) -> None:
    claimed(deliveries)
    deliveries.begin_sending(KEY, "a", 0)
    assert deliveries.amend(KEY, EDITED, "b", LATER, LEASE) is None
    # Whoever took it over now would have to know that something may have been sent.
    assert row(database)[0] == "sending"
    assert deliveries.finish(KEY, "a", 0) == Delivery(KEY, EDITED, State.OPEN, 1, 0)
    assert deliveries.begin_sending(KEY, "a", 1) == Delivery(KEY, EDITED, State.SENDING, 1, 0)
    assert deliveries.finish(KEY, "a", 1) is None
    assert row(database)[:2] == ("done", 1)


def test_an_edit_after_the_answer_is_whose_process_heard_of_it(
    deliveries: Deliveries, database: Database
) -> None:
    claimed(deliveries)
    [taken] = deliveries.take_over("slack", "b", LATER, LEASE)
    deliveries.begin_sending(KEY, "b", taken.revision)
    deliveries.finish(KEY, "b", 0)
    edit = LATER + timedelta(hours=1)
    assert deliveries.amend(KEY, EDITED, "c", edit, LEASE) == Delivery(
        KEY, EDITED, State.OPEN, 1, 0
    )
    lease = edit + timedelta(seconds=LEASE)
    assert row(database) == ("open", 1, 0, "c", lease, EDITED, edit)
    assert deliveries.begin_sending(KEY, "b", 0) is None
    assert deliveries.begin_sending(KEY, "c", 1) == Delivery(KEY, EDITED, State.SENDING, 1, 0)


def test_a_deleted_question_is_not_answered(deliveries: Deliveries, database: Database) -> None:
    claimed(deliveries)
    assert deliveries.withdraw(KEY)
    assert row(database) == ("withdrawn", 0, 0, "a", LATER, {}, NOW)
    assert deliveries.begin_sending(KEY, "a", 0) is None
    assert deliveries.amend(KEY, EDITED, "a", NOW, LEASE) is None
    assert list(deliveries.take_over("slack", "b", LATER, LEASE)) == []
    assert not deliveries.claim(KEY, ASKED, "a", NOW, LEASE)
    assert deliveries.withdraw(KEY)
    assert row(database)[0] == "withdrawn"


def test_who_sends_while_the_question_is_deleted_hears_of_it_in_the_end(
    deliveries: Deliveries,
) -> None:
    claimed(deliveries)
    deliveries.begin_sending(KEY, "a", 0)
    assert deliveries.withdraw(KEY)
    assert deliveries.finish(KEY, "a", 0) == Delivery(KEY, {}, State.WITHDRAWN, 0, 0)


def test_a_question_that_was_never_asked_can_be_neither_sent_nor_deleted(
    deliveries: Deliveries,
) -> None:
    assert deliveries.begin_sending(KEY, "a", 0) is None
    assert deliveries.finish(KEY, "a", 0) is None
    assert deliveries.amend(KEY, EDITED, "a", NOW, LEASE) is None
    assert not deliveries.withdraw(KEY)
    deliveries.renew("a", [KEY], NOW, LEASE)
    deliveries.renew("a", [], NOW, LEASE)
    assert list(deliveries.take_over("slack", "a", LATER, LEASE)) == []


def test_what_a_dead_process_left_is_taken_over_once_oldest_first(
    deliveries: Deliveries, database: Database
) -> None:
    for n in range(3):
        asked = NOW - timedelta(minutes=n)
        assert deliveries.claim(f"slack:key-{n}", {"n": n}, "a", asked, LEASE)
    deliveries.begin_sending("slack:key-1", "a", 0)
    claimed(deliveries, "answered")
    deliveries.begin_sending("answered", "a", 0)
    deliveries.finish("answered", "a", 0)
    still_held = NOW + timedelta(seconds=1)
    assert deliveries.claim("slack:held", {}, "c", still_held, LEASE)
    assert list(deliveries.take_over("slack", "b", NOW - timedelta(minutes=2), LEASE)) == []
    assert list(deliveries.take_over("slack", "b", LATER, LEASE)) == [
        Delivery("slack:key-2", {"n": 2}, State.OPEN, 0, 1),
        Delivery("slack:key-1", {"n": 1}, State.SENDING, 0, 1),
        Delivery("slack:key-0", {"n": 0}, State.OPEN, 0, 1),
    ]
    assert list(deliveries.take_over("slack", "c", LATER, LEASE)) == []
    ends = LATER + timedelta(seconds=LEASE)
    assert row(database, "slack:key-1") == (
        "sending",
        0,
        1,
        "b",
        ends,
        {"n": 1},
        NOW - timedelta(0, 60),
    )
    # And again, where the second one dies too.
    again = deliveries.take_over("slack", "c", ends, LEASE)
    assert [(one.key, one.attempts) for one in again] == [
        ("slack:key-2", 2),
        ("slack:key-1", 2),
        ("slack:key-0", 2),
        ("slack:held", 1),
    ]


def test_who_was_thought_dead_sends_nothing_when_it_comes_back(deliveries: Deliveries) -> None:
    claimed(deliveries)
    deliveries.take_over("slack", "b", LATER, LEASE)
    assert deliveries.begin_sending(KEY, "a", 0) is None
    assert deliveries.begin_sending(KEY, "b", 0) == Delivery(KEY, ASKED, State.SENDING, 0, 1)


def test_who_was_thought_dead_but_sent_spares_the_other_the_sending(
    deliveries: Deliveries,
) -> None:
    claimed(deliveries)
    deliveries.begin_sending(KEY, "a", 0)
    deliveries.take_over("slack", "b", LATER, LEASE)
    assert deliveries.finish(KEY, "a", 0) is None
    assert deliveries.begin_sending(KEY, "b", 0) is None
    assert deliveries.finish(KEY, "b", 0) is None


def test_an_edit_of_what_was_taken_over_is_answered_by_who_has_it_now(
    deliveries: Deliveries,
) -> None:
    claimed(deliveries)
    deliveries.begin_sending(KEY, "a", 0)
    deliveries.take_over("slack", "b", LATER, LEASE)
    deliveries.amend(KEY, EDITED, "c", LATER, LEASE)
    assert deliveries.finish(KEY, "a", 0) is None
    # b read the old wording: it is told that there is a newer one, not that all is well.
    assert deliveries.begin_sending(KEY, "b", 0) == Delivery(KEY, EDITED, State.OPEN, 1, 1)
    assert deliveries.begin_sending(KEY, "b", 1) == Delivery(KEY, EDITED, State.SENDING, 1, 1)


def test_long_work_is_kept_by_renewing_it(deliveries: Deliveries, database: Database) -> None:
    for key in ("mine", "done", "withdrawn", "slack:dropped"):
        claimed(deliveries, key)
    claimed(deliveries, "slack:theirs", "b")
    deliveries.finish("done", "a", 0)
    deliveries.withdraw("withdrawn")
    many = [f"unknown-{n}" for n in range(1200)]
    half = NOW + timedelta(seconds=LEASE / 2)
    deliveries.renew("a", [*many, "mine", "done", "withdrawn", "slack:theirs"], half, LEASE)
    prolonged = half + timedelta(seconds=LEASE)
    leases = {key: row(database, key)[4] for key in ("mine", "done", "withdrawn", "slack:theirs")}
    assert leases == {"mine": prolonged, "done": LATER, "withdrawn": LATER, "slack:theirs": LATER}
    taken = deliveries.take_over("slack", "c", LATER, LEASE)
    assert [one.key for one in taken] == ["slack:dropped", "slack:theirs"]


def test_a_lease_counts_in_any_time_zone(deliveries: Deliveries) -> None:
    tokyo, new_york = timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))
    assert deliveries.claim(KEY, ASKED, "a", NOW.astimezone(tokyo), 0.000002)
    end = NOW + timedelta(microseconds=2)
    just_before = end - timedelta(microseconds=1)
    assert list(deliveries.take_over("slack", "b", just_before.astimezone(new_york), LEASE)) == []
    assert len(deliveries.take_over("slack", "b", end.astimezone(new_york), LEASE)) == 1
    assert len(deliveries.take_over("slack", "c", LATER + timedelta(hours=1), LEASE)) == 1


def test_what_was_answered_long_ago_is_forgotten(deliveries: Deliveries) -> None:
    for key in ("slack:done", "slack:withdrawn", "slack:open", "slack:sending", "slack:reopened"):
        claimed(deliveries, key)
    for key in ("slack:done", "slack:reopened"):
        deliveries.finish(key, "a", 0)
    deliveries.begin_sending("slack:sending", "a", 0)
    deliveries.withdraw("slack:withdrawn")
    week = NOW + timedelta(days=7)
    deliveries.amend("slack:reopened", EDITED, "a", week, LEASE)
    deliveries.finish("slack:reopened", "a", 1)
    assert deliveries.forget_deliveries(NOW) == 0
    assert deliveries.forget_deliveries(week) == 2
    new = [
        key
        for key in ("slack:done", "slack:withdrawn")
        if deliveries.claim(key, {}, "a", week, LEASE)
    ]
    assert new == ["slack:done", "slack:withdrawn"]
    assert len(deliveries.take_over("slack", "b", week, LEASE)) == 2


# ---------------------------------------------------------------------------- many at the same time


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """What `work` returns in so many threads that begin together."""
    together = threading.Barrier(count)

    def begin(n: int) -> T:
        together.wait(20)
        return work(n)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_of_forty_that_hear_a_question_at_once_one_answers_it(
    deliveries: Deliveries, replica: Deliveries
) -> None:
    def hear(n: int, key: str) -> bool:
        return (replica if n % 2 else deliveries).claim(key, ASKED, str(n), NOW, LEASE)

    for key in ("first", "second", "third"):
        assert Counter(at_once(40, partial(hear, key=key))) == {True: 1, False: 39}


def test_of_ten_that_find_what_a_dead_process_left_each_piece_goes_to_one(
    deliveries: Deliveries, replica: Deliveries
) -> None:
    keys = [f"slack:key-{n:02}" for n in range(30)]
    for key in keys:
        claimed(deliveries, key)
    both = (deliveries, replica)
    taken = at_once(10, lambda n: both[n % 2].take_over("slack", str(n), LATER, LEASE))
    assert sorted(one.key for some in taken for one in some) == keys


def test_an_edit_that_meets_the_end_of_the_answer_is_heard_by_exactly_one(
    deliveries: Deliveries, replica: Deliveries
) -> None:
    for n in range(40):
        key = f"slack:key-{n}"
        claimed(deliveries, key)
        deliveries.begin_sending(key, "a", 0)

        def meet(who: int, key: str = key) -> Delivery | None:
            if who == 0:
                return deliveries.finish(key, "a", 0)
            return replica.amend(key, EDITED, "b", NOW, LEASE)

        finished, amended = at_once(2, meet)
        [told] = [one for one in (finished, amended) if one]
        assert told == Delivery(key, EDITED, State.OPEN, 1, 0)
        # Only the one that was told can go on with it.
        goes_on = [deliveries.begin_sending(key, owner, 1) is not None for owner in ("a", "b")]
        assert goes_on == [finished is not None, amended is not None]


def test_a_takeover_that_meets_the_first_owner_leaves_one_of_them_sending_knowingly(
    deliveries: Deliveries, replica: Deliveries
) -> None:
    for n in range(40):
        key = f"slack:key-{n}"
        claimed(deliveries, key)

        def meet(who: int, key: str = key) -> Delivery | None:
            if who == 0:
                return deliveries.begin_sending(key, "a", 0)
            return next(iter(replica.take_over("slack", "b", LATER, LEASE)), None)

        began, taken = at_once(2, meet)
        if taken is None:  # it was just being changed; the next look finds it
            [taken] = deliveries.take_over("slack", "b", LATER, LEASE)
        assert taken.state is (State.SENDING if began else State.OPEN)
        deliveries.finish(key, "b", 0)


def _answering(data: Path, *arguments: str) -> subprocess.Popen[str]:
    what, *more = arguments
    return subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.answering", what, str(data), *more],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_share_out_the_questions_that_both_hear(tmp_path: Path) -> None:
    open_catalog(None, tmp_path).close()
    with ExitStack() as stack:
        both = [stack.enter_context(_answering(tmp_path, "claim", o, "1000")) for o in ("a", "b")]
        for process in both:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in both:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        won = [process.communicate()[0].split() for process in both]
    assert sorted(won[0] + won[1]) == sorted(f"KEY-{n}" for n in range(1000))
    print([len(keys) for keys in won])


def test_what_a_killed_process_had_in_hand_is_taken_over_whole_and_once(tmp_path: Path) -> None:
    with closing(open_catalog(None, tmp_path)) as catalog:
        deliveries = StoredDeliveries(catalog.database)
        for n in range(9):
            owner = f"slack:killed-{n}"
            with _answering(tmp_path, "answer", owner) as process:
                assert process.stdout
                # After each step of the first, the second and the third question.
                lines = [process.stdout.readline() for _ in range(1 + n)]
                process.kill()
                lines += process.stdout.readlines()
            *_, (step, key) = (line.split() for line in lines if line.endswith("\n"))
            # What it said last has happened, and the next step may have; no more than that.
            following = f"{owner}-{int(key.rpartition('-')[2]) + 1}"
            opened = Delivery(key, {"text": key}, State.OPEN, 0, 1)
            sending = Delivery(key, {"text": key}, State.SENDING, 0, 1)
            after = Delivery(following, {"text": following}, State.OPEN, 0, 1)
            possible: dict[str, list[list[Delivery]]] = {
                "claimed": [[opened], [sending]],
                "sending": [[sending], []],
                "finished": [[], [after]],
            }
            assert list(deliveries.take_over("slack", "b", LATER, LEASE)) in possible[step]
            assert list(deliveries.take_over("slack", "c", LATER, LEASE)) == []
            unfinished = deliveries.take_over("slack", "b", LATER + timedelta(seconds=LEASE), LEASE)
            for left in unfinished:
                deliveries.begin_sending(left.key, "b", 0)
                deliveries.finish(left.key, "b", 0)
        with catalog.database.reading() as connection:
            assert set(connection.execute(select(table.c.state)).scalars()) == {"done"}


# --------------------------------------------------------------------------------- what is written


def test_no_word_of_an_answered_or_deleted_question_stays_in_the_data_folder(
    tmp_path: Path,
) -> None:
    questions = [f"what did witness number {n} say about the contract?" for n in range(400)]
    with closing(open_catalog(None, tmp_path)) as catalog:
        deliveries = StoredDeliveries(catalog.database)
        for n, question in enumerate(questions):
            long = question * (60 if n % 7 == 0 else 1)  # over pages of its own
            assert deliveries.claim(f"slack:key-{n}", {"text": long}, "a", NOW, LEASE)
            deliveries.begin_sending(f"slack:key-{n}", "a", 0)
        found = traces(tmp_path, [question.encode() for question in questions])
        assert "catalog.sqlite3-wal" in {path.name for path in found}
        for n in range(400):
            if n % 3:
                deliveries.finish(f"slack:key-{n}", "a", 0)
            else:
                deliveries.withdraw(f"slack:key-{n}")
    # SQLite has moved its log into the database.
    assert traces(tmp_path, [question.encode() for question in questions]) == []


def test_a_purge_finishes_while_a_bot_goes_on_answering(tmp_path: Path) -> None:
    with closing(open_catalog(None, tmp_path)) as catalog, ExitStack() as stack:
        # So large that the bot often moves SQLite's log into the database just when a purge must.
        vectors = np.random.default_rng(1).random((20_000, 384), dtype="f4")
        catalog.embeddings.add("m", [f"hash-{n}" for n in range(len(vectors))], vectors)
        process = stack.enter_context(_answering(tmp_path, "answer", "a"))
        listener = stack.enter_context(ThreadPoolExecutor(1))
        stack.callback(process.kill)
        assert process.stdout
        assert process.stdout.readline() == "claimed a-0\n"
        listener.submit(process.stdout.read)
        for _ in range(8):
            catalog.erasure.compact()
        assert process.poll() is None


def test_what_came_to_nothing_may_be_asked_for_again(deliveries: Deliveries) -> None:
    assert deliveries.claim("slack:k", {}, "me", NOW, 30)
    deliveries.release("slack:k", "somebody else")
    assert not deliveries.claim("slack:k", {}, "me", NOW, 30)
    deliveries.release("slack:k", "me")
    assert deliveries.claim("slack:k", {}, "me", NOW, 30)


def test_what_the_chat_did_not_take_is_taken_up_again_after_a_pause_for_a_day(
    deliveries: Deliveries,
) -> None:
    claimed(deliveries)
    since = timedelta(hours=24)
    for after, pause in ((0, 15), (100, 25), (3600, 60), (80_000, 60)):
        now = NOW + timedelta(seconds=after)
        assert deliveries.postpone(KEY, "a", now, now - since)
        soon = now + timedelta(seconds=pause - 1)
        assert list(deliveries.take_over("slack", "a", soon, LEASE)) == []
        due = now + timedelta(seconds=pause)
        # It was no attempt: none of them killed whoever made it.
        [again] = deliveries.take_over("slack", "a", due, LEASE)
        assert again.attempts == 1
    late = NOW + since + timedelta(seconds=1)
    assert not deliveries.postpone(KEY, "a", late, late - since)


def test_only_who_holds_it_can_postpone_it(deliveries: Deliveries) -> None:
    claimed(deliveries)
    assert deliveries.postpone(KEY, "b", LATER, NOW)
    assert len(deliveries.take_over("slack", "c", LATER, LEASE)) == 1
    assert deliveries.postpone("slack:unknown", "a", LATER, NOW)
