"""Which Slack tokens belong together, and what someone with half of them is told."""

from typing import Any

import pytest
from pydantic import SecretStr

from adapters.settings import Settings, SettingsError
from adapters.slack.credentials import (
    HttpCredentials,
    OAuthClient,
    SocketCredentials,
    slack_credentials,
)

BOT = SecretStr("xoxb-hunter2")
APP = SecretStr("xapp-hunter2")
SIGNING = SecretStr("5160hunter2")
CLIENT = SecretStr("c1e0hunter2")
URL = "https://news.example/pullquote"


@pytest.mark.parametrize(
    ("given", "credentials"),
    [
        ({}, None),
        ({"slack_mode": "http", "public_url": URL}, None),
        ({"slack_bot_token": BOT, "slack_app_token": APP}, SocketCredentials(BOT, APP)),
        (
            {"slack_bot_token": BOT, "slack_app_token": APP, "slack_client_id": "1.2"},
            SocketCredentials(BOT, APP),
        ),
        (
            {"slack_mode": "http", "slack_bot_token": BOT, "slack_signing_secret": SIGNING},
            HttpCredentials(SIGNING, BOT),
        ),
        (
            {
                "slack_mode": "http",
                "slack_signing_secret": SIGNING,
                "slack_client_id": "1.2",
                "slack_client_secret": CLIENT,
                "public_url": URL,
            },
            HttpCredentials(SIGNING, OAuthClient("1.2", CLIENT, URL)),
        ),
    ],
)
def test_whole_credentials_are_used_and_none_at_all_is_no_slack(
    given: dict[str, Any], credentials: object
) -> None:
    assert slack_credentials(Settings(**given)) == credentials


BOT_TOKEN = "SLACK_BOT_TOKEN (OAuth & Permissions → Bot User OAuth Token)"
APP_TOKEN = (
    "SLACK_APP_TOKEN (Basic Information → App-Level Tokens, with the scope connections:write)"
)
SIGNING_SECRET = "SLACK_SIGNING_SECRET (Basic Information → App Credentials → Signing Secret)"
CLIENT_ID = "SLACK_CLIENT_ID (Basic Information → App Credentials → Client ID)"
CLIENT_SECRET = "SLACK_CLIENT_SECRET (Basic Information → App Credentials → Client Secret)"
PUBLIC_URL = "PULLQUOTE_PUBLIC_URL (the https address under which people reach this server)"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"slack_bot_token": BOT}, f"Slack's Socket mode also needs {APP_TOKEN}"),
        ({"slack_app_token": APP}, f"Slack's Socket mode also needs {BOT_TOKEN}"),
        (
            {"slack_bot_token": BOT, "slack_signing_secret": SIGNING},
            f"Slack's Socket mode also needs {APP_TOKEN}; "
            "for HTTP mode set PULLQUOTE_SLACK_MODE=http",
        ),
        (
            {"slack_mode": "http", "slack_bot_token": BOT, "slack_app_token": APP},
            f"Slack's HTTP mode also needs {SIGNING_SECRET}",
        ),
        (
            {"slack_mode": "http", "slack_signing_secret": SIGNING},
            f"Slack's HTTP mode also needs {BOT_TOKEN}; "
            "for many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead",
        ),
        (
            {"slack_mode": "http", "slack_client_secret": CLIENT},
            f"Slack's HTTP mode also needs {SIGNING_SECRET} and {CLIENT_ID} and {PUBLIC_URL}",
        ),
        (
            {"slack_mode": "http", "slack_signing_secret": SIGNING, "slack_client_id": "1.2"},
            f"Slack's HTTP mode also needs {CLIENT_SECRET} and {PUBLIC_URL}",
        ),
        (
            {
                "slack_mode": "http",
                "slack_signing_secret": SIGNING,
                "slack_bot_token": BOT,
                "slack_client_id": "1.2",
            },
            "SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID or SLACK_CLIENT_SECRET (many) are "
            "set; remove one or the other",
        ),
    ],
)
def test_someone_with_half_the_credentials_is_told_in_a_line_what_is_missing_and_where_it_is(
    given: dict[str, Any], line: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        slack_credentials(Settings(**given))
    assert str(caught.value) == line
