"""What an admin is shown of a source before it is tracked, or tracked no more."""

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.slack import actions
from adapters.slack.actions import Choice, choice_of, choice_value
from adapters.slack.tracking import proposal_message
from tests.adapters.proposed import ID, LONG, OF_A_FEED, OF_A_TOPIC, OF_AN_ARTICLE, TO_END
from tests.adapters.slack.newsroom import accepted


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
    [row] = [block for block in shown.blocks if block["type"] == "actions"]
    assert [one["action_id"] for one in row["elements"]] == [actions.TRACK, actions.CANCEL]


def test_a_button_keeps_its_proposal() -> None:
    assert choice_of(choice_value(Choice(ID))) == Choice(ID)


@pytest.mark.parametrize("value", [None, 7, "", "{}", '{"p": 1}', '{"p": "a", "q": 1}', "[" * 9999])
def test_nothing_else_is_taken_for_one(value: object) -> None:
    assert choice_of(value) is None
