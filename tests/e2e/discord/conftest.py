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
    # Discord gives three seconds; a busy machine may need more.
    with LocalDiscord(**{"answer_within": 300.0, **options}) as local:
        yield local
        assert local.violations == []
