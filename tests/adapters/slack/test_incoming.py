"""Slack's payloads, as its documentation shows them, and the questions in them.

Sources: docs.slack.dev/reference/events/message, /app_mention, /message.*, /interactivity.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.service.chat import asked_in
from adapters.slack.incoming import (
    Deleted,
    Edited,
    Incoming,
    Way,
    command,
    everywhere,
    place_of,
    pressed,
    shortcut,
    spoken,
)
from bot.desk import Asked
from bot.places import Place
from tests.e2e.slack.payloads import Payloads
from tests.e2e.slack.world import Channel, Json, Message, Person, Team

BOT = "U0BOT"
TEAM = Team("T1", "example", BOT, "B0BOT", "", frozenset())
PAYLOADS = Payloads("A1", TEAM)
ALICE = Person("U0ALICE", "alice", "T1", False, False)
NEWS = Channel("C0NEWS", "news", "T1", "channel", ALICE.id, [ALICE.id, BOT])
PRIVATE = Channel("G0DESK", "desk", "T1", "group", ALICE.id, [ALICE.id, BOT])
DIRECT = Channel("D0ALICE", "", "T1", "im", ALICE.id, [ALICE.id, BOT])
TS = "1760000000.000100"
REPLY_TS = "1760000009.000200"


def said(text: str, channel: Channel = NEWS, **more: Any) -> Message:
    return Message(**{"channel": channel.id, "ts": TS, "user": ALICE.id, "text": text} | more)


def message(text: str, channel: Channel = NEWS, **more: Any) -> Json:
    one = said(text, channel, **more)
    return PAYLOADS.event(PAYLOADS.message(one, channel, [one]), "Ev1", 1760000000)


def mention(text: str, channel: Channel = NEWS, **more: Any) -> Json:
    one = said(text, channel, **more)
    return PAYLOADS.event(PAYLOADS.app_mention(one, channel, [one]), "Ev2", 1760000000)


def changed(before: Message, after: Message, channel: Channel = NEWS) -> Json:
    event = PAYLOADS.message_changed(shown(after), shown(before), channel, REPLY_TS)
    return PAYLOADS.event(event, "Ev3", 1760000009)


def shown(one: Message) -> Json:
    event = PAYLOADS.message(one, NEWS, [one])
    return {key: value for key, value in event.items() if key not in ("channel", "channel_type")}


def with_event(body: Json, **more: Any) -> Json:
    return {**body, "event": {**body["event"], **more}}


def asked(way: Way, text: str, channel: str = NEWS.id, thread: str = TS) -> Incoming:
    return Incoming(
        key=f"slack:{channel}:{TS}",
        way=way,
        enterprise="",
        team="T1",
        channel=channel,
        user=ALICE.id,
        text=text,
        message=TS,
        thread=thread,
    )


# ------------------------------------------------------------------------------ messages


def test_a_mention_that_arrives_as_two_events_is_one_question() -> None:
    expected = asked(Way.MENTION, "who heads AT&T?")
    for way in (message, mention):
        assert spoken(way("<@U0BOT> who heads AT&amp;T?"), BOT) == expected


def test_a_mention_in_a_thread_is_answered_in_that_thread() -> None:
    found = spoken(mention("<@U0BOT> who?", thread="1750000000.000001"), BOT)
    assert found == asked(Way.MENTION, "who?", thread="1750000000.000001")


def test_a_mention_is_heard_in_private_channels_and_group_messages_too() -> None:
    assert spoken(message("<@U0BOT> who?", PRIVATE), BOT) == asked(Way.MENTION, "who?", "G0DESK")
    group = with_event(message("<@U0BOT> who?"), channel_type="mpim")
    assert spoken(group, BOT) == asked(Way.MENTION, "who?")


def test_in_a_direct_message_everything_is_said_to_the_bot() -> None:
    for text in ("who heads it?", "<@U0BOT> who heads it?", "thanks", ""):
        found = spoken(message(text, DIRECT), BOT)
        assert found == asked(Way.DIRECT, text.removeprefix("<@U0BOT> "), "D0ALICE")
    beneath = spoken(message("since when?", DIRECT, thread="1750000000.000001"), BOT)
    assert beneath == asked(Way.DIRECT, "since when?", "D0ALICE", "1750000000.000001")


def test_a_question_in_a_thread_may_be_a_follow_up() -> None:
    found = spoken(message("and how many troops?", thread="1750000000.000001"), BOT)
    assert found == asked(Way.FOLLOW_UP, "and how many troops?", thread="1750000000.000001")


@pytest.mark.parametrize(
    "body",
    [
        message("do you know who heads it, Bob? You said so."),
        message("thanks, that helps", thread="1750000000.000001"),
        message("<@U0ANNA> who heads it?", thread="1750000000.000001"),
        message("<!subteam^S0DESK> who heads it?", thread="1750000000.000001"),
        message("", thread="1750000000.000001"),
    ],
    ids=["to you", "no question", "to Anna", "to a group", "nothing"],
)
def test_what_people_say_to_each_other_is_left_alone(body: Json) -> None:
    assert spoken(body, BOT) is None


def test_a_question_to_nobody_counts_only_where_its_channel_wants_that() -> None:
    found = spoken(message("who heads it?"), BOT)
    assert found == asked(Way.UNASKED, "who heads it?")
    assert found.unasked
    assert not found.by_name


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0BOT", "user": BOT},
        {"bot_id": "B0OTHER"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": ""},
        *(
            {"subtype": subtype}
            for subtype in (
                "bot_message channel_join channel_leave channel_topic pinned_item me_message "
                "message_replied reminder_add assistant_app_thread channel_convert_to_private"
            ).split()
        ),
    ],
    ids=str,
)
@pytest.mark.parametrize("body", [mention("<@U0BOT> who?"), message("<@U0BOT> who?", DIRECT)])
def test_neither_bots_nor_slacks_own_notes_are_answered(body: Json, more: Json) -> None:
    assert spoken(with_event(body, **more), BOT) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_picture_or_shown_to_the_whole_channel_is_one(subtype: str) -> None:
    found = spoken(with_event(message("<@U0BOT> who?"), subtype=subtype), BOT)
    assert found == asked(Way.MENTION, "who?")


def test_a_message_without_a_user_or_text_harms_nobody() -> None:
    for gone in ("user", "text", "channel_type"):
        body = message("<@U0BOT> who?")
        del body["event"][gone]
        assert spoken(body, BOT) == (asked(Way.MENTION, "who?") if gone == "channel_type" else None)


def test_somebody_of_another_workspace_asks_in_a_shared_channel_of_ours() -> None:
    body = message("<@U0BOT> who?") | {"team_id": "T2", "enterprise_id": "E2"}
    assert spoken(body, BOT) == asked(Way.MENTION, "who?")


def test_in_an_organisation_the_installed_workspace_is_known_by_both_ids() -> None:
    body = message("<@U0BOT> who?") | {
        "authorizations": [{"enterprise_id": "E1", "team_id": "T7", "user_id": BOT}]
    }
    found = spoken(body, BOT)
    assert isinstance(found, Incoming)
    assert (found.enterprise, found.team) == ("E1", "T7")


# ---------------------------------------------------------------------- edits, deletions


def test_an_edited_question_is_known_by_the_key_it_first_had() -> None:
    before, after = said("<@U0BOT> whom?"), said("<@U0BOT> who?", edited=True)
    expected = Edited(f"slack:C0NEWS:{TS}", asked(Way.MENTION, "who?"))
    assert spoken(changed(before, after), BOT) == expected


def test_a_mention_that_is_added_later_asks_and_one_that_is_removed_no_longer_does() -> None:
    with_it, without = said("<@U0BOT> who?", edited=True), said("who?")
    key = f"slack:C0NEWS:{TS}"
    assert spoken(changed(without, with_it), BOT) == Edited(key, asked(Way.MENTION, "who?"))
    assert spoken(changed(with_it, without), BOT) == Edited(key, None)


def test_a_direct_message_and_a_follow_up_can_be_edited() -> None:
    found = spoken(changed(said("whom?"), said("who?"), DIRECT), BOT)
    assert found == Edited(f"slack:D0ALICE:{TS}", asked(Way.DIRECT, "who?", "D0ALICE"))
    root = "1750000000.000001"
    found = spoken(changed(said("whom?", thread=root), said("who?", thread=root)), BOT)
    assert found == Edited(f"slack:C0NEWS:{TS}", asked(Way.FOLLOW_UP, "who?", thread=root))


def test_a_link_preview_or_a_pin_is_no_edit() -> None:
    one = said("<@U0BOT> see <https://dw.example>")
    body = changed(one, one)
    body["event"]["message"]["attachments"] = [{"id": 1, "title": "DW"}]
    assert spoken(body, BOT) is None


def test_the_bots_own_replies_are_edited_without_an_echo() -> None:
    before = said("Looking", bot="B0BOT")
    after = said("<@U0BOT> who?", bot="B0BOT")
    assert spoken(changed(before, after), BOT) == Edited(f"slack:C0NEWS:{TS}", None)


def test_a_deleted_message_is_known_by_the_key_it_had() -> None:
    event = PAYLOADS.message_deleted(shown(said("<@U0BOT> who?")), NEWS, REPLY_TS)
    gone = Deleted(
        Incoming(f"slack:C0NEWS:{TS}", Way.MENTION, "", "T1", "C0NEWS", "", "", message=TS)
    )
    assert spoken(PAYLOADS.event(event, "Ev4", 1760000009), BOT) == gone
    del event["deleted_ts"]
    assert spoken(PAYLOADS.event(event, "Ev4", 1760000009), BOT) == gone
    del event["previous_message"]
    assert spoken(PAYLOADS.event(event, "Ev4", 1760000009), BOT) is None


def test_where_others_have_replied_a_tombstone_says_that_it_is_deleted() -> None:
    grave = said("This message was deleted.", user="USLACKBOT", subtype="tombstone", thread=TS)
    gone = Deleted(
        Incoming(f"slack:C0NEWS:{TS}", Way.MENTION, "", "T1", "C0NEWS", "", "", message=TS)
    )
    assert spoken(changed(said("<@U0BOT> who?"), grave), BOT) == gone


# -------------------------------------------------------------- commands and shortcuts


def ask(text: str, channel: Channel = NEWS) -> Json:
    return PAYLOADS.command(ALICE, channel, "/ask", text, "https://hooks.example/1", "13.37")


def private(way: Way, text: str, channel: str = NEWS.id) -> Incoming:
    return Incoming(
        key=f"slack:{way.value}:13.37",
        way=way,
        enterprise="",
        team="T1",
        channel=channel,
        user=ALICE.id,
        text=text,
        response_url="https://hooks.example/1",
    )


def test_a_command_is_answered_in_private_where_it_was_typed() -> None:
    assert command(ask("who heads AT&amp;T?")) == private(Way.COMMAND, "who heads AT&T?")
    assert command(ask("  ")) == private(Way.COMMAND, "")
    without_text = ask("")
    del without_text["text"]
    assert command(without_text) == private(Way.COMMAND, "")
    assert command(ask("who?", DIRECT)) == private(Way.COMMAND, "who?", "D0ALICE")


def test_a_command_says_the_organisation_it_was_typed_in() -> None:
    found = command(ask("who?") | {"enterprise_id": "E1"})
    assert (found.enterprise, found.team) == ("E1", "T1")


def test_a_shortcut_asks_what_the_message_says_whoever_wrote_it() -> None:
    one = said("<@U0ANNA> says AT&amp;T is <https://dw.example|broken>", user="U0ANNA")
    body = PAYLOADS.message_action(
        ALICE, NEWS, one, [one], "find_quotes", "https://hooks.example/1", "13.37", TS
    )
    assert shortcut(body) == private(Way.SHORTCUT, "says AT&T is broken")


# ------------------------------------------------------------------------------- buttons


def press(one: Message, channel: Channel = NEWS) -> Json:
    return PAYLOADS.block_actions_in_message(
        ALICE, channel, one, [one], {"action_id": "more"}, "https://hooks.example/1", "13.37"
    )


def test_who_presses_a_button_in_a_channel_is_answered_alone_in_its_thread() -> None:
    body = press(said("reply", bot="B0BOT", ts=REPLY_TS, thread=TS))
    by = pressed(body)
    assert by == Incoming(
        key="slack:button:13.37",
        way=Way.BUTTON,
        enterprise="",
        team="T1",
        channel="C0NEWS",
        user=ALICE.id,
        text="",
        message=REPLY_TS,
        thread=TS,
        response_url="https://hooks.example/1",
    )
    assert by.private
    assert place_of(body) == by.place == Place("slack", "T1", "C0NEWS")
    assert place_of(ask("who?")) == Place("slack", "T1", "C0NEWS")


def test_a_button_below_a_private_reply_answers_in_private() -> None:
    by = pressed(press(said("reply", bot="B0BOT", ts=REPLY_TS, to=ALICE.id)))
    assert (by.private, by.thread, by.message) == (True, "", REPLY_TS)


def test_in_a_direct_message_the_answer_to_a_button_stays() -> None:
    reply = said("reply", DIRECT, bot="B0BOT", ts=REPLY_TS, thread=TS)
    assert not pressed(press(reply, DIRECT)).private
    fleeting = said("reply", DIRECT, bot="B0BOT", ts=REPLY_TS, to=ALICE.id)
    assert pressed(press(fleeting, DIRECT)).private


def test_a_button_in_a_window_belongs_to_no_channel() -> None:
    body = PAYLOADS.block_actions_in_view(ALICE, {"id": "V1"}, {"action_id": "more"}, "13.37")
    by = pressed(body)
    assert (by.channel, by.message, by.response_url) == ("", "", "")


def test_a_follow_up_is_asked_everywhere_in_the_same_thread_and_once() -> None:
    body = press(said("reply", bot="B0BOT", ts=REPLY_TS, thread=TS))
    found = everywhere(body, "r1", "how many troops?")
    assert found == Incoming(
        key="slack:everywhere:r1",
        way=Way.EVERYWHERE,
        enterprise="",
        team="T1",
        channel="C0NEWS",
        user=ALICE.id,
        text="how many troops?",
        thread=TS,
    )
    assert asked_in(found) == Asked(
        "how many troops?",
        Place("slack", "T1", "C0NEWS"),
        TS,
        "",
        everywhere=True,
        person="U0ALICE",
    )


# ------------------------------------------------------------------------------- payload


@pytest.mark.parametrize("way", list(Way))
def test_a_question_survives_a_restart_as_it_was(way: Way) -> None:
    one = Incoming("k", way, "E1", "T1", "C1", "U1", "wer? 日本 \u2028 \"'&<>", TS, TS, "https://x")
    assert Incoming.of(json.loads(json.dumps(one.payload()))) == one


def test_a_question_is_asked_of_the_desk_where_it_was_put() -> None:
    found = spoken(message("and how many?", thread="1750000000.000001"), BOT)
    assert isinstance(found, Incoming)
    place = Place("slack", "T1", "C0NEWS")
    assert asked_in(found) == Asked(
        "and how many?", place, "1750000000.000001", TS, person="U0ALICE"
    )
    assert asked_in(command(ask("who?"))) == Asked("who?", place, private=True, person="U0ALICE")
    # What is said of it later goes to the same organisation.
    assert asked_in(replace(found, enterprise="E1")).via == "E1"
