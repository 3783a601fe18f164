"""The localhost Slack held to what Slack documents, by a small Bolt app and by bare SDK calls."""

import asyncio
import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from tests.e2e.slack import emulate
from tests.e2e.slack.app_under_test import Transport, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.world import Team, World

NO_UNFURL: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
MORE = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": "More"},
            "action_id": "more",
            "value": "1",
        }
    ],
}
FEEDBACK = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
            "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"},
        }
    ],
}


both_backends = pytest.mark.parametrize("slack", ["ours", "emulate"], indirect=True)


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = request.param
    return chosen


def client(slack: LocalSlack, token: str = "") -> WebClient:
    return WebClient(token=token or slack.bot_token, base_url=slack.api_url)


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


class Heard:
    """A Bolt app that answers mentions in the thread, and remembers what it was told."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def build(self, app: AsyncApp) -> None:
        @app.event("app_mention")
        async def mentioned(body: dict[str, Any], say: Any) -> None:
            self.bodies.append(body)
            event = body["event"]
            await say(
                text="heard",
                thread_ts=event.get("thread_ts") or event["ts"],
                blocks=[MORE, FEEDBACK],
                **NO_UNFURL,
            )

        @app.event("message")
        async def written(body: dict[str, Any], say: Any) -> None:
            self.bodies.append(body)
            event = body["event"]
            if event.get("channel_type") == "im" and "subtype" not in event:
                thread = event.get("thread_ts") or event["ts"]
                await say(text="heard you", thread_ts=thread, **NO_UNFURL)

        @app.command("/ask")
        async def asked(ack: Any, respond: Any, command: dict[str, Any]) -> None:
            self.bodies.append(command)
            await ack(text="looking")
            await respond(text="found", blocks=[MORE], replace_original=True)

        @app.action("more")
        @app.action("feedback")
        async def pressed(ack: Any, respond: Any, body: dict[str, Any]) -> None:
            self.bodies.append(body)
            await ack()
            # Home views have no response_url.
            if "response_url" in body:
                await respond(text="more", replace_original=False)

        @app.shortcut("find")
        async def find(ack: Any, body: dict[str, Any], client: Any) -> None:
            self.bodies.append(body)
            await ack()
            title = {"type": "plain_text", "text": "Found"}
            text = {"type": "mrkdwn", "text": "words"}
            blocks = [{"type": "section", "text": text}]
            view = {"type": "modal", "title": title, "blocks": blocks}
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.event("app_home_opened")
        async def opened(body: dict[str, Any], event: dict[str, Any], client: Any) -> None:
            self.bodies.append(body)
            view = {"type": "home", "blocks": [{"type": "divider"}, MORE]}
            await client.views_publish(user_id=event["user"], view=view)

        @app.event("app_context_changed")
        async def looked_away(body: dict[str, Any]) -> None:
            self.bodies.append(body)


@pytest.fixture
def heard(slack: LocalSlack, transport: Transport) -> Iterator[Heard]:
    app = Heard()
    with running(slack, transport, app.build):
        yield app


@both_backends
def test_a_mention_is_two_events_with_ids_of_their_own_and_is_answered_in_the_thread(
    slack: LocalSlack, heard: Heard
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    asked = slack.mention(alice, news, "is 1 < 2 & who says so? https://a.example/x?y=1&z=2.")
    [reply] = slack.wait_for(lambda: slack.replies(asked))
    slack.settle()
    assert (reply.text, reply.thread, reply.unfurl) == ("heard", asked.ts, (False, False))
    kinds = [body["event"]["type"] for body in heard.bodies]
    assert sorted(kinds) == ["app_mention", "message"]
    assert len({body["event_id"] for body in heard.bodies}) == 2
    mention = next(body for body in heard.bodies if body["event"]["type"] == "app_mention")
    assert mention["event"] == {
        "type": "app_mention",
        "user": alice,
        "ts": asked.ts,
        "client_msg_id": mention["event"]["client_msg_id"],
        "text": f"<@{slack.bot_user}> is 1 &lt; 2 &amp; who says so? "
        "<https://a.example/x?y=1&amp;z=2>.",
        "team": slack.team,
        "blocks": mention["event"]["blocks"],
        "channel": news,
        "event_ts": asked.ts,
    }
    assert mention["authorizations"][0]["user_id"] == slack.bot_user
    assert max(slack.acks) < math.inf


@both_backends
def test_a_direct_message_says_what_is_being_looked_at(slack: LocalSlack, heard: Heard) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    asked = slack.dm(alice, "and here?", viewing=news)
    slack.wait_for(lambda: slack.replies(asked))
    event = heard.bodies[0]["event"]
    assert event["channel_type"] == "im"
    entity = {"type": "slack#/types/channel_id", "value": news, "team_id": slack.team}
    assert event["app_context"] == {"entities": [entity]}
    slack.change_context(alice)
    slack.wait_for(lambda: len(heard.bodies) == 2)
    assert heard.bodies[1]["event"]["context"] == {}


@both_backends
def test_a_commands_acknowledgement_is_replaced_by_what_comes_later(
    slack: LocalSlack, heard: Heard
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice], with_bot=False)
    slack.command(alice, news, "/ask", "who & where?")
    [shown] = slack.wait_for(lambda: [m for m in slack.ephemerals(alice) if m.text == "found"])
    assert heard.bodies[0]["text"] == "who &amp; where?"
    assert [one.ts for one in slack.ephemerals(alice, news)] == [shown.ts]
    assert slack.channel(news).messages == []
    slack.press(alice, shown, "more")
    slack.wait_for(lambda: len(slack.ephemerals(alice)) == 2)
    assert heard.bodies[1]["container"]["is_ephemeral"] is True
    assert "message" not in heard.bodies[1]


@both_backends
def test_buttons_and_feedback_tell_which_was_pressed_and_where(
    slack: LocalSlack, heard: Heard
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    asked = slack.mention(alice, news, "who?")
    [reply] = slack.wait_for(lambda: slack.replies(asked))
    slack.settle()
    heard.bodies.clear()
    slack.press(alice, reply, "feedback", "bad")
    slack.wait_for(lambda: slack.ephemerals(alice))
    [body] = heard.bodies
    assert body["actions"][0]["type"] == "feedback_buttons"
    assert body["actions"][0]["value"] == "bad"
    assert body["message"]["ts"] == reply.ts
    assert body["container"] == {
        "type": "message",
        "message_ts": reply.ts,
        "channel_id": news,
        "is_ephemeral": False,
        "thread_ts": asked.ts,
    }
    with pytest.raises(AssertionError, match="no button"):
        slack.press(alice, reply, "less")


@both_backends
def test_a_shortcut_opens_a_modal_and_the_home_shows_what_was_published(
    slack: LocalSlack, heard: Heard
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    said = slack.say(alice, news, "the command will move")
    slack.shortcut(alice, said, "find")
    [modal] = slack.wait_for(lambda: slack.modals(alice))
    assert modal["title"]["text"] == "Found"
    slack.open_home(alice, viewing=news)
    home = slack.wait_for(lambda: slack.home(alice))
    assert home is not None
    assert [block["type"] for block in home["blocks"]] == ["divider", "actions"]
    slack.press(alice, home, "more")
    slack.wait_for(lambda: heard.bodies[-1].get("container", {}).get("type") == "view")
    slack.settle()
    assert slack.deliveries[-1].acknowledged


@both_backends
def test_edits_and_deletions_are_told_and_a_threads_first_message_leaves_a_tombstone(
    slack: LocalSlack, heard: Heard
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    lone = slack.say(alice, news, "a")
    slack.wait_for(lambda: len(heard.bodies) == 1)
    slack.edit(lone, "b")
    slack.wait_for(lambda: len(heard.bodies) == 2)
    slack.delete(lone)
    slack.wait_for(lambda: len(heard.bodies) == 3)
    first, changed, deleted = (body["event"] for body in heard.bodies)
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("a", "b")
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == first["ts"]
    asked = slack.mention(alice, news, "who?")
    slack.wait_for(lambda: slack.replies(asked))
    slack.settle()
    heard.bodies.clear()
    slack.delete(asked)
    slack.wait_for(lambda: heard.bodies)
    grave = heard.bodies[0]["event"]
    assert (grave["subtype"], grave["message"]["subtype"]) == ("message_changed", "tombstone")
    assert [m.text for m in slack.channel(news).top] == ["This message was deleted."]


def test_what_is_not_acknowledged_in_time_is_delivered_again_three_times(
    slack: LocalSlack, transport: Transport
) -> None:
    slack.ack_timeout = 0.2

    def build(app: AsyncApp) -> None:
        @app.middleware
        async def stall(next_: Any) -> None:
            await asyncio.sleep(0.5)
            await next_()

        @app.event("message")
        async def ignored() -> None: ...

        @app.command("/ask")
        async def ask(ack: Any) -> None:
            await ack()

    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with running(slack, transport, build):
        said = slack.say(alice, news, "hello")
        slack.command(alice, news, "/ask", "x")
        slack.wait_for(lambda: all(delivery.over for delivery in slack.deliveries))
        time.sleep(0.6)
    [delivery] = said.deliveries
    assert [attempt.number for attempt in delivery.attempts] == [0, 1, 2, 3]
    reasons = {attempt.reason for attempt in delivery.attempts[1:]}
    assert reasons == ({"timeout"} if transport == "socket" else {"http_timeout"})
    assert max(slack.acks) > 0.2 or max(slack.acks) == math.inf
    assert slack.errors_shown(alice) == ["operation_timeout"]


@both_backends
def test_a_duplicate_has_the_same_event_id(slack: LocalSlack, heard: Heard) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    said = slack.say(alice, news, "hello")
    slack.deliver(said, times=2)
    slack.wait_for(lambda: len(heard.bodies) == 3)
    assert len({body["event_id"] for body in heard.bodies}) == 1


def test_connections_are_refreshed_dropped_and_refused_and_the_app_comes_back(
    slack: LocalSlack,
) -> None:
    app = Heard()
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with running(slack, "socket", app.build):
        slack.wait_for_socket()
        slack.refresh_sockets(warning=True)
        slack.wait_for(lambda: len(slack.called("apps.connections.open")) >= 2)
        slack.wait_for_socket()
        slack.drop_sockets()
        slack.refuse_sockets(0.5)
        asked = slack.mention(alice, news, "still there?")
        slack.wait_for(lambda: slack.replies(asked), 20)
        slack.settle()
    assert all(delivery.acknowledged for delivery in asked.deliveries)


def test_a_connection_that_goes_silent_is_given_up_by_the_app(slack: LocalSlack) -> None:
    app = Heard()
    with running(slack, "socket", app.build):
        slack.wait_for_socket()
        slack.freeze_sockets()
        assert slack.sockets == 0
        slack.wait_for_socket()


def test_http_deliveries_are_signed_and_a_bad_signature_or_an_old_one_is_refused(
    slack: LocalSlack,
) -> None:
    app = Heard()
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with running(slack, "http", app.build):
        [delivery] = slack.say(alice, news, "hello").deliveries
        slack.settle()
        assert delivery.attempts[0].status == 200
        assert slack.post(delivery.payload) == 200
        assert slack.post(delivery.payload, secret="another") == 401
        assert slack.post(delivery.payload, signature="v0=00") == 401
        assert slack.post(delivery.payload, timestamp=int(time.time()) - 400) == 401
        assert slack.url_verification() != ""
        assert slack.ssl_check() == 200


@both_backends
def test_the_bots_own_messages_come_back_to_it_as_events(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    api = client(slack)
    sent = api.chat_postMessage(channel=news, text="hello", **NO_UNFURL)
    api.chat_update(channel=news, ts=sent["ts"], text="hello again", blocks=[MORE])
    [message] = slack.channel(news).messages
    assert (message.text, message.edited) == ("hello again", True)
    assert [block["type"] for block in message.blocks] == ["actions"]
    api.chat_delete(channel=news, ts=sent["ts"])
    events = [delivery.payload["event"] for delivery in slack.deliveries]
    assert [event.get("subtype") for event in events] == [
        None,
        "message_changed",
        "message_deleted",
    ]
    assert events[0]["bot_id"] == slack.bot_id
    assert slack.channel(news).messages == []


@both_backends
def test_slacks_own_error_codes(slack: LocalSlack) -> None:
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    news = slack.add_channel("news", members=[alice])
    secret = slack.add_channel("secret", members=[alice], private=True, with_bot=False)
    foreign = slack.add_channel("foreign", members=[alice], with_bot=False)
    old = slack.add_channel("old", members=[alice])
    slack.archive(old)
    said = slack.say(alice, news, "hello")
    api = client(slack)

    def post(channel: str, **more: Any) -> str:
        return error_of(api.chat_postMessage, channel=channel, **{"text": "x"} | NO_UNFURL | more)

    assert post("C9999999999") == "channel_not_found"
    assert post(secret) == "channel_not_found"
    assert post(foreign) == "not_in_channel"
    assert post(old) == "is_archived"
    assert post(news, text="x" * 40_001) == "msg_too_long"
    ephemeral = {"channel": news, "user": bob, "text": "x"}
    assert error_of(api.chat_postEphemeral, **ephemeral) == "user_not_in_channel"
    other = {"channel": news, "ts": said.ts, "text": "x"}
    assert error_of(api.chat_update, **other) == "cant_update_message"
    assert error_of(api.chat_delete, channel=news, ts=said.ts) == "cant_delete_message"
    gone = {"channel": news, "ts": "1700000000.000001"}
    assert error_of(api.chat_update, **gone, text="x") == "message_not_found"
    assert error_of(api.conversations_replies, **gone) == "thread_not_found"
    assert error_of(api.users_info, user="U9999999999") == "user_not_found"
    assert error_of(api.api_call, api_method="chat.nonsense") == "unknown_method"
    assert error_of(client(slack, "xoxb-wrong").auth_test) == "invalid_auth"
    assert error_of(client(slack, "xoxb-wrong").apps_connections_open, app_token="xapp-no") == (
        "invalid_auth"
    )
    assert error_of(api.apps_connections_open, app_token=slack.bot_token) == (
        "not_allowed_token_type"
    )
    assert error_of(client(slack, slack.app_token).auth_test) == "not_allowed_token_type"
    slack.revoke_token()
    assert error_of(api.auth_test) == "invalid_auth"
    assert [one for one in slack.violations if "40001" not in one] == []
    slack.violations.clear()


def test_a_scope_that_was_not_granted_is_missing() -> None:
    with LocalSlack(scopes=["im:history"]) as slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        api = client(slack)
        with pytest.raises(SlackApiError) as raised:
            api.conversations_history(channel=news)
        answer = raised.value.response
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            "channels:history",
            "im:history",
        )
        assert api.conversations_history(channel=slack.direct(alice))["messages"] == []


def test_events_that_the_app_did_not_subscribe_to_stay_away() -> None:
    with LocalSlack(events=["app_mention"]) as slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        assert slack.say(alice, news, "hello").deliveries == ()
        [delivery] = slack.mention(alice, news, "hello").deliveries
        assert delivery.payload["event"]["type"] == "app_mention"


def test_threads_and_metadata_are_read_back(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    said = slack.say(alice, news, "who?")
    api = client(slack)
    metadata = {"event_type": "reply", "event_payload": {"id": "1"}}
    sent = api.chat_postMessage(
        channel=news, text="she", thread_ts=said.ts, metadata=metadata, **NO_UNFURL
    )
    plain = api.conversations_replies(channel=news, ts=said.ts)["messages"]
    assert [one["text"] for one in plain] == ["who?", "she"]
    assert plain[0]["reply_count"] == 1
    assert "metadata" not in plain[1]
    told = api.conversations_replies(channel=news, ts=said.ts, include_all_metadata=True)
    assert told["messages"][1]["metadata"] == metadata
    assert told["messages"][1]["thread_ts"] == said.ts
    top = api.conversations_history(channel=news)["messages"]
    assert [one["ts"] for one in top] == [said.ts]
    link = api.chat_getPermalink(channel=news, message_ts=sent["ts"])["permalink"]
    assert link.endswith(f"?thread_ts={said.ts}&cid={news}")


def test_an_answer_to_a_message_that_is_gone_lands_in_the_channel(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    said = slack.say(alice, news, "who?")
    slack.delete(said)
    client(slack).chat_postMessage(channel=news, text="she", thread_ts=said.ts, **NO_UNFURL)
    assert [(one.text, one.thread) for one in slack.channel(news).messages] == [("she", "")]


def respond(url: str, **body: Any) -> tuple[int, str]:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())["error"]


@both_backends
def test_a_response_url_works_five_times_and_for_thirty_minutes(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice], with_bot=False)
    url = slack.command(alice, news, "/ask", "x").response_url
    assert respond(url, text="1") == (200, "ok")
    assert respond(url, text="2", replace_original=True) == (200, "ok")
    assert [one.text for one in slack.ephemerals(alice)] == ["2"]
    assert respond(url, delete_original=True) == (200, "ok")
    assert slack.ephemerals(alice) == []
    assert respond(url, text="4", response_type="in_channel") == (200, "ok")
    assert [one.text for one in slack.channel(news).messages] == ["4"]
    assert respond(url, text="5") == (200, "ok")
    assert respond(url, text="6") == (404, "used_url")
    later = slack.command(alice, news, "/ask", "x").response_url
    slack.expire_response_urls()
    assert respond(later, text="1") == (404, "expired_url")


def test_a_trigger_opens_one_modal_and_only_for_a_moment(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Context"},
        "blocks": [{"type": "divider"}],
    }
    api = client(slack)
    first = slack.command(alice, news, "/ask", "x").trigger_id
    opened = api.views_open(trigger_id=first, view=view)["view"]
    api.views_update(view_id=opened["id"], view={**view, "blocks": [{"type": "divider"}, MORE]})
    assert len(slack.modals(alice)[0]["blocks"]) == 2
    assert error_of(api.views_open, trigger_id=first, view=view) == "exchanged_trigger_id"
    second = slack.command(alice, news, "/ask", "x").trigger_id
    slack.expire_triggers()
    assert error_of(api.views_open, trigger_id=second, view=view) == "expired_trigger_id"


@both_backends
def test_a_status_ends_when_the_bot_writes_and_prompts_are_kept(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    asked = slack.dm(alice, "who?")
    api = client(slack)
    thread = {"channel_id": asked.channel, "thread_ts": asked.ts}
    api.assistant_threads_setStatus(**thread, status="is looking…", loading_messages=["a", "b"])
    assert slack.status(asked.channel, asked.ts) == "is looking…"
    api.chat_postMessage(channel=asked.channel, text="she", thread_ts=asked.ts, **NO_UNFURL)
    assert slack.status(asked.channel, asked.ts) == ""
    prompts = [{"title": "Who?", "message": "who heads it?"}]
    api.assistant_threads_setSuggestedPrompts(channel_id=asked.channel, prompts=prompts)
    assert slack.prompts(asked.channel) == {"title": None, "prompts": prompts}
    missing = {"channel_id": asked.channel, "thread_ts": "1700000000.000001", "status": "x"}
    assert error_of(api.assistant_threads_setStatus, **missing) == "invalid_thread_ts"


@both_backends
def test_faults_come_when_asked_for_and_then_end(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    api = client(slack)
    slack.fail("chat.postMessage", status=429, retry_after=7)
    with pytest.raises(SlackApiError) as limited:
        api.chat_postMessage(channel=news, text="a", **NO_UNFURL)
    assert limited.value.response.headers["Retry-After"] == "7"
    slack.fail("chat.postMessage", status=500, after_effect=True)
    with pytest.raises(SlackApiError):
        api.chat_postMessage(channel=news, text="b", **NO_UNFURL)
    # The SDK tries again once by itself where the connection broke.
    slack.fail("chat.postMessage", 2, drop=True)
    with pytest.raises((OSError, urllib.error.URLError)):
        api.chat_postMessage(channel=news, text="c", **NO_UNFURL)
    slack.slow("chat.postMessage", 0.2)
    begun = time.monotonic()
    api.chat_postMessage(channel=news, text="d", **NO_UNFURL)
    assert time.monotonic() - begun >= 0.2
    assert [one.text for one in slack.channel(news).messages] == ["b", "d"]
    assert [call.status for call in slack.called("chat.postMessage")] == [429, 500, 200, 200, 200]


def test_a_channel_takes_one_message_a_second() -> None:
    with LocalSlack(rate_limited=True) as slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        api = client(slack)
        api.chat_postMessage(channel=news, text="a", **NO_UNFURL)
        text = {"channel": news, "text": "b", **NO_UNFURL}
        assert error_of(api.chat_postMessage, **text) == "ratelimited"


def test_an_installation_in_another_workspace_gets_a_token_of_its_own(slack: LocalSlack) -> None:
    other = slack.add_workspace("other")
    secrets = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    code = slack.grant(other)
    bare = client(slack, "none").oauth_v2_access
    assert error_of(bare, **secrets | {"client_secret": "no"}, code=code) == "bad_client_secret"
    assert error_of(bare, **secrets, code="no") == "invalid_code"
    answer = bare(**secrets, code=code)
    assert error_of(bare, **secrets, code=code) == "invalid_code"
    assert answer["team"] == {"id": other, "name": "other"}
    api = client(slack, answer["access_token"])
    assert api.auth_test()["team_id"] == other
    carol = slack.add_user("carol", team=other)
    asked = slack.dm(carol, "hello")
    assert asked.deliveries[0].payload["team_id"] == other
    news = slack.add_channel("news")
    text = {"channel": news, "text": "x", **NO_UNFURL}
    assert error_of(api.chat_postMessage, **text) == "channel_not_found"
    slack.uninstall(other)
    assert [delivery.payload["event"]["type"] for delivery in slack.deliveries][-2:] == [
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert error_of(api.auth_test) == "invalid_auth"


@both_backends
def test_bad_blocks_are_refused_as_slack_would_and_kept_as_violations(slack: LocalSlack) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    empty = [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]
    with pytest.raises(SlackApiError) as raised:
        client(slack).chat_postMessage(channel=news, text="x", blocks=empty, **NO_UNFURL)
    answer = raised.value.response
    assert answer["error"] == "invalid_blocks"
    [said] = answer["response_metadata"]["messages"]
    assert said.endswith("[json-pointer:/blocks/0/text/text]")
    assert len(slack.violations) == 1
    slack.violations.clear()


def test_forty_mentions_at_once_are_each_told_once_and_answered_once(
    slack: LocalSlack, heard: Heard
) -> None:
    people = [slack.add_user(f"person{number}") for number in range(10)]
    news = slack.add_channel("news", members=people)
    asked = [slack.mention(one, news, f"who {turn}?") for turn in range(4) for one in people]
    slack.wait_for(lambda: all(slack.replies(one) for one in asked), 20)
    slack.settle()
    assert [len(slack.replies(one)) for one in asked] == [1] * 40
    assert all(len(delivery.attempts) == 1 for delivery in slack.deliveries)


def test_a_channel_that_is_deleted_is_not_found_and_one_the_bot_left_is_not_its_own(
    slack: LocalSlack,
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    other = slack.add_channel("other", members=[alice])
    slack.remove_bot(news)
    slack.delete_channel(other)
    api = client(slack)
    text = {"text": "x", **NO_UNFURL}
    assert error_of(api.chat_postMessage, channel=news, **text) == "not_in_channel"
    assert error_of(api.chat_postMessage, channel=other, **text) == "channel_not_found"
    assert slack.mention(alice, news, "still there?").deliveries == ()
    slack.invite_bot(news)
    assert len(slack.mention(alice, news, "and now?").deliveries) == 2


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens")
def test_emulate_can_be_reached_from_this_machine_only() -> None:
    if reason := emulate.missing():
        pytest.skip(reason)
    team = Team("T000000001", "example", "U0000000BOT", "B0000000BOT", "xoxb-1", frozenset())
    emulated = emulate.start(World("A0000000001"), team, "1.2", "secret")
    try:
        open_ = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
        fields = [line.split() for line in open_.splitlines() if " 0A " in line]
        addresses = [one[1].split(":") for one in fields]
        port = f"{emulated.port:04X}"
        assert [address for address, on in addresses if on == port] == ["0100007F"]
    finally:
        emulated.stop()


def test_starting_and_ending_takes_a_moment() -> None:
    begun = time.monotonic()
    with LocalSlack() as slack:
        assert client(slack).auth_test()["bot_id"] == slack.bot_id
    assert time.monotonic() - begun < 2
