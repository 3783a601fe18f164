"""A localhost Discord for each test, which ends with an assertion that nothing wrong was sent."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.discord.local_discord import LocalDiscord


@pytest.fixture
def local_discord(request: pytest.FixtureRequest) -> Iterator[LocalDiscord]:
    """Parametrized indirectly, the arguments of LocalDiscord. A test that sends something wrong on
    purpose clears `violations` at its end."""
    options: dict[str, Any] = getattr(request, "param", {})
    with LocalDiscord(**options) as local:
        yield local
        assert local.violations == []
