"""Tokens that expire are refreshed in time and once; an organisation installs the app for all."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from adapters.assembly import catalog_of
from adapters.settings import Settings
from adapters.slack.clients import SlackApi
from adapters.slack.credentials import OAuthClient
from adapters.slack.installations import Installations
from adapters.slack.installed_check import installed_check
from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import http_settings_for
from tests.e2e.slack.test_conversation import COMMANDER

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


def many(slack: LocalSlack, shipped: Path, folder: Path) -> Settings:
    """Settings for whoever installs the app."""
    settings = http_settings_for(slack, own_copy(shipped, folder))
    return settings.model_copy(
        update={
            "slack_bot_token": None,
            "slack_client_id": slack.client_id,
            "slack_client_secret": SecretStr(slack.client_secret),
            "public_url": f"http://127.0.0.1:{settings.http_port}",
        }
    )


def install(slack: LocalSlack, settings: Settings, whose: str) -> None:
    with urlopen(f"{settings.public_url}/slack/install") as page:
        cookie = page.headers["Set-Cookie"].partition(";")[0]
    back = {"code": slack.grant(whose), "state": cookie.partition("=")[2]}
    redirect = f"{settings.public_url}/slack/oauth_redirect?{urlencode(back)}"
    with urlopen(Request(redirect, headers={"Cookie": cookie})) as done:
        assert done.status == 200


def refreshes(slack: LocalSlack) -> list[str]:
    """What came of each try to refresh a token."""
    return [
        one.error
        for one in slack.called("oauth.v2.access")
        if one.args.get("grant_type") == "refresh_token"
    ]


def test_a_token_that_expires_is_refreshed_once_and_the_question_answered_with_the_new_one(
    slack: LocalSlack, shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = many(slack, shipped, tmp_path)
    with running(settings):
        # Less than the two hours before the end at which it is refreshed.
        slack.rotate_tokens(expires_in=3_600)
        install(slack, settings, slack.team)
        first = slack.token_of(slack.team)
        slack.rotate_tokens()
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        asked = [slack.mention(alice, news, COMMANDER) for _ in range(3)]
        slack.wait_for(lambda: all(slack.replies(one) for one in asked))
        slack.settle()
        assert refreshes(slack) == [""]
        assert slack.token_of(slack.team) != first
        slack.revoke_token(first)
        again = slack.mention(alice, news, COMMANDER)
        [reply] = slack.wait_for(lambda: slack.replies(again))
        assert "Japan" in reply.text
        assert refreshes(slack) == [""]
    log = capsys.readouterr()
    assert "xox" not in log.out + log.err


def installations(
    slack: LocalSlack, settings: Settings, stack: ExitStack, count: int
) -> Sequence[Installations]:
    """As so many processes have them, on one catalog."""
    client = OAuthClient(slack.client_id, SecretStr(slack.client_secret), "https://news.example")
    made = []
    for _ in range(count):
        catalog = stack.enter_context(closing(catalog_of(settings)))
        made.append(Installations(catalog.database, client, SlackApi(slack.api_url)))
    return made


def test_of_many_processes_that_need_a_new_token_at_once_one_refreshes_it(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    settings = many(slack, shipped, tmp_path)
    with running(settings):
        slack.rotate_tokens(expires_in=1)
        install(slack, settings, slack.team)
    slack.rotate_tokens()

    async def at_once(all_: Sequence[Installations]) -> set[str | None]:
        found = await asyncio.gather(*(one.authorize("", slack.team) for one in [*all_] * 3))
        return {one.bot_token if one else None for one in found}

    with ExitStack() as stack:
        made = list(installations(slack, settings, stack, 4))
        slack.wait_for(lambda: True)
        tokens = asyncio.run(at_once(made))
        assert refreshes(slack) == [""]
        assert slack.token_of(slack.team) in tokens
        # Nobody was told to do with one that is over for good.
        assert asyncio.run(at_once(made)) == {slack.token_of(slack.team)}
        assert refreshes(slack) == [""]


def test_a_token_that_can_not_be_refreshed_is_told_to_who_runs_it_and_not_tried_at_once_again(
    slack: LocalSlack, shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = many(slack, shipped, tmp_path)
    with running(settings) as service:
        slack.rotate_tokens(expires_in=3_600)
        install(slack, settings, slack.team)
        slack.spend_refresh_tokens()
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        asked = slack.mention(alice, news, COMMANDER)
        # With the token that is good for another hour.
        [reply] = slack.wait_for(lambda: slack.replies(asked))
        assert "Japan" in reply.text
        slack.settle()
        assert refreshes(slack) == ["invalid_refresh_token"]
        del service
    log = capsys.readouterr()
    assert "slack_token_not_refreshed" in log.out + log.err
    assert "invalid_refresh_token" in log.out + log.err
    assert "xox" not in log.out + log.err
    now = datetime.now(UTC)
    with closing(catalog_of(settings)) as catalog:
        found = installed_check(catalog.database, slack.client_id, "https://news.example", now)
    assert not found.good
    assert "not refreshed: " in found.state
    assert "(invalid_refresh_token, " in found.state
    assert found.to_do.endswith("https://news.example/slack/install")
    assert "xox" not in str(found)


def test_an_organisation_installs_the_app_for_all_its_workspaces_and_removes_it(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    enterprise = "E0000000099"
    settings = many(slack, shipped, tmp_path)
    teams = [slack.add_workspace(name, enterprise) for name in ("desk", "sport")]
    with running(settings):
        install(slack, settings, enterprise)
        assert slack.token_of(teams[0]) == slack.token_of(teams[1]) != ""
        for team in teams:
            person = slack.add_user(f"person-of-{team}", team=team, is_admin=True)
            news = slack.add_channel(f"news-of-{team}", members=[person], team=team)
            group = slack.add_group("otter-desk", team=team)
            asked = slack.mention(person, news, COMMANDER)
            [reply] = slack.wait_for(lambda asked=asked: slack.replies(asked))  # type: ignore[misc]
            assert "Japan" in reply.text
            # A button is told of no workspace.
            slack.press(person, reply, "context")
            slack.wait_for(lambda person=person: slack.modals(person))  # type: ignore[misc]
            slack.command(person, news, "/pullquote", "pings allow @otter-desk")
            slack.wait_for(lambda person=person: slack.ephemerals(person))  # type: ignore[misc]
            assert "@otter-desk" in str(slack.ephemerals(person)[-1].blocks)
            assert group
        now = datetime.now(UTC)
        with closing(catalog_of(settings)) as catalog:
            found = installed_check(catalog.database, slack.client_id, "https://x.example", now)
        assert found.good
        assert found.state == "installed in 1, of which 1 for a whole organisation"
        slack.settle()
        slack.uninstall(teams[0])
        slack.settle()
        before = len(slack.called("chat.postMessage"))
        slack.mention(person, news, COMMANDER)
        slack.settle()
        assert len(slack.called("chat.postMessage")) == before
