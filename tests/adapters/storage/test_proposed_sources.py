"""What somebody was shown may be confirmed on another day's process, and by one press only."""

from datetime import UTC, datetime, timedelta

from adapters.storage.database import Database
from adapters.storage.proposed_sources import StoredProposals
from bot.places import Place
from bot.tracking import Proposal

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def proposal(id: str, at: datetime = NOW) -> Proposal:
    place = Place("slack", "T1", "C1")
    return Proposal(id * 32, place, "U1", "otters", "topics", "https://a.example/", False, at)


def test_a_proposal_is_kept_until_it_is_closed_once(database: Database) -> None:
    StoredProposals(database).propose(proposal("a"))
    again = StoredProposals(database)
    assert again.proposal("a" * 32) == proposal("a")
    assert [again.close("a" * 32), again.close("a" * 32)] == [True, False]
    assert again.proposal("a" * 32) is None


def test_what_nobody_confirmed_is_forgotten_after_a_day(database: Database) -> None:
    proposals = StoredProposals(database)
    proposals.propose(proposal("a", NOW - timedelta(days=2)))
    proposals.propose(proposal("b"))
    assert proposals.proposal("a" * 32) is None
    assert proposals.proposal("b" * 32) == proposal("b")
