"""What the desk's page keeps: who is signed in, and which corrections were sent."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert

from adapters.storage.admin_sessions import StoredSessions
from adapters.storage.database import Database
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.sent_corrections import StoredSentCorrections
from adapters.storage.tables.events import revisions
from bot.memory import KeptQuote, KeptReply
from bot.notices import SentCorrection
from bot.places import Place

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
VERSION, OTHER = "a" * 32, "b" * 32


def test_a_session_is_open_until_it_ends_or_is_closed_for_every_process(
    database: Database,
) -> None:
    one, another = StoredSessions(database), StoredSessions(database)
    one.open("first", NOW + timedelta(hours=1))
    one.open("second", NOW + timedelta(hours=2))
    assert another.is_open("first", NOW)
    assert not another.is_open("unknown", NOW)
    another.close("first")
    another.close("first")
    assert not one.is_open("first", NOW)
    assert not one.is_open("second", NOW + timedelta(hours=2))
    assert one.forget(NOW) == 0
    assert one.forget(NOW + timedelta(hours=2)) == 1


def reply(n: int, *versions: str, **of: object) -> KeptReply:
    values: dict[str, object] = {
        "id": f"{n:032x}",
        "place": Place("slack", "T1", "C1"),
        "thread": "",
        "asked": "1.1",
        "message": "1.2",
        "answered": True,
        "story": "nato",
        "quotes": tuple(KeptQuote(version, 0, 5, (), 0.9, ()) for version in versions),
        "at": NOW + timedelta(minutes=n),
        "shown": 1,
    }
    return KeptReply(**(values | of))  # type: ignore[arg-type]


def test_an_articles_quotes_are_found_in_replies_of_every_platform_newest_first(
    database: Database,
) -> None:
    replies = StoredReplies(database)
    for one in (
        reply(1, VERSION),
        reply(2, OTHER),
        reply(3, OTHER, VERSION, place=Place("discord", "7", "42"), answered=False, possible=True),
        reply(4, VERSION, answered=False),  # only near
        reply(5, VERSION, shown=0, message=""),  # to one person, and just being sent
    ):
        replies.keep(one)
    ids = [one.id[-1] for one in replies.quoting([VERSION], 10)]
    assert ids == ["5", "3", "1"]
    assert [one.id[-1] for one in replies.quoting([VERSION, OTHER], 2)] == ["5", "3"]
    assert replies.quoting([], 10) == []


@pytest.fixture
def sent(database: Database) -> StoredSentCorrections:
    with database.writing() as connection:
        of = {"story": "nato", "article": "a", "before": VERSION, "after": OTHER, "at": NOW}
        connection.execute(insert(revisions), [of, of])
    for n in (1, 2):
        StoredReplies(database).keep(reply(n, VERSION))
    return StoredSentCorrections(database)


def test_a_correction_is_noted_once_and_goes_with_its_reply_or_its_revision(
    database: Database, sent: StoredSentCorrections
) -> None:
    first, second = (
        SentCorrection(f"key {n}", f"{n:032x}", n, 0, NOW + timedelta(hours=n)) for n in (1, 2)
    )
    for one in (first, second, first):
        sent.note(one)
    assert sent.newest(10) == [second, first]
    assert sent.newest(1, 1) == [first]
    StoredReplies(database).forget_replies(NOW + timedelta(minutes=2))
    assert sent.newest(10) == [second]
    with database.building() as connection:
        connection.execute(delete(revisions))
    assert sent.newest(10) == []
    # Neither is known any more: nothing is noted, and nothing fails.
    sent.note(first)
    assert sent.newest(10) == []
