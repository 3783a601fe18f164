"""What a manager is shown of a source before it is tracked, or tracked no more."""

from syrupy.assertion import SnapshotAssertion

from bot.documents.actions import Choice, Choose, action_of, token
from tests.adapters.discord.drawn import proposal_message
from tests.adapters.discord.newsroom import accepted, buttons_of
from tests.adapters.proposed import ID, LONG, OF_A_FEED, OF_A_TOPIC, OF_AN_ARTICLE, TO_END


def test_a_feed_with_its_newest_items(golden: SnapshotAssertion) -> None:
    assert accepted(proposal_message(OF_A_FEED)) == golden


def test_an_article_that_may_be_a_topic_page(golden: SnapshotAssertion) -> None:
    assert accepted(proposal_message(OF_AN_ARTICLE)) == golden


def test_a_topic_page_without_items_yet(golden: SnapshotAssertion) -> None:
    assert accepted(proposal_message(OF_A_TOPIC)) == golden


def test_a_source_that_is_to_be_tracked_no_more(golden: SnapshotAssertion) -> None:
    assert accepted(proposal_message(TO_END)) == golden


def test_the_longest_names_stay_inside_the_limits() -> None:
    shown = proposal_message(LONG)
    accepted(shown)
    assert [action_of(one) for one in buttons_of(shown).values()] == [
        Choose(ID, Choice.TRACK),
        Choose(ID, Choice.CANCEL),
    ]
    assert len(token(Choose(ID, Choice.CANCEL))) <= 100
