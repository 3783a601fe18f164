"""`pullquote run` as its operator knows it: a process that is started, killed, told to end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.command import ROOT, run_in, start
from tests.e2e.running import free_port, own_copy
from tests.e2e.slack.local_slack import PATIENCE, Did, LocalSlack
from tests.e2e.started import Started

COMMANDER = "who heads the new US command in Japan?"
SWEDEN = "when did Sweden become a member of NATO?"
STATUS = "assistant.threads.setStatus"


@contextmanager
def process(slack: LocalSlack, data: Path, **more: str) -> Iterator[Started]:
    """`pullquote run`; killed at the end if it still runs."""
    environ = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "PULLQUOTE_SLACK_API_URL": slack.api_url,
        "PULLQUOTE_HEALTH_PORT": str(free_port()),
        "PULLQUOTE_LOG_LEVEL": "debug",
    }
    started = start(ROOT, data, "run", **environ | more)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


@pytest.mark.slow
def test_after_a_kill_in_mid_answer_each_question_is_answered_once(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    data = own_copy(shipped, tmp_path)
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with process(slack, data) as first:
        slack.wait_for_socket()
        first_reply = slack.mention(alice, news, COMMANDER)
        slack.wait_for(lambda: slack.replies(first_reply))
        # One is killed while it is posted, and will be there; one before it is answered.
        slack.slow("chat.postMessage", 2)
        posting = slack.mention(alice, news, COMMANDER)
        slack.wait_for(lambda: len(slack.called("chat.postMessage")) == 2)
        slack.slow(STATUS, 2)
        asking = slack.mention(alice, news, SWEDEN)
        slack.wait_for(lambda: all(delivery.acknowledged for delivery in slack.deliveries))
        first.send_signal(signal.SIGKILL)
        first.wait()
    with process(slack, data) as second:
        slack.wait_for(lambda: slack.replies(asking))
        slack.settle(quiet=7)
        second.send_signal(signal.SIGTERM)
        _, log = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0, log
    assert [len(slack.replies(one)) for one in (first_reply, posting, asking)] == [1, 1, 1]


@pytest.mark.slow
def test_killed_as_soon_as_slack_knows_it_arrived_each_question_is_answered_once(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    data = own_copy(shipped, tmp_path)
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    news = slack.add_channel("news", members=[alice, bob])
    said = slack.say(bob, news, "Sweden became a member of NATO, did it?")
    asked: list[Did] = []

    def mention() -> Did:
        return slack.mention(alice, news, COMMANDER)

    def direct() -> Did:
        return slack.dm(alice, SWEDEN)

    def command() -> Did:
        return slack.command(alice, news, "/ask", COMMANDER)

    def shortcut() -> Did:
        return slack.shortcut(bob, said, "find_quotes")

    for ask in (mention, direct, command, shortcut):
        with process(slack, data) as killed:
            slack.wait_for_socket()
            asked.append(ask())
            slack.wait_for(lambda: any(one.acknowledged for one in asked[-1].deliveries))
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        slack.wait_for(lambda: not slack.sockets)
    with process(slack, data):
        slack.wait_for(lambda: all(slack.replies(one) for one in asked[:2]))
        slack.wait_for(lambda: slack.ephemerals(alice) and slack.ephemerals(bob))
        slack.settle(quiet=7)
    assert [len(slack.replies(one)) for one in asked[:2]] == [1, 1]
    assert [len(slack.ephemerals(one)) for one in (alice, bob)] == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_finishes_the_answer_in_hand_and_ends_well(
    slack: LocalSlack, shipped: Path, tmp_path: Path, told: signal.Signals
) -> None:
    alice = slack.add_user("alice")
    with process(slack, own_copy(shipped, tmp_path)) as running:
        slack.wait_for_socket()
        slack.slow(STATUS, 1.5)
        asked = slack.dm(alice, COMMANDER)
        slack.wait_for(lambda: slack.deliveries and slack.deliveries[0].acknowledged)
        running.send_signal(told)
        _, log = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, log
    assert len(slack.replies(asked)) == 1
    for secret in (slack.bot_token, slack.app_token, "heads the new", "three stars", "ticket="):
        assert secret not in log
    # A library's own words help nobody who runs it.
    for noise in ("Warning", "Traceback", "Unclosed", "Task was destroyed", "slack_", "aiohttp"):
        assert noise not in log
    assert '"event": "ending"' in log


def test_without_credentials_it_says_what_to_set(tmp_path: Path) -> None:
    outcome = run_in(ROOT, tmp_path)("run")
    assert outcome.code == 2
    assert outcome.err.endswith(
        "pullquote: no chat is set up: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN "
        "(docs/slack.md), or DISCORD_TOKEN (docs/discord.md); or, for the desk's page alone, "
        "PULLQUOTE_ADMIN_TOKEN (docs/desk.md)\n"
    )


@pytest.mark.slow
def test_a_refused_token_ends_the_process_with_one_line_and_code_2(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    with process(slack, own_copy(shipped, tmp_path), SLACK_BOT_TOKEN="xoxb-old-token") as started:
        _, log = started.communicate(timeout=PATIENCE)
    assert started.returncode == 2
    assert log.endswith(
        "pullquote: SLACK_BOT_TOKEN is refused by Slack (invalid_auth); copy it again from your "
        "app's settings on api.slack.com/apps\n"
    )
    assert "xoxb-old-token" not in log


@pytest.mark.slow
def test_a_health_port_that_is_taken_is_named(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    data = own_copy(shipped, tmp_path)
    port = slack.url.rpartition(":")[2]
    with process(slack, data, PULLQUOTE_HEALTH_PORT=port) as started:
        _, log = started.communicate(timeout=PATIENCE)
    assert started.returncode == 1
    assert log.endswith(
        f"pullquote: port {port} on 127.0.0.1 is taken by another program; end it or set "
        "PULLQUOTE_HEALTH_PORT to a free port\n"
    )
