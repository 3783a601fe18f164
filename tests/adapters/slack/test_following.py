"""What people see when they follow stories, and when they list what is followed."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from adapters.slack.following import followed_message, following_message
from bot.followers import Followed
from tests.adapters.slack.happenings import DAILY, FOLLOWS, follow
from tests.adapters.slack.newsroom import STORY, accepted


def test_following_from_now_on() -> None:
    assert followed_message(Followed(follow(), STORY)).text == (
        "“The US joint command in Japan” is followed here: new articles are posted as they come. "
        "To end it: /unfollow us-japan-command"
    )


def test_following_by_a_digest_says_when_the_first_may_come_in_the_time_zone_asked_for() -> None:
    shown = followed_message(Followed(follow(DAILY), STORY))
    accepted(shown)
    assert shown.text == (
        "“The US joint command in Japan” is followed here, daily at 09:00 Europe/Berlin. The first "
        "digest may come on Friday, 2 August 2024 at 09:00. To end it: /unfollow us-japan-command"
    )


def test_what_is_followed(golden: SnapshotAssertion) -> None:
    assert accepted(following_message(FOLLOWS, corrections=True)) == golden


def test_nothing_followed_and_corrections_off(golden: SnapshotAssertion) -> None:
    assert accepted(following_message([], corrections=False)) == golden


def test_a_long_list_is_counted() -> None:
    many = [
        Followed(replace(follow(), story=f"s{n}"), replace(STORY, title="A title " * 30))
        for n in range(150)
    ]
    shown = following_message(many, corrections=True)
    accepted(shown)
    listed = len(shown.blocks[1]["elements"][0]["elements"])
    assert listed > 20
    more = shown.blocks[2]["elements"][0]["elements"][0]["text"]
    assert more == f"… and {150 - listed} more."
