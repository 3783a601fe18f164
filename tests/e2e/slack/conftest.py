"""A localhost Slack for each test; what the app sent and Slack would refuse fails the test."""

from collections.abc import Iterator

import pytest

from tests.e2e.slack import emulate
from tests.e2e.slack.local_slack import Backend, LocalSlack


@pytest.fixture
def slack(request: pytest.FixtureRequest) -> Iterator[LocalSlack]:
    """Ours alone, unless a test asks for a backend:

    @pytest.mark.parametrize("slack", ["ours", "emulate"], indirect=True)
    """
    backend: Backend = getattr(request, "param", "ours")
    if backend == "emulate" and (reason := emulate.missing()):
        pytest.skip(reason)
    local = LocalSlack(backend=backend)
    try:
        yield local
    finally:
        local.close()
    assert local.violations == []
