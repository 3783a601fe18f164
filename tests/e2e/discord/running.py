"""Settings of `pullquote run` for a localhost Discord, and discord.py without its long waits."""

from pathlib import Path
from typing import Any

import pytest
from discord.backoff import ExponentialBackoff
from pydantic import SecretStr

from adapters.settings import Settings
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.running import free_port


def settings_for(local: LocalDiscord, data: Path, **more: Any) -> Settings:
    """With the token of the localhost Discord."""
    values: dict[str, Any] = {
        "data": data,
        "discord_token": SecretStr(local.token),
        "discord_api_url": local.api_url,
        "discord_gateway_url": local.gateway_url,
        "health_port": free_port(),
        "questions_per_minute": 0,
    }
    return Settings(**values | more)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py connects again at once."""

    def at_once(_: Any) -> float:
        return 0.05

    monkeypatch.setattr(ExponentialBackoff, "delay", at_once)
