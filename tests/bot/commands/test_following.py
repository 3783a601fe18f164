"""People follow stories with words, with somebody to ping, for a channel or for themselves."""

from dataclasses import replace

import pytest

from bot import follow_wording, wording
from bot.commands.command import UNREAD, Right
from bot.commands.table import COMMANDS
from bot.following import Follow
from bot.pings import Pinged
from bot.places import Place
from bot.wanted_words import WantedWords
from tests.bot.commands.conftest import HERE, Talk, direct_of
from tests.bot.test_desk import DESK, JAPAN, NATO, NEWS, SECRET

MINE = direct_of("U1")


def kept(talk: Talk, place: Place = NEWS) -> list[Follow]:
    return [one.follow for one in talk.conversation.followers().following(place)]


def test_news_come_only_with_the_words_that_are_wanted(talk: Talk) -> None:
    said = talk.types('/follow japan daily at 9 with okinawa "prime minister" without sport')
    assert "I pass on articles only with “okinawa” or “prime minister”, without “sport”." in said
    [follow] = kept(talk)
    assert follow.words == WantedWords(("okinawa", "prime minister"), ("sport",))
    listed = talk.types("/following")
    assert "daily at 09:00 UTC · only with “okinawa” or “prime minister”, without “sport”" in listed


def test_to_follow_again_sets_the_words_anew(talk: Talk) -> None:
    talk.types("/follow japan with okinawa and guam")
    assert "only with “okinawa” and “guam”" in talk.types("/following")
    talk.types("/follow japan")
    [follow] = kept(talk)
    assert not follow.words
    assert "only with" not in talk.types("/following")


def test_a_title_may_hold_the_name_of_an_argument(talk: Talk) -> None:
    talks = replace(NATO, slug="talks", title="Talks with Iran")
    talk.shelf.tracked = (JAPAN, talks)
    assert "“Talks with Iran” is followed here" in talk.types("/follow Talks with Iran")
    assert "only with “oil”" in talk.types("/follow Talks with Iran now with oil")
    assert [(one.story, one.words.wanted) for one in kept(talk)] == [("talks", ("oil",))]
    assert "“Talks with Iran” is not followed here any more" in talk.types(
        "/unfollow Talks with Iran"
    )


def test_words_that_can_not_be_meant_change_nothing(talk: Talk) -> None:
    assert "can't be both wanted and unwanted" in talk.types("/follow japan with a without A")
    assert kept(talk) == []


def test_a_person_follows_a_story_for_themselves_alone(talk: Talk) -> None:
    said = talk.types("/follow japan with okinawa to me")
    assert said.startswith(
        "(note) “The command in Japan” is followed for you alone: new articles come in a direct "
        "message. I pass on articles only with “okinawa”."
    )
    assert "/unfollow story=japan to=me" in said
    assert kept(talk) == []
    [follow] = kept(talk, MINE)
    assert (follow.place, follow.person, follow.words.wanted) == (MINE, "U1", ("okinawa",))
    listed = talk.types("/following to me")
    assert follow_wording.followed_by_you() in listed
    assert "The command in Japan" in listed
    assert wording.NOTHING_FOLLOWED() in talk.types("/following")
    digest = talk.types("/follow nato weekly to me")
    assert "weekly on Monday at 09:00 UTC, in a direct message. The first digest" in digest
    assert follow_wording.unfollowed_for_you(JAPAN.title) in talk.types("/unfollow japan to me")
    assert follow_wording.not_yet_for_you(JAPAN.title) in talk.types("/unfollow japan to: me")
    assert follow_wording.unfollowed_all_for_you() in talk.types("/unfollow all to me")
    assert kept(talk, MINE) == []
    assert follow_wording.nothing_followed_by_you() in talk.types("/following to me")


def test_a_story_that_is_kept_to_its_channel_comes_in_no_direct_message(talk: Talk) -> None:
    at_desk = replace(HERE, place=DESK)
    said = talk.types("/follow secret to me", at_desk)
    assert "may only be spoken of in its channels" in said
    assert kept(talk, MINE) == []
    # Where it may not be spoken of, it is no story.
    assert SECRET.title not in talk.types("/follow secret to me")
    talk.types("/follow secret", at_desk)
    assert talk.types("/unfollow secret to me", at_desk).startswith(
        f"(note) {follow_wording.not_yet_for_you(SECRET.title)}"
    )
    assert len(kept(talk, DESK)) == 1


@pytest.mark.parametrize(
    ("typed", "needs"),
    [
        ("japan", (Right.FOLLOW, Right.POST)),
        ("japan to me", ()),
        ("japan with okinawa To: ME", ()),
        ('japan with "to me"', (Right.FOLLOW, Right.POST)),
        ("japan to here", (Right.FOLLOW, Right.POST)),
    ],
)
def test_who_follows_for_themselves_needs_no_right(typed: str, needs: tuple[Right, ...]) -> None:
    assert COMMANDS["follow"].rights({UNREAD: typed}) == needs
    # But to be shown quotes one has to be among those who may ask.
    assert COMMANDS["follow"].shows_quotes({UNREAD: typed}) is not bool(needs)
    assert not COMMANDS["unfollow"].shows_quotes({UNREAD: typed})


def test_no_right_is_got_round_by_a_title_that_reads_as_for_oneself(talk: Talk) -> None:
    letters = replace(NATO, slug="letters", title="Letters to me")
    talk.shelf.tracked = (letters,)
    assert COMMANDS["unfollow"].rights({UNREAD: "Letters to me"}) == ()
    assert "write “to me” at the very end" in talk.types("/unfollow Letters to me").replace(
        "Write", "write"
    )
    assert "write “to me” at the very end" in talk.types("/follow Letters to me").replace(
        "Write", "write"
    )
    assert kept(talk) == []


def test_a_ping_is_for_a_manager_to_allow(talk: Talk) -> None:
    assert COMMANDS["pings"].rights({UNREAD: "allow @newsroom"}) == (Right.PING,)
    assert COMMANDS["pings"].rights({}) == ()
    assert follow_wording.no_pings() in talk.types("/pings")
    refused = talk.types("/follow japan ping @newsroom")
    assert "may not ping @newsroom here" in refused
    assert kept(talk) == []
    assert "- @newsroom" in talk.types("/pings allow @newsroom")
    said = talk.types("/follow japan with okinawa ping @newsroom")
    assert "Each notice pings @newsroom." in said
    [follow] = kept(talk)
    assert follow.ping == Pinged("S1", "@newsroom")
    assert "pings @newsroom" in talk.types("/following")
    assert "may not ping @sport here" in talk.types("/follow japan ping @sport")
    assert "no role or group '@nobody'" in talk.types("/pings allow @nobody")
    # What is allowed in one channel is allowed there alone.
    assert follow_wording.no_pings() in talk.types("/pings", replace(HERE, place=DESK))
    assert follow_wording.no_pings() in talk.types("/pings forbid newsroom")
    assert "pings nobody else" in talk.types("/follow japan ping @newsroom to me")
