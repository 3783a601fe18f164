"""What people read when they follow a story, or look what is followed."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.followers import Followed
from tests.adapters.discord.drawn import followed_message, following_message
from tests.adapters.discord.happenings import FOLLOWED, GONE, THREAD, follow_of
from tests.adapters.discord.newsroom import accepted
from tests.adapters.discord.reader import read, shown
from tests.adapters.slack.newsroom import STORY


def test_a_story_that_is_followed_now(golden: SnapshotAssertion) -> None:
    assert accepted(followed_message(Followed(follow_of(), STORY))) == golden


def test_a_digest_says_when_the_first_may_come_on_the_clock_that_was_named() -> None:
    [said] = map(shown, read(followed_message(FOLLOWED).components))
    assert said == (
        "“The US joint command in Japan” is followed here, daily at 09:00 Europe/Berlin. The first "
        "digest may come on Monday, 29 July 2024 at 09:00. To end it: /unfollow story: "
        "us-japan-command"
    )


def test_what_is_followed_here_by_whom_and_what_has_fallen_quiet(
    golden: SnapshotAssertion,
) -> None:
    in_thread = Followed(follow_of(via=THREAD), STORY)
    message = following_message([FOLLOWED, in_thread, GONE], corrections=True)
    assert accepted(message) == golden


def test_nothing_is_followed_and_corrections_are_off(golden: SnapshotAssertion) -> None:
    assert accepted(following_message([], corrections=False)) == golden


def test_more_follows_than_a_message_holds_are_counted() -> None:
    quiet = replace(FOLLOWED.follow, quiet="Discord refuses the message (code 1)" * 3)
    message = following_message([Followed(quiet, STORY)] * 60, corrections=True)
    accepted(message)
    _, *entries, last = map(shown, read(message.components))
    assert len(entries) >= 7
    assert last.startswith(f"… and {60 - len(entries)} more.\n")
