"""Workspaces install the app, install it again and remove it."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import text

from adapters.slack.clients import SlackApi
from adapters.slack.credentials import OAuthClient
from adapters.slack.installations import CatalogStates, Installations, InstallationsError
from adapters.slack.manifest import manifest
from adapters.storage.database import Database, open_database

CLIENT = OAuthClient("12.34", SecretStr("hunter2"), "https://news.example/pullquote")
API = SlackApi("https://slack.com/api/")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(None, tmp_path)
    yield database
    database.close()


@pytest.fixture
def installations(database: Database) -> Installations:
    return Installations(database, CLIENT, API)


def installation(team: str, token: str, at: float, user: str = "U1") -> Installation:
    return Installation(
        app_id="A1",
        enterprise_id=None,
        team_id=team,
        team_name=f"Newsroom {team}",
        bot_token=token,
        bot_id=f"B-{team}",
        bot_user_id=f"W-{team}",
        bot_scopes=["chat:write"],
        user_id=user,
        installed_at=float(at),
    )


def save(installations: Installations, *saved: Installation) -> None:
    async def run() -> None:
        for each in saved:
            await installations.store().async_save(each)

    asyncio.run(run())


def token(installations: Installations, team: str) -> str | None:
    found = asyncio.run(installations.authorize("", team))
    return found.bot_token if found else None


def rows(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("slack_installations", "slack_bots", "slack_oauth_states")
        }


def test_each_workspace_is_answered_with_its_own_token(installations: Installations) -> None:
    save(installations, installation("T1", "xoxb-1", 100), installation("T2", "xoxb-2", 100))
    found = asyncio.run(installations.authorize("", "T2"))
    assert found is not None
    assert {key: value for key, value in found.items() if value} == {
        "team_id": "T2",
        "bot_id": "B-T2",
        "bot_user_id": "W-T2",
        "bot_token": "xoxb-2",
    }
    assert token(installations, "T1") == "xoxb-1"
    assert token(installations, "T3") is None


def test_a_workspace_that_installs_again_is_answered_with_its_new_token(
    installations: Installations,
) -> None:
    save(
        installations,
        installation("T1", "xoxb-new", 200, user="U2"),
        installation("T1", "xoxb-old", 100),
    )
    assert token(installations, "T1") == "xoxb-new"


def test_two_apps_on_one_catalog_do_not_see_each_others_tokens(
    installations: Installations, database: Database
) -> None:
    save(installations, installation("T1", "xoxb-1", 100))
    other = Installations(database, OAuthClient("56.78", SecretStr("x"), "https://x.example"), API)
    assert token(other, "T1") is None


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["W-T1"]}},
    ],
)
def test_a_workspace_that_removes_the_app_leaves_no_token_behind(
    event: dict[str, object], installations: Installations, database: Database
) -> None:
    save(
        installations,
        installation("T1", "xoxb-old", 100),
        installation("T1", "xoxb-1", 200),
        installation("T2", "xoxb-2", 200),
    )
    body = {"type": "event_callback", "team_id": "T1", "event": event}

    async def removed() -> int:
        app = AsyncApp(
            signing_secret="s",
            oauth_settings=installations.oauth_settings(),
            request_verification_enabled=False,
        )
        installations.listen(app)
        request = AsyncBoltRequest(body=body, mode="socket_mode")
        return (await app.async_dispatch(request)).status

    assert asyncio.run(removed()) == 200
    assert (token(installations, "T1"), token(installations, "T2")) == (None, "xoxb-2")
    assert rows(database) == {"slack_installations": 1, "slack_bots": 1, "slack_oauth_states": 0}


def test_people_are_sent_to_slack_with_the_manifests_scopes_and_back_to_the_public_address(
    installations: Installations, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Variables that Bolt would read itself; they are other programs'.
    monkeypatch.setenv("SLACK_USER_SCOPES", "search:read")
    monkeypatch.setenv("SLACK_REDIRECT_URI", "https://other.example")
    url = urlsplit(installations.oauth_settings().authorize_url_generator.generate("s-1"))
    assert (url.scheme, url.netloc, url.path) == ("https", "slack.com", "/oauth/v2/authorize")
    assert parse_qs(url.query) == {
        "state": ["s-1"],
        "client_id": ["12.34"],
        "scope": [",".join(sorted(manifest().scopes))],
        "redirect_uri": ["https://news.example/pullquote/slack/oauth_redirect"],
    }


def test_people_of_govslack_are_sent_to_govslack(database: Database) -> None:
    gov = Installations(database, CLIENT, SlackApi("https://slack-gov.com/api/"))
    assert gov.oauth_settings().authorization_url == "https://slack-gov.com/oauth/v2/authorize"


def test_a_state_is_good_once_and_one_that_was_never_issued_not_at_all(database: Database) -> None:
    async def run() -> list[bool]:
        states = CatalogStates(database)
        state = await states.async_issue()
        at_once = await asyncio.gather(*(states.async_consume(state) for _ in range(8)))
        return [*sorted(at_once), await states.async_consume("made up")]

    assert asyncio.run(run()) == [False] * 7 + [True, False]


def test_states_that_nobody_came_back_with_are_refused_and_removed(database: Database) -> None:
    async def run() -> bool:
        states = CatalogStates(database)
        old = await states.async_issue()
        with database.writing() as connection:
            connection.execute(text("UPDATE slack_oauth_states SET expire_at = '2024-07-28 12:00'"))
        good = await states.async_consume(old)
        await states.async_issue()
        return good

    assert asyncio.run(run()) is False
    assert rows(database)["slack_oauth_states"] == 1


def test_a_database_that_fails_is_one_line_without_a_token(
    installations: Installations, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP TABLE slack_installations"))
    with caplog.at_level(logging.DEBUG), pytest.raises(InstallationsError) as caught:
        save(installations, installation("T1", "xoxb-hunter2", 100))
    assert str(caught.value) == (
        "Slack's installations can't be read or written (OperationalError); run: pullquote doctor"
    )
    assert caught.value.__suppress_context__
    assert "hunter2" not in caplog.text


def test_no_token_is_logged_on_the_way_in_or_out(
    installations: Installations, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        save(installations, installation("T1", "xoxb-hunter2", 100))
        assert token(installations, "T1") == "xoxb-hunter2"
    assert "hunter2" not in caplog.text
