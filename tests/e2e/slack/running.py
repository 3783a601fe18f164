"""Settings of `pullquote run` for a localhost Slack."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters.settings import Settings
from tests.e2e.running import free_port
from tests.e2e.slack.local_slack import LocalSlack


def settings_for(slack: LocalSlack, data: Path, **more: Any) -> Settings:
    """Socket Mode at the localhost Slack."""
    values: dict[str, Any] = {
        "data": data,
        "slack_api_url": slack.api_url,
        "slack_bot_token": SecretStr(slack.bot_token),
        "slack_app_token": SecretStr(slack.app_token),
        "health_port": free_port(),
        "questions_per_minute": 0,
    }
    return Settings(**values | more)


def http_settings_for(slack: LocalSlack, data: Path, **more: Any) -> Settings:
    """HTTP mode at the localhost Slack, which then delivers there."""
    port = free_port()
    slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    http: dict[str, Any] = {
        "slack_mode": "http",
        "slack_app_token": None,
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "http_port": port,
    }
    return settings_for(slack, data, **http | more)
