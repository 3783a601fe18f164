"""Settings → the credentials with which Pullquote speaks to Slack, if they are whole. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from adapters.settings import Settings, SettingsError

# Where each one is found: in the app's pages on api.slack.com/apps.
_WHERE = {
    "SLACK_BOT_TOKEN": "OAuth & Permissions → Bot User OAuth Token",
    "SLACK_APP_TOKEN": "Basic Information → App-Level Tokens, with the scope connections:write",
    "SLACK_SIGNING_SECRET": "Basic Information → App Credentials → Signing Secret",
    "SLACK_CLIENT_ID": "Basic Information → App Credentials → Client ID",
    "SLACK_CLIENT_SECRET": "Basic Information → App Credentials → Client Secret",
    "PULLQUOTE_PUBLIC_URL": "the https address under which people reach this server",
}


@dataclass(frozen=True, slots=True)
class SocketCredentials:
    """For Socket Mode in one workspace."""

    bot_token: SecretStr
    app_token: SecretStr


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The app as many workspaces install it; `public_url` has no slash at its end."""

    id: str
    secret: SecretStr
    public_url: str


@dataclass(frozen=True, slots=True)
class HttpCredentials:
    """For HTTP mode: in the one workspace of a bot token, or in all that install the app."""

    signing_secret: SecretStr
    access: SecretStr | OAuthClient


SlackCredentials = SocketCredentials | HttpCredentials


def slack_credentials(settings: Settings) -> SlackCredentials | None:
    """None where none are set. Raises SettingsError, one line, where they are incomplete."""
    if not (
        settings.slack_bot_token
        or settings.slack_app_token
        or settings.slack_signing_secret
        or settings.slack_client_id
        or settings.slack_client_secret
    ):
        return None
    return _socket(settings) if settings.slack_mode == "socket" else _http(settings)


def _socket(settings: Settings) -> SocketCredentials:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot and app:
        return SocketCredentials(bot, app)
    needs = _needs("Socket", {"SLACK_BOT_TOKEN": bot, "SLACK_APP_TOKEN": app})
    if settings.slack_signing_secret or settings.slack_client_id or settings.slack_client_secret:
        needs += "; for HTTP mode set PULLQUOTE_SLACK_MODE=http"
    raise SettingsError(needs)


def _http(settings: Settings) -> HttpCredentials:
    signing, bot = settings.slack_signing_secret, settings.slack_bot_token
    id, secret, url = settings.slack_client_id, settings.slack_client_secret, settings.public_url
    if bot and (id or secret):
        raise SettingsError(
            "SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID or SLACK_CLIENT_SECRET (many) are "
            "set; remove one or the other"
        )
    if id or secret:
        if signing and id and secret and url:
            return HttpCredentials(signing, OAuthClient(id, secret, url))
        many = {"SLACK_CLIENT_ID": id, "SLACK_CLIENT_SECRET": secret, "PULLQUOTE_PUBLIC_URL": url}
        raise SettingsError(_needs("HTTP", {"SLACK_SIGNING_SECRET": signing, **many}))
    if signing and bot:
        return HttpCredentials(signing, bot)
    needs = _needs("HTTP", {"SLACK_SIGNING_SECRET": signing, "SLACK_BOT_TOKEN": bot})
    if not bot:
        needs += "; for many workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead"
    raise SettingsError(needs)


def _needs(mode: str, given: Mapping[str, object]) -> str:
    missing = [f"{name} ({_WHERE[name]})" for name, value in given.items() if not value]
    return f"Slack's {mode} mode also needs {' and '.join(missing)}"
