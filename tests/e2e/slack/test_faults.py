"""Whatever goes wrong between Slack and Pullquote: one reply a question, and never silence."""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.settings import Settings
from adapters.slack.button_values import button_value
from adapters.slack.clients import SlackApi, web_client
from adapters.slack.connection import BadToken
from adapters.storage import deliveries
from bot.documents.actions import Context
from tests.e2e.command import ROOT, run_in
from tests.e2e.running import Running, own_copy, running
from tests.e2e.slack.local_slack import ACK_SECONDS, PATIENCE, LocalSlack
from tests.e2e.slack.running import http_settings_for, settings_for
from tests.e2e.slack.world import Message

COMMANDER = "who heads the new US command in Japan?"
SWEDEN = "when did Sweden become a member of NATO?"
STATUS = "assistant.threads.setStatus"  # called at the start of every answer
NOT_SEARCHED = "The articles can't be searched at the moment; ask again in a few minutes."

MakeSettings = Callable[..., Settings]


@pytest.fixture
def alice(slack: LocalSlack) -> str:
    return slack.add_user("alice")


@pytest.fixture
def news(slack: LocalSlack, alice: str) -> str:
    return slack.add_channel("news", members=[alice])


@pytest.fixture
def data(shipped: Path, tmp_path: Path) -> Path:
    return own_copy(shipped, tmp_path)


@pytest.fixture
def service(slack: LocalSlack, data: Path) -> Iterator[Running]:
    with running(settings_for(slack, data)) as running_service:
        yield running_service


@pytest.fixture(params=[settings_for, http_settings_for], ids=["socket", "http"])
def on_both(request: pytest.FixtureRequest, slack: LocalSlack, data: Path) -> Iterator[Running]:
    with running(request.param(slack, data)) as running_service:
        yield running_service


def the_reply(slack: LocalSlack, asked: Any, timeout: float = PATIENCE) -> Any:
    """The one reply, after everything has settled."""
    slack.wait_for(lambda: slack.replies(asked), timeout)
    slack.settle(timeout=timeout)
    [reply] = slack.replies(asked)
    return reply


def test_a_question_that_is_delivered_again_is_answered_once(
    slack: LocalSlack, alice: str, news: str, on_both: Running
) -> None:
    asked = slack.mention(alice, news, COMMANDER)
    slack.deliver(asked, times=2)
    the_reply(slack, asked)
    slack.deliver(asked, times=2)
    the_reply(slack, asked)
    command = slack.command(alice, news, "/ask", COMMANDER)
    slack.deliver(command)
    slack.wait_for(lambda: bool(slack.ephemerals(alice)))
    slack.settle()
    assert len(slack.ephemerals(alice)) == 1


def test_a_question_that_is_delivered_again_after_a_restart_is_answered_once(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    with running(settings_for(slack, data)):
        asked = slack.mention(alice, news, COMMANDER)
        the_reply(slack, asked)
    with running(settings_for(slack, data)):
        slack.deliver(asked)
        slack.settle()
        the_reply(slack, asked)


def test_two_processes_answer_each_question_once_between_them(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    with running(settings_for(slack, data)), running(settings_for(slack, data)):
        slack.wait_for_socket(2)
        asked = [slack.mention(alice, news, COMMANDER) for _ in range(10)]
        for one in asked:
            slack.deliver(one)
        slack.wait_for(lambda: all(slack.replies(one) for one in asked))
        slack.settle()
    assert [len(slack.replies(one)) for one in asked] == [1] * 10


def test_a_button_or_command_that_is_delivered_again_does_its_work_once(
    slack: LocalSlack, alice: str, news: str, on_both: Running
) -> None:
    reply = the_reply(slack, slack.mention(alice, news, COMMANDER))
    slack.deliver(slack.press(alice, reply, "more"), times=2)
    slack.deliver(slack.press(alice, reply, "context"), times=2)
    slack.deliver(slack.command(alice, news, "/stories"), times=2)
    slack.wait_for(lambda: len(slack.ephemerals(alice)) == 2 and slack.modals(alice))
    slack.settle()
    assert len(slack.ephemerals(alice)) == 2
    assert len(slack.modals(alice)) == 1


def test_an_acknowledgement_that_comes_too_late_brings_no_second_reply(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.ack_timeout = 0.0001
    asked = slack.mention(alice, news, COMMANDER)
    slack.wait_for(lambda: slack.replies(asked))
    slack.ack_timeout = ACK_SECONDS
    the_reply(slack, asked)
    assert any(len(delivery.attempts) > 1 for delivery in slack.deliveries)


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("stored", [True, False], ids=["stored", "lost"])
def test_a_server_error_while_posting_brings_one_reply(
    slack: LocalSlack, alice: str, news: str, service: Running, status: int, stored: bool
) -> None:
    slack.fail("chat.postMessage", status=status, after_effect=stored)
    the_reply(slack, slack.mention(alice, news, COMMANDER))


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "lost"])
def test_a_connection_that_breaks_while_posting_brings_one_reply(
    slack: LocalSlack, alice: str, news: str, service: Running, stored: bool
) -> None:
    slack.fail("chat.postMessage", drop=True, after_effect=stored)
    the_reply(slack, slack.mention(alice, news, COMMANDER))


def test_a_rate_limit_of_slack_is_waited_for_as_long_as_it_says(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.fail("chat.postMessage", status=429, retry_after=2)
    the_reply(slack, slack.mention(alice, news, COMMANDER))
    refused, posted = slack.called("chat.postMessage")
    assert refused.status == 429
    assert posted.at - refused.at >= 2


def test_an_error_of_slack_that_passes_is_tried_again(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.fail("chat.postMessage", error="internal_error")
    the_reply(slack, slack.mention(alice, news, COMMANDER))


def test_a_slack_that_fails_for_long_gets_the_reply_when_it_is_back(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    with running(settings_for(slack, data)):
        slack.fail("chat.postMessage", 3, status=503)
        asked = slack.mention(alice, news, COMMANDER)
        the_reply(slack, asked, timeout=PATIENCE)


@pytest.mark.parametrize("gone", ["removed", "deleted", "archived"])
def test_who_asks_where_the_bot_cannot_post_is_told_so_directly(
    slack: LocalSlack, alice: str, news: str, service: Running, gone: str
) -> None:
    slack.slow(STATUS, 0.7)
    slack.mention(alice, news, COMMANDER)
    slack.wait_for(lambda: slack.called(STATUS) or slack.deliveries[0].acknowledged)
    match gone:
        case "removed":
            slack.remove_bot(news)
        case "deleted":
            slack.delete_channel(news)
        case "archived":
            slack.archive(news)
    pane = slack.direct(alice)
    slack.wait_for(lambda: slack.channel(pane).messages)
    slack.settle()
    [note] = slack.channel(pane).messages
    assert note.text.startswith("I can't post in the channel where you asked: ")


def test_a_command_works_where_the_bot_is_no_member(
    slack: LocalSlack, alice: str, service: Running
) -> None:
    private = slack.add_channel("private", members=[alice], private=True, with_bot=False)
    slack.command(alice, private, "/ask", COMMANDER)
    [answer] = slack.wait_for(lambda: slack.ephemerals(alice))
    slack.press(alice, answer, "share")
    [shared] = slack.wait_for(lambda: slack.channel(private).messages)
    assert COMMANDER in str(shared.blocks)


def test_an_expired_response_url_does_not_lose_the_answer(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    command = slack.command(alice, news, "/ask", COMMANDER)
    slack.expire_response_urls()
    [answer] = slack.wait_for(lambda: [m for m in slack.ephemerals(alice) if "Japan" in m.text])
    assert answer.channel == news
    assert command.response_url

    outside = slack.add_channel("outside", members=[alice], with_bot=False)
    slack.command(alice, outside, "/ask", COMMANDER)
    slack.expire_response_urls()
    direct = slack.channel(slack.direct(alice))
    # That it is looking may have been said there first; the answer takes its place.
    slack.wait_for(lambda: [m for m in direct.messages if "Japan" in m.text])


def test_what_could_not_be_shared_can_be_shared_later(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.command(alice, news, "/ask", COMMANDER)
    [answer] = slack.wait_for(lambda: slack.ephemerals(alice))
    slack.fail("chat.postMessage", error="not_in_channel")
    slack.fail("response_url", status=404)
    slack.press(alice, answer, "share")
    [_, note] = slack.wait_for(lambda: slack.ephemerals(alice)[1:] and slack.ephemerals(alice))
    assert note.text == (
        "This can't be shared here: I am not in the channel; add me with /invite "
        "(Slack says: not_in_channel)."
    )
    slack.press(alice, answer, "share")
    [shared] = slack.wait_for(lambda: slack.channel(news).messages)
    assert COMMANDER in str(shared.blocks)


def posted_with(slack: LocalSlack, channel: str, action: str, value: str) -> Message:
    """A message of ours from another day, with a button."""
    label = {"type": "plain_text", "text": "Press"}
    button = {"type": "button", "action_id": action, "text": label, "value": value}
    posted = asyncio.run(
        web_client(SlackApi(slack.api_url), slack.bot_token, []).chat_postMessage(
            channel=channel,
            text="A reply",
            blocks=[{"type": "actions", "elements": [button]}],
            unfurl_links=False,
            unfurl_media=False,
        )
    )
    found = slack.message(channel, str(posted["ts"]))
    assert found is not None
    return found


@pytest.mark.parametrize("value", ['{"r":"r1","o":3,"s":0,"q":"","h":null}', "more:of-what?"])
def test_who_presses_a_button_of_an_older_version_is_told_so(
    slack: LocalSlack, alice: str, news: str, service: Running, value: str
) -> None:
    slack.press(alice, posted_with(slack, news, "more_quotes", value), "more_quotes")
    [told] = slack.wait_for(lambda: slack.ephemerals(alice))
    assert told.text == "This reply is too old for its buttons; ask again."


def test_a_button_of_what_is_gone_says_so_where_its_window_opens(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    value = button_value(Context("0" * 32, 0, 1))
    slack.press(alice, posted_with(slack, news, "context", value), "context")
    slack.wait_for(lambda: "too old for its buttons" in str(slack.modals(alice)))


def test_an_expired_trigger_is_no_silence(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    reply = the_reply(slack, slack.mention(alice, news, COMMANDER))
    slack.fail("views.open", error="expired_trigger_id")
    slack.press(alice, reply, "context")
    [sentence] = slack.wait_for(lambda: slack.ephemerals(alice))
    assert sentence.text == "The window could not be opened in time; press the button again."


def test_a_socket_that_slack_refreshes_in_mid_question_loses_nothing(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.slow(STATUS, 1.0)
    first = slack.mention(alice, news, COMMANDER)
    slack.refresh_sockets()
    the_reply(slack, first)
    slack.wait_for_socket()
    the_reply(slack, slack.mention(alice, news, SWEDEN))


def test_a_socket_that_drops_in_mid_question_loses_nothing(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.slow(STATUS, 1.0)
    first = slack.mention(alice, news, COMMANDER)
    slack.ack_timeout = 3.0
    slack.drop_sockets()
    second = slack.mention(alice, news, SWEDEN)
    the_reply(slack, first, timeout=PATIENCE)
    the_reply(slack, second, timeout=PATIENCE)


def test_a_question_is_answered_while_the_index_is_swapped(
    slack: LocalSlack, alice: str, news: str, data: Path, service: Running, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    story = corpus / "otters"
    story.mkdir(parents=True)
    (story / "story.toml").write_text('title = "Otters"\nsummary = "Sea otters return."\n')
    (story / "one.md").write_text(
        "---\ntitle: Otters return\nurl: https://paper.example/otters\nsource: The Paper\n"
        "published: 2025-01-02\n---\n\nNinety sea otters were counted in the bay of Elkhorn.\n"
    )
    ended = threading.Event()
    asked = []

    def keep_asking() -> None:
        while not ended.is_set():
            asked.append(slack.mention(alice, news, COMMANDER))
            ended.wait(0.2)

    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        outcome = run_in(ROOT, data)("reindex", "--corpus", str(corpus), "--yes")
        assert outcome.code == 0, outcome.err
    finally:
        ended.set()
        asking.join()
    # Whoever were told that it can't be answered would get no reply.
    slack.wait_for(
        lambda: slack.ephemerals(alice) or all(slack.replies(one) for one in asked),
        timeout=PATIENCE,
    )
    assert not slack.ephemerals(alice)
    slack.settle()
    assert all(len(slack.replies(one)) == 1 for one in asked)
    deadline = time.monotonic() + PATIENCE
    text = ""
    while "Ninety sea otters" not in text and time.monotonic() < deadline:
        text = the_reply(slack, slack.dm(alice, "how many sea otters were counted?")).text
    assert "Ninety sea otters" in text


def test_without_an_index_people_are_told_and_answered_as_soon_as_there_is_one(
    slack: LocalSlack, alice: str, news: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with running(settings_for(slack, data), ready=False) as service:
        slack.wait_for_socket()
        slack.mention(alice, news, COMMANDER)
        [note] = slack.wait_for(lambda: slack.ephemerals(alice))
        assert note.text == NOT_SEARCHED
        status, report = service.get("/readyz")
        assert status == 503
        assert report["parts"]["index"]["state"] == (
            "nothing is indexed yet; run: pullquote reindex"
        )
        assert run_in(ROOT, data)("reindex").code == 0
        service.wait_until_ready()
        the_reply(slack, slack.mention(alice, news, COMMANDER))


def test_beyond_the_line_people_are_told_to_come_back(slack: LocalSlack, data: Path) -> None:
    people = [slack.add_user(f"person{n}") for n in range(20)]
    news = slack.add_channel("news", members=people)
    with running(settings_for(slack, data, workers=1, queue=0)):
        asked = {person: slack.mention(person, news, COMMANDER) for person in people}
        slack.wait_for(
            lambda: all(slack.replies(a) or slack.ephemerals(p) for p, a in asked.items())
        )
        slack.settle()
    answered = [p for p, a in asked.items() if slack.replies(a)]
    told = [p for p in people if slack.ephemerals(p)]
    assert sorted(answered + told) == sorted(people)
    assert told
    assert {m.text for p in told for m in slack.ephemerals(p)} == {
        "Too many questions are being answered at the moment; ask again in a minute."
    }


def test_a_person_who_asks_too_often_is_told_when_to_ask_again(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    bob = slack.add_user("bob")
    with running(settings_for(slack, data, questions_per_minute=2)):
        asked = [slack.dm(alice, COMMANDER) for _ in range(3)]
        [others] = [slack.dm(bob, COMMANDER)]
        texts = [the_reply(slack, one).text for one in [*asked, others]]
    assert sum("You have asked a lot in one minute; ask again in" in text for text in texts) == 1
    assert "Japan" in texts[-1]


def test_a_question_deleted_while_it_is_answered_gets_no_reply(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.slow(STATUS, 1.0)
    asked = slack.mention(alice, news, COMMANDER)
    slack.wait_for(lambda: slack.deliveries[0].acknowledged)
    slack.delete(asked)
    slack.settle(quiet=1.5)
    assert [m for m in slack.channel(news).messages if m.bot] == []


def test_a_question_deleted_while_its_reply_is_posted_takes_the_reply_with_it(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.slow("chat.postMessage", 1.0)
    asked = slack.mention(alice, news, COMMANDER)
    slack.wait_for(lambda: slack.called(STATUS))
    slack.delete(asked)
    slack.settle(quiet=1.5)
    assert [m for m in slack.channel(news).messages if m.bot] == []


def test_a_question_edited_while_it_is_answered_is_answered_as_it_now_reads(
    slack: LocalSlack, alice: str, news: str, service: Running
) -> None:
    slack.slow(STATUS, 1.0)
    asked = slack.mention(alice, news, COMMANDER)
    slack.wait_for(lambda: slack.deliveries[0].acknowledged)
    slack.edit(asked, f"<@{slack.bot_user}> {SWEDEN}")
    assert "Sweden" in the_reply(slack, asked).text


def test_forty_questions_of_ten_people_are_each_answered_once_and_acknowledged(
    slack: LocalSlack, data: Path
) -> None:
    people = [slack.add_user(f"person{n}") for n in range(10)]
    channels = [slack.add_channel(f"channel{n}", members=people) for n in range(4)]
    questions = [COMMANDER, SWEDEN, "how long is the Dali?", "which ice cream is best?"]
    with running(settings_for(slack, data, questions_per_minute=10)):
        asked = [
            slack.mention(person, channel, question)
            for person in people
            for channel, question in zip(channels, questions, strict=True)
        ]
        slack.wait_for(lambda: all(slack.replies(one) for one in asked))
        slack.settle()
    assert [len(slack.replies(one)) for one in asked] == [1] * 40
    assert max(slack.acks) < math.inf


def test_what_is_asked_while_the_token_is_refused_is_answered_once_it_is_valid_again(
    slack: LocalSlack, alice: str, news: str, service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "_SHORTEST_PAUSE", timedelta(seconds=1))
    slack.revoke_token()
    asked = [slack.mention(alice, news, COMMANDER), slack.dm(alice, SWEDEN)]
    slack.wait_for(lambda: len(slack.called("chat.postMessage")) == 2)
    # It is asked after, without another search.
    slack.wait_for(lambda: len(slack.called("auth.test")) >= 4)
    assert len(slack.called("chat.postMessage")) == 2
    slack.restore_token()
    assert "Japan" in the_reply(slack, asked[0]).text
    assert "Sweden" in the_reply(slack, asked[1]).text


def test_a_refused_token_ends_the_start_with_one_line(slack: LocalSlack, data: Path) -> None:
    slack.revoke_token()
    with pytest.raises(BadToken) as caught, running(settings_for(slack, data), ready=False) as it:
        it.thread.join(timeout=PATIENCE)
    assert str(caught.value) == (
        "SLACK_BOT_TOKEN is refused by Slack (invalid_auth); copy it again from your app's "
        "settings on api.slack.com/apps"
    )


def test_a_refused_app_token_ends_the_start_with_one_line(slack: LocalSlack, data: Path) -> None:
    slack.revoke_token(slack.app_token)
    refused = r"^SLACK_APP_TOKEN is refused by Slack \(invalid_auth\);"
    with (
        pytest.raises(BadToken, match=refused),
        running(settings_for(slack, data), ready=False) as it,
    ):
        it.thread.join(timeout=PATIENCE)


def test_a_slack_that_cannot_be_reached_at_the_start_is_waited_for(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    slack.fail("auth.test", 5, drop=True)
    slack.refuse_sockets(3)
    with running(settings_for(slack, data), ready=False) as service:
        deadline = time.monotonic() + PATIENCE
        while not service.failure and time.monotonic() < deadline:
            try:
                if service.get("/readyz")[0] == 503:
                    break
            except OSError:
                time.sleep(0.05)
        assert service.get("/healthz") == (200, {"alive": True})
        service.wait_until_ready(timeout=PATIENCE)
        the_reply(slack, slack.mention(alice, news, COMMANDER))


def test_the_service_finishes_the_answers_in_hand_before_it_ends(
    slack: LocalSlack, alice: str, news: str, data: Path
) -> None:
    slack.slow(STATUS, 1.0, times=5)
    with running(settings_for(slack, data)) as service:
        asked = [slack.mention(alice, news, COMMANDER) for _ in range(5)]
        slack.wait_for(lambda: all(d.acknowledged for d in slack.deliveries))
        service.end()
    assert [len(slack.replies(one)) for one in asked] == [1] * 5
