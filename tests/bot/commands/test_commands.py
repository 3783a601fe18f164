"""What people type besides questions, in whatever chat: what it shows, and what it changes."""

from dataclasses import replace

import pytest

from bot import timeline_wording, tracking_wording, wording
from bot.commands.command import UNREAD, Right, Takes
from bot.commands.errors import error_document
from bot.commands.table import COMMANDS
from bot.documents.actions import Choice, Choose, action_of
from bot.memory import KeptReply
from retrieval.errors import WrongUse
from tests.bot.commands.conftest import HERE, Talk, titled
from tests.bot.documents.drawn import drawn
from tests.bot.test_desk import DESK, DW, JAPAN, NATO, SECRET

FEED = "https://buoy.example/rss"


def test_stories_are_listed_where_they_may_be_spoken_of(talk: Talk) -> None:
    assert titled(JAPAN) in talk.types("/stories")
    assert SECRET.title not in talk.types("/stories")
    assert SECRET.title in talk.types("/stories", replace(HERE, place=DESK))


@pytest.mark.parametrize("typed", ["japan", "The command in Japan", '"the command in japan"'])
def test_a_story_goes_by_its_slug_and_by_its_title_quoted_or_not(talk: Talk, typed: str) -> None:
    assert titled(JAPAN) in talk.types(f"/story {typed}")
    assert "“The command in Japan” is followed here, daily at 09:00 UTC." in talk.types(
        f"/follow {typed} daily at 9"
    )
    assert talk.gives("story", {"story": typed}) == talk.types("/story japan")
    assert "is not followed here any more" in talk.types(f"/unfollow {typed}")


@pytest.mark.parametrize("command", ["story", "follow", "timeline", "unfollow"])
def test_a_story_that_is_unknown_or_secret_reads_the_same(talk: Talk, command: str) -> None:
    gone, secret = talk.types(f"/{command} quartz"), talk.types(f"/{command} secret")
    assert gone.replace("quartz", "…") == secret.replace("secret", "…")
    assert "See the tracked stories with: /stories" in gone


def test_a_name_that_is_nearly_right_is_suggested_and_never_guessed(talk: Talk) -> None:
    assert "did you mean 'japan'?" in talk.types("/follow japn daily")
    assert wording.NOTHING_FOLLOWED() in talk.types("/following")


@pytest.mark.parametrize("command", [one for one in COMMANDS.values() if one.arguments])
def test_what_is_missing_is_said_with_what_to_type(talk: Talk, command: object) -> None:
    typed = talk.types(f"/{command.name}")  # type: ignore[attr-defined]
    first = command.arguments[0]  # type: ignore[attr-defined]
    assert (f"The {first.name} is missing; write:" in typed) is first.required
    if first.required:
        assert f"/{command.name} {first.name}={first.name.upper()}" in typed  # type: ignore[attr-defined]


def test_following_lists_what_is_followed_and_unfollow_all_ends_it(talk: Talk) -> None:
    talk.types("/follow nato weekly")
    talk.types("/follow japan", replace(HERE, zone="Asia/Tokyo"))
    listed = talk.types("/following")
    assert (titled(JAPAN) in listed, titled(NATO) in listed) == (True, True)
    assert wording.UNFOLLOWED_ALL() in talk.types("/unfollow all")
    assert wording.NOTHING_FOLLOWED() in talk.types("/following")
    assert wording.NOT_FOLLOWED(story=NATO.title) in talk.types("/unfollow nato")


def test_a_digest_comes_in_the_persons_own_time_zone(talk: Talk) -> None:
    typed = talk.types("/follow japan daily at 9", replace(HERE, zone="Asia/Tokyo"))
    assert "daily at 09:00 Asia/Tokyo" in typed


def test_a_story_that_is_gone_can_be_unfollowed(talk: Talk) -> None:
    talk.types("/follow nato")
    talk.shelf.tracked = (JAPAN,)
    assert wording.STORY_GONE() in talk.types("/following")
    assert "“nato” is not followed here any more" in talk.types("/unfollow nato")


def test_a_scope_is_shown_set_by_titles_and_ended(talk: Talk) -> None:
    assert wording.NOT_SCOPED() in talk.types("/scope")
    limited = talk.types("/scope The command in Japan")
    assert wording.SCOPED() in limited
    assert titled(NATO) not in limited
    assert titled(NATO) not in talk.types("/stories")
    both = talk.types('/scope "Sweden joins NATO", japan')
    assert (titled(JAPAN) in both, titled(NATO) in both) == (True, True)
    assert wording.NOT_SCOPED() in talk.types("/scope all")
    assert "there is no story 'secret'" in talk.types("/scope secret").casefold()


def test_corrections_are_switched_and_shown(talk: Talk) -> None:
    assert wording.CORRECTIONS_ON() in talk.types("/corrections")
    assert wording.CORRECTIONS_OFF() in talk.types("/corrections off")
    assert wording.CORRECTIONS_OFF() in talk.types("/corrections")
    assert "Write on or off, not 'maybe'." in talk.types("/corrections maybe")


def test_a_timeline_shows_its_picture_and_takes_an_order(talk: Talk) -> None:
    assert "<picture of 25 bytes: Coverage of “The command in Japan”" in talk.types(
        "/timeline japan newest first"
    )
    assert "Write oldest or newest, not 'sideways'." in talk.types("/timeline japan sideways")
    assert timeline_wording.NO_DEVELOPMENTS() in talk.types("/timeline Sweden joins NATO")


def test_a_timeline_without_its_picture_still_has_its_words(talk: Talk) -> None:
    def broken(*_: object) -> bytes:
        raise OSError("no room for fonts")

    talk.conversation = replace(talk.conversation, draw=broken)
    told = talk.types("/timeline japan")
    assert "1 of 1 development" in told
    assert "<picture" not in told


def test_a_source_is_shown_confirmed_once_and_ended(talk: Talk) -> None:
    shown = talk.types(f"/track {FEED} The command in Japan")
    track = action_of(shown.rpartition("<Track it ")[2].partition(">")[0])
    assert isinstance(track, Choose)
    other = replace(HERE, person="U2")
    assert "Only who typed the command" in talk.presses(track, other)
    assert "tracks https://buoy.example/rss from now on" in talk.presses(track)
    assert "confirmed or cancelled before" in talk.presses(track)
    ended = talk.types(f"/untrack {FEED}")
    cancel = action_of(ended.rpartition("<Cancel ")[2].partition(">")[0])
    assert isinstance(cancel, Choose)
    assert cancel.choice is Choice.CANCEL
    assert tracking_wording.NOTHING_CHANGED() in talk.presses(cancel)
    assert "tracks https://buoy.example/rss already" in talk.types(f"/track {FEED} japan")


def test_admins_of_one_of_several_workspaces_change_nothing_for_the_others(talk: Talk) -> None:
    talk.several[0] = True
    assert "slack:T1" in talk.types(f"/track {FEED} japan")
    assert "slack:T1" in talk.types(f"/untrack {FEED}")


def test_verdicts_are_listed_with_links_and_name_nothing_secret(talk: Talk) -> None:
    replies = talk.conversation.feedback
    kept = KeptReply(
        "r" * 32, HERE.place, "", "", "5.1", True, "secret", (), talk.conversation.now()
    )
    replies.keep(kept)  # type: ignore[attr-defined]
    told = talk.asks("who leads it?")
    replies.sent(told.id, "", "7.7")  # type: ignore[attr-defined]
    for reply in (kept.id, told.id):
        replies.rate(reply, "U1", True, talk.conversation.now())
    listed = talk.types("/feedback")
    assert listed.count("1 helpful, 0 not helpful") == 2  # the summary and the one
    assert "https://chat.example/C0NEWS/7.7" in listed


def test_help_names_every_command_and_costs_nothing(talk: Talk) -> None:
    told = talk.types("/help")
    assert all(f"/{name}" in told for name in COMMANDS)


def test_what_fails_inside_is_said_without_a_word_of_it(talk: Talk) -> None:
    def broken() -> object:
        raise RuntimeError("/secret/path")

    talk.conversation = replace(talk.conversation, library=broken)  # type: ignore[arg-type]
    assert talk.types("/stories").splitlines()[1:] == [wording.FAILED()]


def test_who_only_looks_needs_no_right() -> None:
    scope, follow = COMMANDS["scope"], COMMANDS["follow"]
    assert scope.rights({}) == scope.rights({UNREAD: " "}) == ()
    assert scope.rights({"stories": "japan"}) == scope.rights({UNREAD: "japan"}) == (Right.SCOPE,)
    assert follow.rights({}) == (Right.FOLLOW, Right.POST)


def test_every_command_can_be_registered_anywhere() -> None:
    for command in COMMANDS.values():
        assert command.name.isalpha()
        assert len(command.description) <= 100
        required = [argument.required for argument in command.arguments]
        assert required == sorted(required, reverse=True)
        for argument in command.arguments:
            assert len(argument.description) <= 100
            assert bool(argument.choices) is (argument.takes is Takes.CHOICE)


def test_the_held_article_is_what_a_story_shows(talk: Talk) -> None:
    assert DW.title in talk.types("/story japan")


def test_a_chat_never_advises_a_command_of_the_shell(talk: Talk) -> None:
    near, far = talk.types("/story japn"), talk.types("/story zzz")
    assert near.splitlines()[1] == "There is no story 'japn'; did you mean 'japan'?"
    assert far.splitlines()[1] == (
        "There is no story 'zzz'. See the tracked stories with: /stories"
    )
    inside = error_document(WrongUse("the index is old; run: pullquote reindex"))
    assert drawn(inside).splitlines()[1] == "The index is old; tell whoever runs Pullquote."
