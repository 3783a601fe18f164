"""Settings → whether Slack takes the tokens, lets the bot connect and grants what it needs.

Asks Slack, changes nothing there, opens no connection, and says no secret.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.service.checks import Check
from adapters.settings import Settings, SettingsError
from adapters.slack.clients import SlackApi, code_of, web_client
from adapters.slack.credentials import (
    HttpCredentials,
    OAuthClient,
    SocketCredentials,
    slack_credentials,
)
from adapters.slack.installations import INSTALL_PATH
from adapters.slack.installed_check import installed_check
from adapters.slack.manifest import manifest
from adapters.slack.refusals import PASSING
from adapters.slack.web import EVENTS_PATH
from adapters.storage.database import Database
from retrieval.errors import PullquoteError

_FAILURES = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
_WHEN_AWAY = (
    "see slack-status.com and the way out of here (proxy, firewall, PULLQUOTE_SLACK_API_URL); "
    "then run it again"
)
_COPY = {
    "SLACK_BOT_TOKEN": "copy it again: OAuth & Permissions → Bot User OAuth Token",
    "SLACK_APP_TOKEN": "make another one with the scope connections:write: Basic Information → "
    "App-Level Tokens; and see that Socket Mode is enabled under Settings → Socket Mode",
}
_REINSTALL = (
    "add them under OAuth & Permissions → Bot Token Scopes, or paste the manifest again under "
    "App Manifest; then install the app again"
)


def slack_checks(settings: Settings, database: Database | None = None) -> list[Check]:
    """One a part; none where Slack isn't set up. What hangs on a part that is bad is left out.
    `database`: of the catalog, where installations are kept, None where it can't be opened."""
    try:
        credentials = slack_credentials(settings)
    except SettingsError as error:
        return [Check("Slack", False, str(error), "set them, or unset all that begin with SLACK_")]
    if credentials is None:
        return []

    async def checked() -> list[Check]:
        return [check async for check in _each(credentials, settings)]

    found = asyncio.run(checked())
    access = credentials.access if isinstance(credentials, HttpCredentials) else None
    if database is not None and isinstance(access, OAuthClient):
        found.append(_installed(database, access))
    return found


def _installed(database: Database, client: OAuthClient) -> Check:
    try:
        return installed_check(database, client.id, client.public_url, datetime.now(UTC))
    except PullquoteError as error:
        return Check("Slack workspaces", False, str(error), "run: pullquote doctor")


async def _each(
    credentials: SocketCredentials | HttpCredentials, settings: Settings
) -> AsyncIterator[Check]:
    api = SlackApi.of(settings)
    if isinstance(credentials, SocketCredentials):
        async for check in _bot(api, credentials.bot_token.get_secret_value()):
            yield check
        yield await _socket_mode(api, credentials.app_token.get_secret_value())
        return
    if isinstance(credentials.access, OAuthClient):
        address = credentials.access.public_url
        yield Check(
            "Slack",
            True,
            f"for every workspace that installs it at {address}{INSTALL_PATH}",
        )
    else:
        address = settings.public_url or "https://…"
        async for check in _bot(api, credentials.access.get_secret_value()):
            yield check
    yield Check(
        "Slack by HTTP",
        True,
        f"a signing secret is set; Slack's request URLs have to be {address}{EVENTS_PATH}, for "
        "events, for interactivity and for each command",
    )


async def _bot(api: SlackApi, token: str) -> AsyncIterator[Check]:
    """Whose token it is, then what it may do."""
    try:
        found = await web_client(api, token, []).auth_test()
    except SlackApiError as error:
        yield _refused("Slack", "SLACK_BOT_TOKEN", code_of(error))
        return
    except _FAILURES as error:
        yield _away("Slack", error)
        return
    yield Check("Slack", True, f"signed in to {found.get('team')} as @{found.get('user')}")
    # An answer without the header, as a proxy may give one, tells nothing.
    header = {name.lower(): value for name, value in found.headers.items()}.get("x-oauth-scopes")
    if header is None:
        return
    granted = {scope.strip() for scope in header.split(",")}
    missing = sorted(manifest().scopes - granted)
    if not missing:
        yield Check("Slack scopes", True, f"all {len(manifest().scopes)} of the manifest")
        return
    yield Check("Slack scopes", False, f"not granted: {', '.join(missing)}", _REINSTALL)
    if "commands" in missing:
        commands = ", ".join(sorted(manifest().commands))
        yield Check(
            "Slack commands",
            False,
            f"nobody can type {commands}",
            "paste the manifest again under App Manifest; then install the app again",
        )


async def _socket_mode(api: SlackApi, token: str) -> Check:
    part = "Slack Socket Mode"
    try:
        await web_client(api, None, []).apps_connections_open(app_token=token)
    except SlackApiError as error:
        return _refused(part, "SLACK_APP_TOKEN", code_of(error))
    except _FAILURES as error:
        return _away(part, error)
    return Check(part, True, "Slack lets the bot connect")


def _refused(part: str, setting: str, code: str) -> Check:
    if not code or code in PASSING:
        return Check(part, False, f"Slack gives no answer ({code or 'not JSON'})", _WHEN_AWAY)
    return Check(part, False, f"{setting} is refused by Slack ({code})", _COPY[setting])


def _away(part: str, error: BaseException) -> Check:
    return Check(part, False, f"Slack can't be reached ({type(error).__name__})", _WHEN_AWAY)
