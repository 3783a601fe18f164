"""Stories for some channels only, hostile articles, forged requests, tokens that die."""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from adapters.slack import connection, serving
from tests.adapters.slack.hostile import HOSTILE
from tests.e2e.command import ROOT, run_in
from tests.e2e.corpora import write_hostile, write_story
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import PATIENCE, LocalSlack
from tests.e2e.slack.running import http_settings_for, settings_for

COMMANDER = "who heads the new US command in Japan?"
OTTERS = "how many sea otters were counted in the bay?"
COUNTED = "Ninety sea otters were counted in the bay of Elkhorn."


def parts_of(blocks: Any) -> Iterator[Any]:
    """Every object in the blocks, however deep."""
    if isinstance(blocks, dict):
        yield blocks
        blocks = list(blocks.values())
    if isinstance(blocks, list | tuple):
        for one in blocks:
            yield from parts_of(one)


def test_a_story_for_one_channel_appears_nowhere_else(slack: LocalSlack, tmp_path: Path) -> None:
    admin = slack.add_user("admin", is_admin=True)
    inside = slack.add_channel("inside", members=[admin], private=True)
    outside = slack.add_channel("outside", members=[admin])
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_story(corpus, "otters", COUNTED, [f"slack:{inside}"])
    write_story(corpus, "bridges", "The bridge was opened by the mayor on Monday.")
    assert run_in(ROOT, data)("reindex", "--corpus", str(corpus)).code == 0

    with running(settings_for(slack, data)):
        asked = slack.mention(admin, inside, OTTERS)
        [reply] = slack.wait_for(lambda: slack.replies(asked))
        assert COUNTED in reply.text

        slack.command(admin, outside, "/pullquote", "listen every")
        slack.wait_for(lambda: slack.ephemerals(admin))
        said = slack.say(admin, outside, OTTERS)
        slack.react(admin, slack.say(admin, outside, f"So: {OTTERS}"))
        slack.mention(admin, outside, OTTERS)
        slack.dm(admin, OTTERS)
        slack.command(admin, outside, "/ask", OTTERS)
        slack.shortcut(admin, said, "find_quotes")
        slack.command(admin, outside, "/stories")
        slack.command(admin, outside, "/pullquote", "scope")
        slack.command(admin, outside, "/pullquote", "scope otters")
        slack.command(admin, outside, "/follow", "otters")
        slack.command(admin, outside, "/unfollow", "otters")
        slack.command(admin, outside, "/timeline", "otters")
        slack.open_home(admin)
        slack.open_home(admin, "messages", viewing=inside)
        slack.wait_for(lambda: len(slack.ephemerals(admin)) == 9 and slack.home(admin))
        slack.settle()
        seen = [
            *(m for m in slack.channel(outside).messages if m.bot),
            *(m for m in slack.channel(slack.direct(admin)).messages if m.bot),
            *slack.ephemerals(admin),
            slack.home(admin),
            slack.prompts(slack.direct(admin)),
        ]
        assert len([one for one in seen if one]) >= 8
        assert "About otters" not in str(seen)
        assert "Ninety" not in str(seen)
        refused = [m.text for m in slack.ephemerals(admin) if "no story" in m.text]
        unknown = "There is no story 'otters'. See the tracked stories with: /stories"
        assert refused == [unknown] * 4

        # Limited to another channel later on, it is out of reach of older replies' buttons too.
        write_story(corpus, "otters", COUNTED, ["slack:C0ELSEWHERE"])
        assert run_in(ROOT, data)("reindex", "--corpus", str(corpus)).code == 0
        deadline = time.monotonic() + PATIENCE
        text = COUNTED
        while "Ninety" in text and time.monotonic() < deadline:
            slack.press(admin, reply, "context")
            time.sleep(0.5)
            text = str(slack.modals(admin)[-1])
        assert "Ninety" not in text
        follow_up = slack.mention(admin, inside, OTTERS, thread=asked)
        [reply] = slack.wait_for(lambda: slack.replies(follow_up))
        assert "Ninety" not in str(reply)


def test_no_article_can_ping_format_or_fake_a_link(slack: LocalSlack, tmp_path: Path) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_hostile(corpus)
    # What is no text at all is refused here already, and named.
    outcome = run_in(ROOT, data)("reindex", "--corpus", str(corpus))
    assert outcome.err.count("\n") < 8, outcome.err

    asking = "what is the number of the marmot {}?"
    # Ten at a time as they are read, and one after the other as they are drawn.
    tens = range(0, len(HOSTILE), 10)
    with running(settings_for(slack, data, threshold=0.0, quotes=10)):
        read = [slack.mention(alice, news, asking.format(n)) for n in tens]
        slack.wait_for(lambda: all(slack.replies(one) for one in read))
    with running(settings_for(slack, data, threshold=0.0, quotes=10, reranker="none")):
        asked = [slack.mention(alice, news, asking.format(n)) for n in range(len(HOSTILE))]
        slack.wait_for(lambda: all(slack.replies(one) for one in asked))
        slack.command(alice, news, "/stories")
        slack.open_home(alice)
        slack.wait_for(lambda: slack.home(alice) and slack.ephemerals(alice))
        slack.settle()
    shown = [m for m in slack.channel(news).messages if m.bot] + slack.ephemerals(alice)
    assert len(shown) == len(HOSTILE) + len(tens) + 1
    for message in shown:
        assert "<" not in message.text.replace("&lt;", "")
        parts = list(parts_of(message.blocks))
        assert not {"user", "usergroup", "broadcast", "channel", "emoji"} & {
            str(part.get("type")) for part in parts
        }
        urls = [part["url"] for part in parts if "url" in part]
        assert all(url.startswith("https://paper.example/") for url in urls)


def test_only_slack_itself_is_listened_to(slack: LocalSlack, shipped: Path, tmp_path: Path) -> None:
    alice = slack.add_user("alice")
    with running(http_settings_for(slack, own_copy(shipped, tmp_path))):
        payload = {"type": "event_callback", "event": {"type": "app_mention"}}
        assert slack.post(payload, secret="not-the-secret") == 401
        assert slack.post(payload, timestamp=int(time.time()) - 600) == 401
        assert slack.post(payload, signature="v0=00") == 401
        assert slack.url_verification()
        assert slack.ssl_check() == 200
        asked = slack.dm(alice, COMMANDER)
        slack.wait_for(lambda: slack.replies(asked))


def test_a_token_that_is_revoked_shows_in_readiness(
    slack: LocalSlack, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_TOKEN_CHECKED_EVERY", 0.2)
    with running(settings_for(slack, own_copy(shipped, tmp_path))) as service:
        slack.revoke_token()
        slack.wait_for(lambda: service.get("/readyz")[0] == 503)
        part = service.get("/readyz")[1]["parts"]["slack_token"]
        assert part["state"] == "SLACK_BOT_TOKEN is refused by Slack (invalid_auth)"


def test_a_connection_that_stays_down_shows_in_readiness_and_in_the_log(
    slack: LocalSlack,
    shipped: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(serving, "GRACE_SECONDS", 6.0)
    with running(settings_for(slack, own_copy(shipped, tmp_path))) as service:
        slack.refuse_sockets(math.inf)
        slack.drop_sockets()
        slack.wait_for(
            lambda: not service.get("/readyz")[1]["parts"]["slack_connection"]["good"],
        )
        assert service.get("/readyz")[0] == 200, "it has a little time to come back by itself"
        slack.wait_for(lambda: service.get("/readyz")[0] == 503)
        slack.refuse_sockets(0)
        slack.wait_for(lambda: service.get("/readyz")[0] == 200)
    log = capsys.readouterr()
    assert "part_down" in log.out + log.err
    assert "part_up" in log.out + log.err


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
def test_two_workspaces_install_the_app_and_each_is_answered_with_its_own_token(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    settings = http_settings_for(slack, own_copy(shipped, tmp_path))
    settings = settings.model_copy(
        update={
            "slack_bot_token": None,
            "slack_client_id": slack.client_id,
            "slack_client_secret": SecretStr(slack.client_secret),
            "public_url": f"http://127.0.0.1:{settings.http_port}",
        }
    )
    teams = {slack.team: slack.bot_token, slack.add_workspace("second"): ""}
    with running(settings):
        for team in teams:
            with urlopen(f"{settings.public_url}/slack/install") as page:
                # Marked Secure; over http a browser would keep it on localhost only.
                cookie = page.headers["Set-Cookie"].partition(";")[0]
            back = {"code": slack.grant(team), "state": cookie.partition("=")[2]}
            redirect = f"{settings.public_url}/slack/oauth_redirect?{urlencode(back)}"
            with urlopen(Request(redirect, headers={"Cookie": cookie})) as done:
                assert done.status == 200
        for team in teams:
            person = slack.add_user(f"person-of-{team}", team=team)
            news = slack.add_channel(f"news-of-{team}", members=[person], team=team)
            asked = slack.mention(person, news, COMMANDER)
            [reply] = slack.wait_for(lambda asked=asked: slack.replies(asked))  # type: ignore[misc]
            assert "Japan" in reply.text
        # A message is seen a moment before its call is written down.
        slack.settle()
        before = len(slack.called("chat.postMessage"))
        slack.uninstall(team)
        slack.settle()
        person = slack.add_user("late", team=team)
        news = slack.add_channel("late", members=[person], team=team)
        slack.mention(person, news, COMMANDER)
        slack.settle()
        assert len(slack.called("chat.postMessage")) == before
