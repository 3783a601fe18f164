"""An error of Slack's → how long to wait before the next try, or that there need be none."""

import random

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

# Errors of Slack's own that pass; all others say that this message can't be posted there.
_PASSING = frozenset(
    "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited "
    "team_added_to_org accesslimited".split()
)
_LONGEST_WAIT = 300.0


class Refused(Exception):
    """Slack won't take the message there; `error` is its code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def wait_after(error: SlackApiError, attempt: int) -> tuple[float, bool]:
    """(seconds to wait, whether Slack surely did not take it). Raises Refused."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):  # no JSON came
        return backoff(attempt), False
    if response.status_code == 429:
        asked_for = {k.lower(): v for k, v in response.headers.items()}.get("retry-after", "")
        seconds = float(asked_for) if asked_for.isdecimal() else backoff(attempt)
        return min(seconds, _LONGEST_WAIT) + random.random(), True  # noqa: S311
    status = response.status_code
    code = str(response.data.get("error", "")) if isinstance(response.data, dict) else ""
    if status >= 500 or code in _PASSING or not code:
        return backoff(attempt), False
    raise Refused(code) from None


def backoff(attempt: int) -> float:
    """Seconds, longer each time."""
    return float(0.5 * 2**attempt) * (1 + random.random() / 4)  # noqa: S311
