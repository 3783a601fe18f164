"""An error of Slack's → how long to wait before the next try, or that there need be none."""

import random

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.service.chat import Undelivered

# Errors of Slack's own that pass; all others say that this message can't be posted there.
PASSING = frozenset(
    "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited "
    "team_added_to_org accesslimited".split()
)
# Of the workspace's token, not of the place: whoever runs the bot sees it in its health, and once
# there is a token again, what was asked is answered and what is followed is told.
OF_THE_TOKEN = frozenset(
    "invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type "
    "not_installed app_uninstalled org_login_required ekm_access_denied "
    "two_factor_setup_required".split()
)
_LONGEST_WAIT = 300.0


class Refused(Exception):
    """Slack won't take the message there; `error` is its code."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class TokenRefused(Undelivered):
    """Slack won't take anything with this token: to be said once there is another."""


def refusal(code: str) -> Exception:
    """What an error of Slack's means that does not pass by itself: Refused or TokenRefused."""
    return TokenRefused(code) if code in OF_THE_TOKEN else Refused(code)


def wait_after(error: SlackApiError, attempt: int) -> tuple[float, bool]:
    """(seconds to wait, whether Slack surely did not take it). Raises Refused, TokenRefused."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):  # no JSON came
        return backoff(attempt), False
    if response.status_code == 429:
        asked_for = {k.lower(): v for k, v in response.headers.items()}.get("retry-after", "")
        seconds = float(asked_for) if asked_for.isdecimal() else backoff(attempt)
        return min(seconds, _LONGEST_WAIT) + random.random(), True  # noqa: S311
    status = response.status_code
    code = str(response.data.get("error", "")) if isinstance(response.data, dict) else ""
    if status >= 500 or code in PASSING or not code:
        return backoff(attempt), False
    raise refusal(code) from None


def backoff(attempt: int) -> float:
    """Seconds, longer each time."""
    return float(0.5 * 2**attempt) * (1 + random.random() / 4)  # noqa: S311
